/** Dots with intervals: what they say, and the scale that holds them all. */
import { scaleLinear } from 'd3-scale';
import { ends } from '../lib/analysis';
import type { Cell } from '../lib/csv';
import { interval, number } from '../lib/format';
import { t } from '../lib/i18n.svelte';

export interface Dot {
  key: string;
  label: string;
  value: number | null;
  low: number | null;
  high: number | null;
  /** An interval that holds together with those of all others, drawn thin. */
  wide?: [number, number] | null;
  tone?: 'better' | 'worse' | 'none' | undefined;
  href?: string | null;
  /** What stands beside the number: n, or why there is none. */
  note?: string;
}

/** In percent of the width. */
export const dotScale = (dots: readonly Dot[], line: number | null) =>
  scaleLinear()
    .domain(
      ends([...dots.flatMap((dot) => [dot.value, dot.low, dot.high, ...(dot.wide ?? [])]), line]),
    )
    .range([1, 99]);

export const dotWords = (dot: Dot, digits: number): string =>
  dot.value === null
    ? `${dot.label}: ${dot.note ?? t('number.refused')}`
    : `${dot.label}: ${number(dot.value, digits)} (${interval(dot.low, dot.high, digits)})`;

export function dotTable(dots: readonly Dot[], title: string, unit: string) {
  const rows: Cell[][] = dots.map((dot) => [
    dot.label,
    dot.value,
    dot.low,
    dot.high,
    dot.note ?? null,
  ]);
  return { head: [title, unit, t('chart.low'), t('chart.high'), t('chart.note')], rows };
}
