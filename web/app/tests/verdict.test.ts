import { describe, expect, it } from 'vitest';
import { changeWords, headline, scoreTitle, tone } from '../src/lib/verdict';
import { change, estimate, score } from './samples';

const overview = (scores: ReturnType<typeof score>[], signals = 100) => ({
  since: '2026-08-24',
  until: '2026-11-22',
  signals,
  scores,
  topics: [],
  sentiment: { negative: 0, neutral: 0, positive: 0 },
  cases: { open: 0, mine: 0, overdue: 0, answered: 0, closed: 0, unassigned: 0 },
  quality: [],
});

describe('a verdict in words', () => {
  it('says how much and how sure', () => {
    expect(changeWords(change())).toBe('Down 4.1, likely real (−7.4 to −0.8)');
    expect(changeWords(change({ verdict: 'up', delta: 4.14, low: 1, high: 7 }))).toBe(
      'Up 4.1, likely real (1.0 to 7.0)',
    );
  });
  it('calls noise noise and gives it no direction', () => {
    const noise = change({ verdict: 'cannot_tell', delta: -0.6, low: -2.9, high: 1.7 });
    expect(changeWords(noise)).toBe('Cannot tell: −0.6 is within noise (−2.9 to 1.7)');
    expect(tone(noise)).toBe('none');
    expect(tone(change({ verdict: 'same' }))).toBe('none');
  });
  it('tells nothing to compare from too little to compare', () => {
    expect(changeWords(null)).toBe('No earlier period to compare with');
    const few = change({ verdict: 'cannot_tell', delta: null, low: null, high: null });
    expect(changeWords(few)).toBe('Too few answers to compare with the period before');
  });
});

describe('a headline', () => {
  it('tells the first score that truly moved', () => {
    const quiet = score({ metric: 'csat', change: change({ verdict: 'cannot_tell' }) });
    expect(headline(overview([quiet, score()]))).toBe('NPS fell 4.1 to 31.0, likely real');
  });
  it('never claims a move from noise', () => {
    const quiet = score({ change: change({ verdict: 'cannot_tell' }) });
    expect(headline(overview([quiet]))).toBe(
      'NPS is 31.0; these answers cannot tell whether it moved',
    );
  });
  it('refuses a number that the server refused', () => {
    const few = score({ estimate: estimate({ score: null, low: null, high: null, n: 7 }) });
    expect(scoreTitle(few)).toBe('Too few answers for NPS so far');
    expect(headline(overview([few, score({ change: null })]))).toBe('NPS is 31.0');
  });
  it('knows silence from words without scores', () => {
    expect(headline(overview([], 0))).toBe('Nobody has told us anything yet');
    expect(headline(overview([], 12))).toBe('People wrote, but nobody has given a score yet');
  });
});
