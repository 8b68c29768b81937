import { describe, expect, it } from 'vitest';
import type { Themes, Theme, Verbatim } from 'api';
import { holding, judgments, mood, read } from '../src/screens/explore/labels';
import { editOf, idFor, sideOf, themeOf } from '../src/screens/explore/themes';
import { estimate } from './samples';

const theme = (topic: string, aliases: string[] = []): Theme => ({
  topic,
  label: topic.toUpperCase(),
  labels: {},
  parent: 'place',
  definition: '',
  patterns: { en: ['queue', 'line'] },
  aliases,
  retired: false,
  verbatims: 3,
  mentions: 3,
  negative: 1,
  neutral: 1,
  positive: 1,
  net: estimate(),
});
const themes: Themes = {
  version: 1,
  newest: 1,
  replay: null,
  verbatims: 9,
  untagged: 1,
  groups: [
    { id: 'place', label: 'Place', labels: {}, topics: [theme('queue', ['line']), theme('noise')] },
  ],
};

const verbatim: Verbatim = {
  signal: 's',
  question: 'why',
  text: 'The queue was long',
  language: 'en',
  sentiment: { label: 'negative', score: -0.5, confidence: 0.8 },
  topics: [
    { topic: 'queue', label: 'Queue', sentiment: -0.5, start: 4, end: 9 },
    { topic: 'queue', label: 'Queue', sentiment: -0.5, start: 10, end: 13 },
  ],
  emotions: [],
  intents: [{ intent: 'complaint', confidence: 0.9 }],
  occurred_at: '2026-01-01T00:00:00Z',
  post: 'default',
  channel: 'web',
  location: null,
  scores: {},
  attributes: {},
  case: null,
  corrections: [],
};

describe('what a person says of labels', () => {
  const judged = { sentiment: 'positive', topic: ['noise'], intent: ['complaint'], emotion: [] };
  it('names what differs, and what is right only where that was said', () => {
    const different = judgments(verbatim, { ...judged, sentiment: 'positive' }, false);
    expect(different).toEqual([
      { kind: 'sentiment', old: 'negative', new: 'positive' },
      { kind: 'topic', old: 'queue', new: null },
      { kind: 'topic', old: null, new: 'noise' },
    ]);
    const all = judgments(verbatim, { ...judged, sentiment: 'positive' }, true);
    expect(all).toContainEqual({ kind: 'intent', old: 'complaint', new: 'complaint' });
    expect(all).toHaveLength(4);
  });
  it('counts from then on', () => {
    const corrected: Verbatim = {
      ...verbatim,
      corrections: [
        { kind: 'sentiment', old: 'negative', new: 'neutral' },
        { kind: 'topic', old: 'queue', new: null },
        { kind: 'topic', old: null, new: 'noise' },
        { kind: 'intent', old: 'complaint', new: 'complaint' },
      ],
    };
    expect(mood(corrected)).toBe('neutral');
    expect(holding(corrected, 'topic')).toEqual(['noise']);
    expect(holding(corrected, 'intent')).toEqual(['complaint']);
    expect(read(corrected, 'topic')).toEqual(['queue']);
  });
});

describe('an edit of the themes', () => {
  const draft = { label: '', group: 'place', into: '', phrases: [] as string[] };
  const queue = themes.groups[0]!.topics[0]!;
  it('is none while it says nothing', () => {
    expect(editOf('rename', queue, { ...draft, label: ' QUEUE ' }, themes)).toBeNull();
    expect(editOf('move', queue, draft, themes)).toBeNull();
    expect(editOf('merge', queue, draft, themes)).toBeNull();
    expect(editOf('split', queue, { ...draft, label: 'Line' }, themes)).toBeNull();
  });
  it('takes phrases out under an id that nothing has or had', () => {
    const split = { ...draft, label: 'Line', phrases: ['en:line'] };
    expect(editOf('split', queue, split, themes)).toEqual({
      kind: 'split',
      topic: 'queue',
      new: {
        id: 'line_2',
        labels: { en: 'Line' },
        parent: 'place',
        patterns: { en: ['line'] },
      },
    });
    expect(idFor('24 Stunden später!', themes)).toBe('stunden_spater');
    expect(idFor('予約', themes)).toBe('topic');
  });
  it('finds a topic by the id of one that was merged into it', () => {
    expect(themeOf(themes, 'line')?.topic).toBe('queue');
    expect(themeOf(themes, 'nothing')).toBeUndefined();
  });
  it('has a side only where the interval leaves zero out', () => {
    expect([sideOf(1, 2), sideOf(-2, -1), sideOf(-1, 1), sideOf(null, null)]).toEqual([
      'better',
      'worse',
      'neither',
      'neither',
    ]);
  });
});
