/** The labels of a verbatim, and what a person says of them. Pure functions. */
import type { LabelKind, SaidLabel, SentimentLabel, Verbatim } from 'api';

export const SENTIMENTS: SentimentLabel[] = ['negative', 'neutral', 'positive'];
export const INTENTS = [
  'complaint',
  'praise',
  'question',
  'suggestion',
  'wants_contact',
  'threatens_to_leave',
  'switched',
  'safety_issue',
] as const;
export const EMOTIONS = [
  'satisfied',
  'reassured',
  'valued',
  'delighted',
  'excited',
  'indifferent',
  'disappointed',
  'frustrated',
  'angry',
  'worried',
  'creeped_out',
] as const;

/** The kinds of which any number may hold. */
export const SEVERAL = ['topic', 'intent', 'emotion'] as const;
export type Several = (typeof SEVERAL)[number];

/** Labels that were read, each once. */
export function read(verbatim: Verbatim, kind: Several): string[] {
  const all = {
    topic: () => verbatim.topics.map((span) => span.topic),
    intent: () => verbatim.intents.map((one) => one.intent),
    emotion: () => verbatim.emotions.map((one) => one.emotion),
  };
  return [...new Set(all[kind]())];
}

/** Labels that hold, as far as people and the model know. */
export function holding(verbatim: Verbatim, kind: Several): string[] {
  const said = verbatim.corrections.filter((one) => one.kind === kind);
  const gone = new Set(said.filter((one) => one.old !== one.new).map((one) => one.old));
  const come = said.flatMap((one) => (one.new ? [one.new] : []));
  return [...new Set([...read(verbatim, kind).filter((label) => !gone.has(label)), ...come])];
}

/** The sentiment that holds. */
export function mood(verbatim: Verbatim): SentimentLabel {
  const said = verbatim.corrections.find((one) => one.kind === 'sentiment');
  return (said?.new as SentimentLabel | undefined) ?? verbatim.sentiment.label;
}

export interface Judged {
  sentiment: SentimentLabel;
  topic: string[];
  intent: string[];
  emotion: string[];
}

/** What is to be said: what differs, and with `rest` also that everything else is right. */
export function judgments(verbatim: Verbatim, judged: Judged, rest: boolean): SaidLabel[] {
  const out: SaidLabel[] = [];
  const say = (kind: LabelKind, old: string | null, right: string | null) => {
    if (old !== right || rest) out.push({ kind, old, new: right });
  };
  say('sentiment', verbatim.sentiment.label, judged.sentiment);
  for (const kind of SEVERAL) {
    const before = read(verbatim, kind);
    for (const label of before) say(kind, label, judged[kind].includes(label) ? label : null);
    for (const label of judged[kind]) if (!before.includes(label)) say(kind, null, label);
  }
  return out;
}
