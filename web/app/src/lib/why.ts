/** The finding of a change's cause, in one sentence. */
import type { Suspect, Why } from 'api';
import { cellWords } from './analysis';
import { interval, number, signed } from './format';
import { t } from './i18n.svelte';

/** `NPS fell 8.6 from Oct to Nov: −1.2 by who answered, −7.4 by what they answered; …`. */
export function whySentence(
  why: Why & { results: Suspect[] },
  name: string,
  before: string,
  after: string,
  digits: number,
): string {
  const { delta, mix, rate, low, high } = why;
  if (delta === null) return t('why.title');
  const parts = { name, before, after, delta: number(Math.abs(delta), digits) };
  const noise = low === null || high === null || (low <= 0 && high >= 0);
  const whole = noise
    ? t('why.noise', {
        ...parts,
        delta: signed(delta, digits),
        interval: interval(low, high, digits),
      })
    : t(delta < 0 ? 'why.fell' : 'why.rose', {
        ...parts,
        mix: signed(mix, digits),
        rate: signed(rate, digits),
      });
  const first = why.results.find((suspect) => suspect.cause);
  if (!first) return whole;
  const part = signed(first.contribution, digits);
  return `${whole} ${t('why.cause', { cell: cellWords(first.cell), part })}`;
}
