/** A trend's geometry and words: tested without a browser. */
import type { TrendPoint } from 'api';
import { scaleLinear, scalePoint } from 'd3-scale';
import { area, curveMonotoneX, line } from 'd3-shape';
import type { Cell } from '../lib/csv';
import { interval, number, period } from '../lib/format';
import { t } from '../lib/i18n.svelte';

export interface Size {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface Known extends TrendPoint {
  score: number;
  low: number;
  high: number;
}

export const isKnown = (point: TrendPoint): point is Known =>
  point.score !== null && point.low !== null && point.high !== null;

/** Scales that hold every interval; a period with too few answers leaves a gap. */
export function geometry(points: readonly TrendPoint[], size: Size, limits: [number, number]) {
  const known = points.filter(isKnown);
  const low = Math.max(limits[0], Math.min(...known.map((point) => point.low)));
  const high = Math.min(limits[1], Math.max(...known.map((point) => point.high)));
  const y = scaleLinear()
    .domain(known.length ? [low, high] : limits)
    .nice(4)
    .range([size.height - size.bottom, size.top]);
  const x = scalePoint<number>()
    .domain(points.map((_, index) => index))
    .range([size.left, size.width - size.right]);
  const at = (index: number) => x(index) ?? size.left;
  const band = area<TrendPoint>()
    .defined(isKnown)
    .x((_, index) => at(index))
    .y0((point) => y(point.low ?? 0))
    .y1((point) => y(point.high ?? 0))
    .curve(curveMonotoneX);
  const middle = line<TrendPoint>()
    .defined(isKnown)
    .x((_, index) => at(index))
    .y((point) => y(point.score ?? 0))
    .curve(curveMonotoneX);
  return {
    x: at,
    y: (value: number) => y(value),
    ticks: y.ticks(3),
    band: band([...points]) ?? '',
    line: middle([...points]) ?? '',
  };
}

/** Which periods get a label below: first and last, and between them as many as fit. */
export function labelled(count: number, width: number): number[] {
  if (count === 0) return [];
  const fit = Math.max(2, Math.floor(width / 120));
  const step = Math.max(1, Math.ceil((count - 1) / (fit - 1)));
  const inner = Array.from({ length: count }, (_, index) => index).filter(
    (index) => index % step === 0 && (index === 0 || count - 1 - index >= step * 0.7),
  );
  return count > 1 ? [...inner, count - 1] : inner;
}

/** A trend as a table: the same for the eye, the clipboard and who cannot see the line. */
export function table(points: readonly TrendPoint[]): { head: string[]; rows: Cell[][] } {
  return {
    head: [t('chart.period'), t('chart.score'), t('chart.low'), t('chart.high'), t('chart.n')],
    rows: points.map((at) => [at.period, at.score, at.low, at.high, at.n]),
  };
}

/** One period in words: its score with interval and n, or that there were too few answers. */
export function says(point: TrendPoint, grain: 'week' | 'month', digits: number): string {
  const name = period(point.period, grain);
  if (point.score === null) return t('chart.too_few', { period: name, n: point.n });
  return t('chart.point', {
    period: name,
    score: number(point.score, digits),
    interval: interval(point.low, point.high, digits),
    n: point.n,
  });
}
