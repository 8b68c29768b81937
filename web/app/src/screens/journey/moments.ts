/** Which columns are moments of a journey, by their names and values. */
import { bare } from '../../lib/filters';
import { flagsAmong, type Valued } from '../gaps/flags';

/** What a column is about, without the word that says what it says of it. */
export const stem = (column: string): string =>
  bare(column).replace(/^(failed|failure|fail|tp|touch|touchpoint|experienced|met)_/, '');

export interface Losses {
  loss: string;
  failures: string[];
}

/** The loss and the failures of moments, where there are such columns. */
export function lossesAmong(columns: readonly Valued[]): Losses | null {
  const flags = flagsAmong(columns);
  const loss = flags.find((name) => /^(lost|loss|churned?|left|switched_away)$/.test(bare(name)));
  const failures = flags.filter((name) => /^(failed|failure|fail)_/.test(bare(name)));
  return loss && failures.length ? { loss, failures } : null;
}

export interface PathColumns {
  path: string;
  converted: string;
  lost: string;
}

/** The paths with their outcome, where there are such columns. */
export function pathsAmong(names: readonly string[]): PathColumns | null {
  const find = (pattern: RegExp) => names.find((name) => pattern.test(bare(name)));
  const path = find(/^(path|journey_path)$/);
  const converted = find(/^(converted|bought(_again)?)$/);
  const lost = find(/^(lost|churned?|left)$/);
  return path && converted && lost ? { path, converted, lost } : null;
}

/** Questions about one moment each: not the scores of the whole, not yes and no, no anchors. */
export const momentsAmong = (
  questions: readonly string[],
  scores: readonly string[],
  flags: readonly string[],
): string[] => {
  const whole = new Set(scores.map(bare));
  return questions.filter(
    (name) =>
      !whole.has(bare(name)) &&
      !flags.includes(name) &&
      !/^(anchor|vignette|expected|weight|osat|ltr|nps|csat|ces|seconds|age|tenure|invitations)/.test(
        bare(name),
      ),
  );
};

/** A moment's name from the column of its failures: `failed delivery` is about the delivery. */
export const momentLabel = (label: string): string =>
  label.replace(/^(failed|failure|fail)[ _]/i, '');
