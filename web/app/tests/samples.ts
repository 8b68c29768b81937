/** Made-up answers of the server. */
import type { Case, Change, Estimate, Score, Topic } from 'api';

export const estimate = (part: Partial<Estimate> = {}): Estimate => ({
  score: 31,
  low: 28.4,
  high: 33.6,
  n: 2831,
  n_effective: 2600,
  method: 'adjusted Wald',
  refused: null,
  ...part,
});

export const change = (part: Partial<Change> = {}): Change => ({
  delta: -4.1,
  low: -7.4,
  high: -0.8,
  p: 0.015,
  verdict: 'down',
  words: '',
  previous: estimate({ score: 35.1 }),
  ...part,
});

export const score = (part: Partial<Score> = {}): Score => ({
  metric: 'nps',
  question: 'recommend',
  label: 'Would recommend',
  estimate: estimate(),
  counts: { promoters: 50, passives: 30, detractors: 20 },
  distribution: [
    { value: 6, n: 20 },
    { value: 8, n: 30 },
    { value: 10, n: 50 },
  ],
  change: change(),
  trend: [
    { period: '2026-09-01', n: 120, score: 35, low: 30, high: 40 },
    { period: '2026-10-01', n: 6, score: null, low: null, high: null },
    { period: '2026-11-01', n: 130, score: 31, low: 26, high: 36 },
  ],
  grain: 'month',
  how: {
    formula: 'promoters minus detractors',
    interval: 'adjusted Wald',
    filters: [],
    left_out: [{ reason: 'blank', n: 12 }],
    data_version: '7',
    source: 'signals',
  },
  ...part,
});

export const topic = (part: Partial<Topic> = {}): Topic => ({
  topic: 'delivery',
  label: 'Delivery',
  parent: null,
  verbatims: 820,
  negative: 430,
  neutral: 190,
  positive: 200,
  net: estimate({ score: -28, low: -34, high: -22, n: 820 }),
  ...part,
});

export const item = (part: Partial<Case> = {}): Case => ({
  id: 'c1',
  number: 7,
  state: 'open',
  priority: 'high',
  title: 'Late parcel',
  why: 'score ≤ 6',
  words: 'Four days late',
  score: 2,
  contact: 'ada@example.org',
  customer: null,
  location: null,
  owner: null,
  signal: 's1',
  opened_at: '2026-11-20T09:00:00Z',
  due_at: '2026-11-22T09:00:00Z',
  overdue: false,
  answered_at: null,
  closed_at: null,
  root_cause: null,
  outcome: null,
  follow_up: null,
  rev: 3,
  events: [],
  ...part,
});
