/** The quadrant's geometry and words: tested without a browser. */
import { scaleLinear } from 'd3-scale';
import { ends, placed } from '../lib/analysis';
import type { Cell } from '../lib/csv';
import { interval, number } from '../lib/format';
import { t } from '../lib/i18n.svelte';

export interface Mark {
  key: string;
  label: string;
  x: number;
  xs: [number, number];
  y: number;
  ys: [number, number];
  /** Greyed, not hidden: it cannot be told from nothing. */
  faint?: boolean;
}

export const PAD = { left: 44, right: 12, top: 28, bottom: 42 };
/** Below this width only the numbers stand in the picture; the list beside it says whose. */
const NARROW = 440;

const mean = (numbers: number[]) =>
  numbers.reduce((sum, one) => sum + one, 0) / Math.max(1, numbers.length);

export function quadrant(marks: readonly Mark[], width: number) {
  const height = Math.min(460, Math.max(320, width * 0.75));
  const [low, high] = ends(marks.flatMap((mark) => [mark.x, ...mark.xs]));
  // Answers are counted in points: less than one across would blow up what is nothing.
  const air = Math.max(0, (1 - (high - low)) / 2);
  const x = scaleLinear()
    .domain([low - air, high + air])
    .nice(4)
    .range([PAD.left, width - PAD.right]);
  const y = scaleLinear()
    .domain([0, ends(marks.flatMap((mark) => [mark.y, ...mark.ys]))[1]])
    .nice(4)
    .range([height - PAD.bottom, PAD.top]);
  const spots = marks.map((mark) => ({ x: x(mark.x), y: y(mark.y), label: mark.label }));
  return {
    height,
    x: (value: number) => x(value),
    y: (value: number) => y(value),
    across: x.ticks(4),
    up: y.ticks(4),
    middle: { x: x(mean(marks.map((mark) => mark.x))), y: y(mean(marks.map((mark) => mark.y))) },
    labels: width < NARROW ? marks.map(() => null) : placed(spots, width - PAD.right),
  };
}

/** All marks as a table; four digits are more than the intervals deserve. */
export function quadrantTable(marks: readonly Mark[], title: string, across: string, up: string) {
  const short = (value: number) => Number(value.toPrecision(4));
  const [low, high] = [t('chart.low'), t('chart.high')];
  const rows: Cell[][] = marks.map((mark) => [
    mark.label,
    ...[mark.x, ...mark.xs, mark.y, ...mark.ys].map(short),
  ]);
  return { head: [title, across, low, high, up, low, high], rows };
}

export const quadrantWords = (marks: readonly Mark[], across: string, up: string): string =>
  marks
    .map(
      ({ label, x, xs, y, ys }) =>
        `${label}: ${up} ${number(y)} (${interval(...ys, 0)}), ${across} ${number(x, 1)} (${interval(...xs, 1)})`,
    )
    .join('; ');
