/** What a change amounts to, in words. Noise gets plain words and no arrow. */
import type { Change, Overview, Score } from 'api';
import { digitsOf, interval, number, signed } from './format';
import { t } from './i18n.svelte';

/** `up 4.1, likely real (1.2 to 7.0)`, or why nothing can be said. */
export function changeWords(change: Change | null, digits = 1): string {
  if (!change) return t('verdict.none');
  if (change.verdict === 'cannot_tell' && change.delta === null) return t('verdict.too_few');
  return t(`verdict.${change.verdict}`, {
    delta: number(change.delta === null ? null : Math.abs(change.delta), digits),
    signed: signed(change.delta, digits),
    interval: interval(change.low, change.high, digits),
  });
}

/** Better, worse or neither, by the metric's own direction (a lower effort score is no rule here). */
export function tone(change: Change | null): 'better' | 'worse' | 'none' {
  if (change?.verdict === 'up') return 'better';
  if (change?.verdict === 'down') return 'worse';
  return 'none';
}

/** The sentence above one score. */
export function scoreTitle(score: Score): string {
  const digits = digitsOf(score.metric);
  const name = t(`metric.${score.metric}`);
  const now = score.estimate.score;
  if (now === null) return t('finding.refused', { name, n: score.estimate.n });
  const parts = { name, score: number(now, digits) };
  const change = score.change;
  if (!change || change.delta === null || change.verdict === 'cannot_tell') {
    return t(change ? 'finding.cannot_tell' : 'finding.stands', parts);
  }
  const delta = number(Math.abs(change.delta), digits);
  return t(`finding.${change.verdict}`, { ...parts, delta });
}

/** The page's headline: the first score that truly changed, else the first that has a number. */
export function headline(overview: Overview): string {
  const scored = overview.scores.filter((score) => score.estimate.score !== null);
  const changed = scored.find((score) => tone(score.change) !== 'none');
  const told = changed ?? scored[0] ?? overview.scores[0];
  if (told) return scoreTitle(told);
  return overview.signals > 0 ? t('finding.only_words') : t('finding.nothing');
}
