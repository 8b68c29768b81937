/** Numbers, dates and spans of time as people of the chosen language write them. */
import type { MetricKind } from 'api';
import { locale, t } from './i18n.svelte';

/** A hyphen is no minus sign. */
const minus = (text: string) => text.replace('-', '−');

/** `1,234` or, with digits, `31.0`. A missing number is a dash. */
export function number(value: number | null, digits = 0): string {
  if (value === null || !Number.isFinite(value)) return '–';
  const format = new Intl.NumberFormat(locale.intl, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  const text = format.format(value);
  return minus(Number(value.toFixed(digits)) === 0 ? text.replace('-', '') : text);
}

/** `+4.1`, `−0.3`, `0.0`. */
export function signed(value: number | null, digits = 1): string {
  const text = number(value, digits);
  return value !== null && Number(value.toFixed(digits)) > 0 ? `+${text}` : text;
}

/** How many decimals a metric deserves: points and shares one, means on short scales two. */
export const digitsOf = (metric: MetricKind | 'share' | 'points'): number =>
  metric === 'ces' || metric === 'mean' ? 2 : 1;

/** The ends of the scale on which a metric is drawn. */
export function domainOf(
  metric: MetricKind | 'share' | 'points',
  values: number[] = [],
): [number, number] {
  if (metric === 'nps' || metric === 'points') return [-100, 100];
  if (metric === 'csat' || metric === 'share') return [0, 100];
  const low = Math.min(1, ...values);
  return [low, Math.max(low + 1, ...values)];
}

/** `28.9 to 33.1`. */
export function interval(low: number | null, high: number | null, digits = 1): string {
  if (low === null || high === null) return '–';
  return t('number.interval', { low: number(low, digits), high: number(high, digits) });
}

/** `38 %` of a whole; nothing of nothing is a dash. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '–';
  const format = new Intl.NumberFormat(locale.intl, { style: 'percent', maximumFractionDigits: 0 });
  return format.format(part / whole);
}

/** `21 Nov 2026`, from an instant or a date. */
export function day(text: string | null): string {
  if (!text) return '–';
  // A bare date is noon, so that no time zone moves it to its neighbor.
  const at = new Date(text.length === 10 ? `${text}T12:00:00` : text);
  if (Number.isNaN(at.getTime())) return text;
  return new Intl.DateTimeFormat(locale.intl, { dateStyle: 'medium' }).format(at);
}

/** `21 Nov 2026, 14:05`. */
export function instant(text: string | null): string {
  if (!text) return '–';
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return text;
  return new Intl.DateTimeFormat(locale.intl, { dateStyle: 'medium', timeStyle: 'short' }).format(
    at,
  );
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** `in 3 hours`, `2 days ago`. */
export function relative(text: string, now: number = Date.now()): string {
  const seconds = (new Date(text).getTime() - now) / 1000;
  if (Number.isNaN(seconds)) return text;
  const format = new Intl.RelativeTimeFormat(locale.intl, { numeric: 'auto' });
  const step = STEPS.find(([, size]) => Math.abs(seconds) >= size) ?? (['minute', 60] as const);
  return format.format(Math.trunc(seconds / step[1]), step[0]);
}

/** `1.4 MB`. */
export function bytes(size: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(size, 1)) / 3));
  const format = new Intl.NumberFormat(locale.intl, {
    style: 'unit',
    unit: units[step]!,
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step > 1 ? 1 : 0,
  });
  return format.format(size / 1000 ** step);
}

/** `40 s`, `3 min`. */
export function duration(seconds: number): string {
  const [value, unit] =
    seconds < 90
      ? [Math.max(1, Math.round(seconds)), 'second']
      : [Math.round(seconds / 60), 'minute'];
  return new Intl.NumberFormat(locale.intl, { style: 'unit', unit: String(unit) }).format(
    Number(value),
  );
}

/** The language's own name in the reader's language, `German` for `de`. */
export function language(code: string): string {
  try {
    return new Intl.DisplayNames(locale.intl, { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** `4 – 24 Oct 2026`, from `2026-10-04/2026-10-24`, both days included. */
export function range(text: string | undefined): string {
  const [first, last] = (text ?? '').split('/').map((day) => new Date(`${day}T12:00:00`));
  if (!first || !last || Number.isNaN(first.getTime() + last.getTime())) return text ?? '';
  return new Intl.DateTimeFormat(locale.intl, { dateStyle: 'medium' }).formatRange(first, last);
}

/** A period of a trend as its first day names it: `Nov 2026` for months, the day for weeks. */
export function period(text: string, grain: 'week' | 'month'): string {
  const found = /^(\d{4})-(\d{2})(?:-(\d{2}))?/.exec(text);
  if (!found) return text;
  const at = new Date(Number(found[1]), Number(found[2]) - 1, Number(found[3] ?? 1), 12);
  const format: Intl.DateTimeFormatOptions =
    grain === 'month'
      ? { month: 'short', year: 'numeric' }
      : { day: 'numeric', month: 'short', year: 'numeric' };
  return new Intl.DateTimeFormat(locale.intl, format).format(at);
}

/** The first letter large, as a title begins. */
export const titled = (text: string): string =>
  text.charAt(0).toLocaleUpperCase(locale.intl) + text.slice(1);
