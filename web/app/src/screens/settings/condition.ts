/** A rule's conditions as a form shows them. Pure. */
import type { Condition, Op, SentimentLabel } from 'api';

export const FIELDS = [
  'score',
  'sentiment',
  'topic',
  'text',
  'location',
  'channel',
  'post',
  'attribute',
] as const;
export type Field = (typeof FIELDS)[number];
export const OPERATORS: readonly Op[] = ['at_most', 'below', 'equals', 'above', 'at_least'];

export const blank = (field: Field): Condition => {
  switch (field) {
    case 'score':
      return { field, question: '', op: 'at_most', value: 6 };
    case 'sentiment':
      return { field, any: ['negative'] };
    case 'attribute':
      return { field, key: '', any: [] };
    default:
      return { field, any: [] };
  }
};

/** `North, South` as values; empty pieces fall away. */
export const list = (text: string): string[] =>
  text
    .split(',')
    .map((piece) => piece.trim())
    .filter(Boolean);

/** True when the server could not do anything with it. */
export function isEmpty(condition: Condition): boolean {
  if (condition.field === 'score') return !condition.question || !Number.isFinite(condition.value);
  return condition.any.length === 0 || (condition.field === 'attribute' && !condition.key);
}

const SIGNS: Record<Op, string> = {
  at_most: '≤',
  at_least: '≥',
  equals: '=',
  below: '<',
  above: '>',
};

/** `nps ≤ 6`, `North, South`: what stands after the field's own word. */
export function says(
  condition: Condition,
  words: {
    sentiment: (label: SentimentLabel) => string;
    topic: (id: string) => string;
    post: (id: string) => string;
  },
): string {
  switch (condition.field) {
    case 'score':
      return `${condition.question} ${SIGNS[condition.op]} ${condition.value}`;
    case 'sentiment':
      return condition.any.map(words.sentiment).join(', ');
    case 'text':
      return condition.any.map((text) => `“${text}”`).join(', ');
    case 'attribute':
      return `${condition.key}: ${condition.any.join(', ')}`;
    case 'topic':
      return condition.any.map(words.topic).join(', ');
    case 'post':
      return condition.any.map(words.post).join(', ');
    default:
      return condition.any.join(', ');
  }
}
