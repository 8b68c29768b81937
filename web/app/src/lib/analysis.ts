/** What the screens of the analyses share: questions to ask, and numbers to draw. Pure functions. */
import type { Cell, Columns, MetricKind, WhyStep } from 'api';
import { COMMON, bare, exploreHref, picked } from './filters';

/** As many drivers as their importance is averaged over all orders for. */
export const MOST_DRIVERS = 16;
/** What a blank cell of a column is called by the server; nobody can be found by it. */
const BLANK = '(no answer)';

export type Column = Columns['columns'][number];

/** The question for one analysis: the filters in force and its own options. */
export function ask(search: string, options: Record<string, string | readonly string[]>): string {
  const params = new URLSearchParams(picked(search, COMMON));
  for (const [name, option] of Object.entries(options)) {
    const text = typeof option === 'string' ? option : option.join(',');
    if (text) params.set(name, text);
  }
  return params.toString();
}

export const questionsOf = (columns: readonly Column[]): Column[] =>
  columns.filter((column) => column.kind === 'question');

/** Columns that say nothing of a group: one value per signal, or none that people know. */
const UNGROUPED = new Set(['customer', 'occurred_on', 'provenance', 'purpose', 'basis']);

/** The columns by which people can be told into groups. */
export const groupsOf = (columns: readonly Column[]): Column[] =>
  columns.filter((column) => column.kind !== 'question' && !UNGROUPED.has(column.name));

/** The column that holds a question's answers. */
export const columnOf = (columns: readonly Column[], question: string): string | null =>
  questionsOf(columns).find((column) => bare(column.name) === bare(question))?.name ?? null;

/** Whether its values are countries, which answer scales each in their own way. */
export const isCountry = (column: string): boolean =>
  /^(country|land|nation|market)(_code)?$/i.test(bare(column));

/** What `rank` can put in order; it knows no other metrics. */
export const ranked = (metric: MetricKind): 'nps' | 'mean' => (metric === 'nps' ? 'nps' : 'mean');

/** A list in the address, or what stands for it where the address names none. */
export const listOr = (text: string | null, fallback: readonly string[]): string[] =>
  text === null ? [...fallback] : text.split(',').filter(Boolean);

const iso = (at: Date) => at.toISOString().slice(0, 10);
const utc = (year: number, month: number, day: number) => new Date(Date.UTC(year, month, day));

/** The days of a period as the server names it; `until` is the day after the last. */
export function daysOf(period: string): { since: string; until: string } | null {
  const days = /^(\d{4}-\d{2}-\d{2})\/(\d{4})-(\d{2})-(\d{2})$/.exec(period);
  if (days) {
    const [since, year, month, day] = [days[1] ?? '', ...days.slice(2).map(Number)];
    return { since, until: iso(utc(Number(year), Number(month) - 1, Number(day) + 1)) };
  }
  const found = /^(\d{4})(?:-(?:W(\d{2})|Q([1-4])|(\d{2})(?:-(\d{2}))?))?$/.exec(period);
  if (!found) return null;
  const year = Number(found[1]);
  const [week, quarter, month, day] = found.slice(2).map((part) => part && Number(part));
  const range = (since: Date, until: Date) => ({ since: iso(since), until: iso(until) });
  if (week) {
    // The week of 4 January is the first; weeks start on Monday.
    const fourth = utc(year, 0, 4);
    const first = 4 - ((fourth.getUTCDay() + 6) % 7) + (week - 1) * 7;
    return range(utc(year, 0, first), utc(year, 0, first + 7));
  }
  if (quarter) return range(utc(year, quarter * 3 - 3, 1), utc(year, quarter * 3, 1));
  if (month && day) return range(utc(year, month - 1, day), utc(year, month - 1, day + 1));
  if (month) return range(utc(year, month - 1, 1), utc(year, month, 1));
  return range(utc(year, 0, 1), utc(year + 1, 0, 1));
}

/** The words of the people in a cell, in a period; none where a value of it is blank. */
export function wordsHref(
  search: string,
  cell: Cell,
  period: string | undefined,
  parts: Record<string, string> = {},
): string | null {
  const pairs = Object.entries(cell);
  if (!pairs.length || pairs.some(([, value]) => value === BLANK)) return null;
  const params = new URLSearchParams(picked(search, COMMON));
  for (const [column, value] of pairs) {
    const where = `${column}:${value}`;
    if (!params.getAll('where').includes(where)) params.append('where', where);
  }
  const days = period ? daysOf(period) : null;
  return exploreHref(`?${params}`, { ...days, ...parts });
}

/** `North × delivery`. */
export const cellWords = (cell: Cell): string => Object.values(cell).join(' × ');

export interface Fall {
  step: WhyStep;
  from: number;
  to: number;
}

/** Steps laid end to end: each starts where the one before it ended. */
export function fall(before: number, steps: readonly WhyStep[]): Fall[] {
  let at = before;
  return steps.map((step) => {
    const from = at;
    at += step.change;
    return { step, from, to: at };
  });
}

/** The ends of all numbers, with a little air, so that nothing is cut off at the edge. */
export function ends(numbers: readonly (number | null | undefined)[]): [number, number] {
  const known = numbers.filter((one): one is number => typeof one === 'number');
  if (!known.length) return [0, 1];
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const air = (high - low || Math.abs(high) || 1) * 0.05;
  return [low - air, high + air];
}

/** What `points` more of a driver go along with, from its effect on one point. */
export function whatIf(
  effect: { effect: number | null; effect_low: number | null; effect_high: number | null },
  points: number,
): { value: number; low: number; high: number } | null {
  const { effect: value, effect_low: low, effect_high: high } = effect;
  if (value === null || low === null || high === null) return null;
  return { value: value * points, low: low * points, high: high * points };
}

/** Groups that more than one member shares: those cannot be told apart. */
export function tied(groups: readonly number[]): Set<number> {
  return new Set(groups.filter((group, at) => groups.indexOf(group) !== at));
}

export interface Spot {
  x: number;
  y: number;
  label: string;
}

/** Where labels go so that none lies on another or leaves the picture; none where no room is. */
export function placed(
  spots: readonly Spot[],
  width: number,
  letter = 6.6,
  line = 15,
): ({ x: number; y: number } | null)[] {
  type Box = { left: number; right: number; top: number; bottom: number };
  const taken: Box[] = spots.map(({ x, y }) => ({
    left: x - 9,
    right: x + 9,
    top: y - 9,
    bottom: y + 9,
  }));
  const hits = (box: Box, own: number) =>
    taken.some(
      (other, at) =>
        at !== own &&
        box.left < other.right &&
        other.left < box.right &&
        box.top < other.bottom &&
        other.top < box.bottom,
    );
  return spots.map(({ x, y, label }, own) => {
    const wide = label.length * letter;
    const tries = [
      { left: x + 12, middle: y },
      { left: x - 12 - wide, middle: y },
      { left: x - wide / 2, middle: y - 18 },
      { left: x - wide / 2, middle: y + 18 },
      { left: x + 12, middle: y - 16 },
      { left: x + 12, middle: y + 16 },
    ];
    for (const { left, middle } of tries) {
      const box = { left, right: left + wide, top: middle - line / 2, bottom: middle + line / 2 };
      if (box.left < 0 || box.right > width || box.top < 0 || hits(box, own)) continue;
      taken.push(box);
      return { x: left, y: middle };
    }
    return null;
  });
}
