/** Themes: the tree, edits with previews, what emerges, effects and corrections. */

import type { Estimate, MetricKind, Sentiments, Verbatim } from './types';

export type LabelKind = 'sentiment' | 'topic' | 'intent' | 'emotion';

/** What a person said of one label: `old` was read, `new` is right. */
export interface SaidLabel {
  kind: LabelKind;
  old: string | null;
  new: string | null;
}

export interface Near {
  rows: { score: number; words: string[]; topics: string[]; verbatim: Verbatim }[];
  compared: number;
}

export interface Theme extends Sentiments {
  topic: string;
  label: string;
  labels: Record<string, string>;
  /** The id of its group. */
  parent: string;
  definition: string;
  patterns: Record<string, string[]>;
  aliases: string[];
  retired: boolean;
  verbatims: number;
  mentions: number;
  net: Estimate;
}

export interface ThemeGroup {
  id: string;
  label: string;
  labels: Record<string, string>;
  topics: Theme[];
}

export interface ThemeRun {
  run: string;
  state: 'building' | 'active' | 'replaced' | 'abandoned';
  signals_done: number;
  signals_total: number;
}

export interface Themes {
  version: number;
  newest: number;
  replay: ThemeRun | null;
  verbatims: number;
  untagged: number;
  groups: ThemeGroup[];
}

export interface NewTopic {
  id: string;
  labels: Record<string, string>;
  parent: string | null;
  definition?: string;
  patterns: Record<string, string[]>;
  examples?: string[];
}

export type Edit =
  | { kind: 'rename'; topic: string; labels: Record<string, string> }
  | { kind: 'move'; topic: string; parent: string }
  | { kind: 'merge'; topic: string; into: string }
  | { kind: 'split'; topic: string; new: NewTopic }
  | { kind: 'add'; new: NewTopic }
  | { kind: 'retire' | 'restore'; topic: string };

export interface Said {
  verbatims: number;
  mentions: number;
}

export interface Preview {
  base: number;
  verbatims: number;
  topics: { topic: string; label: string; before: Said; after: Said }[];
  untagged: { before: number; after: number };
}

export interface Applied {
  version: number;
  run: string | null;
}

export interface TopicEffect {
  topic: string;
  with: Estimate;
  without: Estimate;
  difference: number | null;
  words: string;
  effect: number | null;
  low: number | null;
  high: number | null;
  n: number;
}

export interface Effects {
  question: string | null;
  metric: MetricKind | null;
  all: Estimate | null;
  rows: TopicEffect[];
  how: string;
}

/** A share that stands apart from that of all other comments. */
export interface Lift {
  /** `topic` for another topic. */
  column: string;
  value: string;
  label: string;
  here: Estimate;
  elsewhere: Estimate;
  difference: number | null;
  low: number | null;
  high: number | null;
  q: number | null;
}

/** A topic over time, beside other topics and by group. */
export interface Profile {
  topic: string;
  verbatims: number;
  of: number;
  grain: 'week' | 'month';
  trend: { period: string; share: Estimate }[];
  beside: Lift[];
  groups: Lift[];
  topics_compared: number;
  groups_compared: number;
  how: string;
}

export interface PeriodCount {
  from: string;
  to: string;
  n: number;
  of: number;
}

export interface EmergingTheme {
  key: string;
  label: string;
  words: string[];
  verbatims: number;
  now: PeriodCount;
  before: PeriodCount;
  ratio: { value: number | null; low: number; high: number } | null;
  expected: number;
  q: number | null;
  rising: boolean;
  why: string | null;
  languages: { language: string; n: number }[];
  periods: PeriodCount[];
  quotes: { signal: string; question: string; text: string }[];
  topic: NewTopic;
}

export interface Emerging {
  base: number;
  verbatims: number;
  unexplained: number;
  judged: number;
  rows: EmergingTheme[];
}

export interface AcceptOrder {
  key: string;
  label: string;
  parent: string;
  base: number;
  since?: string;
  until?: string;
  where?: string[];
  provenance?: string;
}

export interface Trial {
  learned: number;
  n: number;
  before: number;
  after: number;
  p: number;
}

export interface Corrections {
  needed: number;
  version: number;
  kinds: { kind: LabelKind; said: number; held_out: number; trial: Trial | null }[];
  versions: { version: number; note: string; made_by: string; made_at: string }[];
}

export interface Learnt {
  version: number;
  learned: boolean;
  run: string | null;
  kinds: {
    kind: LabelKind;
    said: number;
    accepted: boolean;
    trial: Trial | null;
    why: string | null;
  }[];
}
