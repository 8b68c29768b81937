/** Analyses and alerts: reports with intervals, refusals and how they came about. */

import type { LeftOut, Verdict } from './types';

/** How an analysis came about. */
export interface Card {
  filters: string[];
  rows_read: number;
  rows_used: number;
  left_out: LeftOut[];
  formula: string;
  sources: string[];
  data_version: string;
}

/** What every analysis answers; `More` stands beside the results. */
export type Report<Row, More = unknown> = {
  kind: string;
  method: string;
  n: number;
  results: Row[];
  warnings: string[];
  refused: string | null;
  card: Card;
} & More;

/** A number with its interval, as the analyses say it. */
export interface Measured {
  value: number | null;
  low: number | null;
  high: number | null;
  n: number;
  n_effective: number;
}

/** Values by column: one group, segment or cell. */
export type Cell = Record<string, string>;

/** How one group uses a scale, and its mean on the scale of the anchors. */
export interface Style {
  group: string;
  n: number;
  /** Shares of answers at the ends, above the middle and below it, 0 to 1. */
  ers: Measured;
  ars: Measured;
  drs: Measured;
  corrected_mean: Measured | null;
  /** Best and worst place it can have, 1 the highest. */
  rank: [number, number] | null;
}

export interface Driver {
  driver: string;
  importance_lmg: number | null;
  importance_johnson: number;
  low: number;
  high: number;
  share: number;
  tie_group: number;
  effect: number | null;
  effect_low: number | null;
  effect_high: number | null;
  performance: number;
  performance_low: number;
  performance_high: number;
  opportunity: number;
  opportunity_low: number;
  opportunity_high: number;
  reference: number;
  n: number;
  encountered: number;
  inflation: number | null;
}

export interface Fit {
  r2: number | null;
  low: number | null;
  high: number | null;
  n: number;
}

export interface Changed {
  segment: Cell;
  before: Measured;
  after: Measured;
  value: number | null;
  low: number | null;
  high: number | null;
  q: number | null;
  could_have_seen: number | null;
  verdict: Verdict;
  words: string;
}

export interface Place {
  place: string;
  n: number;
  raw: number | null;
  value: number;
  low: number;
  high: number;
  p_worst: number;
  rank_low: number;
  rank_high: number;
  band: 'below' | 'unclear' | 'above';
}

export interface Gap {
  item: string | null;
  gap: number;
  low: number;
  high: number;
  method: string;
  together_low: number | null;
  together_high: number | null;
  detectable: number | null;
  n: number;
  x: { name: string; n: number; share: number };
  y: { name: string; n: number; share: number };
}

/** A step of a path, or a moment that can fail. */
export interface JourneyStep {
  step: string;
  n: number;
  low: number | null;
  high: number | null;
  removal_effect?: number;
  share?: number;
  reach?: number;
  failure_rate?: number | null;
  recoverable?: number | null;
  confidence?: 'sure' | 'likely' | 'unclear' | null;
}

export interface Ways {
  customers?: number;
  converted?: number;
  lost?: number;
  loss_rate?: number;
  ways?: {
    steps: string[];
    n: number;
    share: number;
    converted: number;
    low: number;
    high: number;
  }[];
}

export interface Suspect {
  cell: Cell;
  contribution: number;
  low: number;
  high: number;
  q: number;
  before: number;
  after: number;
  n_before: number;
  n_after: number;
  cause: boolean;
}

export interface WhyStep {
  kind: 'mix' | 'rate' | 'rest';
  label: string;
  cell: Cell | null;
  change: number;
}

export interface Why {
  delta: number | null;
  mix: number | null;
  rate: number | null;
  low: number | null;
  high: number | null;
  before: number | null;
  after: number | null;
  periods: string[];
  steps: WhyStep[];
  summary: string;
}

/** What each analysis answers, by its name. */
export interface Analyses {
  score: Report<Measured & { group: Cell }>;
  change: Report<Changed, { before: string[]; after: string[] }>;
  rank: Report<Place, { center: number | null; metric: string }>;
  style: Report<Style, { stretch_corrected: boolean | null }>;
  drivers: Report<Driver, { fit: Fit }>;
  gap: Report<Gap>;
  journey: Report<JourneyStep, Ways>;
  cause: Report<Suspect, Why>;
}

export type AlertState = 'open' | 'muted' | 'closed';

export interface Alert {
  id: string;
  state: AlertState;
  kind: 'topic' | 'score';
  what: string;
  location: string | null;
  since: string;
  through: string;
  observed: number;
  expected: number;
  low: number;
  high: number;
  n: number;
  false_per_year: number;
  cells: {
    dimension: string;
    value: string | null;
    observed: number;
    expected: number;
    share: number;
  }[];
  opened_at: string;
  seen_at: string;
  muted_until: string | null;
  closed_at: string | null;
  useful: boolean | null;
}
