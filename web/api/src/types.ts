/** What the screens read of `/api/v1`, by hand; `openapi.json` has all of it. */

import type { SaidLabel } from './themes';

export type Role = 'viewer' | 'analyst' | 'agent' | 'admin';

export interface Estimate {
  score: number | null;
  low: number | null;
  high: number | null;
  n: number;
  n_effective: number;
  method: string;
  refused: string | null;
}

export interface How {
  formula: string;
  interval: string;
  filters: string[];
  left_out: LeftOut[];
  data_version: string;
  source: string;
}

export interface LeftOut {
  reason: string;
  n: number;
}

export interface Session {
  user: { id: string; name: string; role: Role };
  workspace: { id: string; name: string; time_zone: string };
  public_url: string;
  mail_configured: boolean;
  translates: boolean;
  demo: boolean;
  version: string;
}

export type MetricKind = 'nps' | 'csat' | 'ces' | 'mean';
export type Verdict = 'up' | 'down' | 'same' | 'cannot_tell';

export interface Change {
  delta: number | null;
  low: number | null;
  high: number | null;
  p: number | null;
  verdict: Verdict;
  words: string;
  previous: Estimate;
}

export interface TrendPoint {
  period: string;
  n: number;
  score: number | null;
  low: number | null;
  high: number | null;
}

export interface Score {
  metric: MetricKind;
  question: string;
  label: string;
  estimate: Estimate;
  counts: { promoters: number; passives: number; detractors: number } | null;
  distribution: { value: number; n: number }[];
  change: Change | null;
  trend: TrendPoint[];
  grain: 'week' | 'month';
  how: How;
}

export interface Sentiments {
  negative: number;
  neutral: number;
  positive: number;
}

export interface Topic extends Sentiments {
  topic: string;
  label: string;
  /** The label of the group it belongs to. */
  parent: string | null;
  verbatims: number;
  net: Estimate;
}

export interface Overview {
  /** The period the numbers are of: as asked, or the last 90 days that have data. */
  since: string;
  until: string;
  signals: number;
  scores: Score[];
  topics: Topic[];
  sentiment: Sentiments;
  cases: CaseCounts;
  quality: { kind: string; words: string }[];
}

export interface Topics {
  topics: Topic[];
  untagged: number;
  verbatims: number;
}

export interface Columns {
  columns: { name: string; kind: 'dimension' | 'question' | 'attribute'; label: string }[];
}

/** What somebody said in another language. */
export interface Translation {
  text: string;
  from: string;
  to: string;
}

export interface ColumnValues {
  values: { value: string | null; n: number }[];
}

/** A page of a list that nobody counted. */
export interface Uncounted<T> {
  rows: T[];
  next: string | null;
}

export interface Page<T> extends Uncounted<T> {
  total: number;
}

export type SentimentLabel = 'negative' | 'neutral' | 'positive';

/** `start` and `end` are UTF-8 byte offsets in the verbatim's text. */
export interface TopicSpan {
  topic: string;
  label: string;
  sentiment: number;
  start: number;
  end: number;
}

export interface Verbatim {
  signal: string;
  question: string;
  text: string;
  language: string;
  sentiment: { label: SentimentLabel; score: number; confidence: number };
  topics: TopicSpan[];
  emotions: { emotion: string; confidence: number }[];
  intents: { intent: string; confidence: number }[];
  occurred_at: string;
  post: string;
  channel: string;
  location: string | null;
  scores: Record<string, number>;
  attributes: Record<string, string>;
  case: string | null;
  corrections: SaidLabel[];
}

export interface Verbatims extends Page<Verbatim> {
  sentiments: Sentiments;
}

export interface Signal {
  id: string;
  occurred_at: string;
  post: string;
  channel: string;
  location: string | null;
  customer: string | null;
  scores: Record<string, number>;
  attributes: Record<string, string>;
  words: string[];
}

export type CaseState = 'open' | 'answered' | 'closed';
export type Priority = 'urgent' | 'high' | 'normal' | 'low';

export interface CaseEvent {
  seq: number;
  at: string;
  actor: { id: string; name: string };
  kind: string;
  body: Record<string, unknown>;
}

export interface Case {
  id: string;
  number: number;
  state: CaseState;
  priority: Priority;
  title: string;
  why: string;
  words: string | null;
  score: number | null;
  contact: string | null;
  customer: string | null;
  location: string | null;
  owner: { id: string; name: string } | null;
  signal: string;
  opened_at: string;
  due_at: string;
  overdue: boolean;
  answered_at: string | null;
  closed_at: string | null;
  root_cause: string | null;
  outcome: string | null;
  follow_up: { signal: string; score: number | null } | null;
  rev: number;
  events?: CaseEvent[];
}

export type CaseCounts = Record<
  'open' | 'mine' | 'unassigned' | 'overdue' | 'answered' | 'closed',
  number
>;

export interface Cases extends Page<Case> {
  counts: CaseCounts;
}

export interface LoopStep {
  step: 'answered' | 'within_promise' | 'closed' | 'follow_up' | 'recovered';
  n: number;
  of: number;
  share: Estimate;
  cases: string;
}

export interface Loop {
  since: string;
  until: string;
  opened: number;
  waiting: number;
  steps: LoopStep[];
  median_hours_to_answer: Estimate;
  how: How;
}

export type NoticeState = 'waiting' | 'delivered' | 'dead';

export interface Notice {
  id: string;
  channel: string;
  recipient: string;
  subject: string | null;
  text: string;
  case: string | null;
  state: NoticeState;
  attempts: number;
  next_at: string;
  created_at: string;
  delivered_at: string | null;
  error: string | null;
}

export interface Outbox extends Uncounted<Notice> {
  mail_configured: boolean;
}

export const ROLES = [
  'external_id',
  'customer',
  'occurred_at',
  'location',
  'channel',
  'touchpoint',
  'language',
  'score',
  'verbatim',
  'choice',
  'attribute',
  'weight',
  'stratum',
  'cluster',
  'test',
  'ignore',
] as const;
export type ColumnRole = (typeof ROLES)[number];

export interface SniffedColumn {
  header: string;
  label: string;
  key: string;
  role: ColumnRole;
  why: string;
  samples: string[];
}

export interface Sniffed {
  upload: string;
  format: string;
  delimiter: string | null;
  encoding: string;
  rows: number;
  columns: SniffedColumn[];
  warnings: string[];
  post: string;
  mapping_toml: string;
}

export interface ImportOrder {
  upload: string;
  post: string;
  columns: { header: string; key: string; role: ColumnRole }[];
  dry_run: boolean;
}

export interface Import {
  id: string;
  file_name: string;
  post: string;
  state: 'running' | 'done' | 'failed' | 'canceled';
  dry_run: boolean;
  bytes_total: number;
  bytes_read: number;
  received: number;
  accepted: number;
  duplicates: number;
  rejected: number;
  rejects: boolean;
  /** Why rows were rejected, and how many each. */
  reasons: [string, number][];
  eta_seconds: number | null;
  error: string | null;
  started_at: string;
  mapping_toml: string;
}

export interface PostDraft {
  name: string;
  stage: string;
  touchpoint: string;
  owner: string;
  promise_hours: number;
  channel: string;
  provenance: 'direct' | 'indirect' | 'inferred';
  purpose: string;
}

export interface Post extends Omit<PostDraft, 'touchpoint' | 'owner'> {
  touchpoint: string | null;
  owner: string | null;
  id: string;
  survey_url: string | null;
  archived: boolean;
}

export interface SurveyDraft {
  title: string;
  score: string;
  why: string;
  consent: string;
  language: string;
}

export type Op = 'at_most' | 'at_least' | 'below' | 'above' | 'equals';

export type Condition =
  | { field: 'score'; question: string; op: Op; value: number }
  | { field: 'sentiment'; any: SentimentLabel[] }
  | { field: 'topic'; any: string[]; felt?: 'negative' | 'positive' }
  | { field: 'location' | 'channel' | 'post' | 'text'; any: string[] }
  | { field: 'attribute'; key: string; any: string[] };

export interface RuleDraft {
  name: string;
  enabled: boolean;
  body: {
    when: Condition[];
    priority: Priority;
    due_hours?: number | null;
    title?: string | null;
    max_age_days?: number;
  };
}

export interface Rule extends RuleDraft {
  id: string;
}

export interface User {
  id: string;
  name: string;
  email: string;
  role: Role;
  disabled: boolean;
}

export interface Key {
  id: string;
  name: string;
  role: Role;
  created_at: string;
  last_used_at: string | null;
  revoked_at: string | null;
}

export interface EndpointDraft {
  kind: 'webhook' | 'slack';
  name: string;
  url: string;
  secret?: string;
}

export interface Endpoint {
  id: string;
  kind: 'webhook' | 'slack';
  name: string;
  url: string;
  disabled: boolean;
}

export interface AuditRow {
  seq: number;
  at: string;
  actor: string;
  action: string;
  subject: string;
}

/** What a `changed` event says is out of date. */
export type What = 'signals' | 'verbatims' | 'cases' | 'imports' | 'outbox' | 'alerts';
