/** Anchors, and which questions were asked beside them. Pure functions. */
import { bare } from '../../lib/filters';

interface Found {
  name: string;
  values: { value: string | null; n: number }[];
}

/** Questions whose truth is the same for everybody are known by their names. */
export const isAnchor = (question: string): boolean => /^(anchor|vignette)/.test(bare(question));

/** The least share of those who answered the anchors who answered a question too. */
const MOST = 0.8;

const said = (found: Found) => found.values.filter((one) => one.value !== null && one.value !== '');
const steps = (found: Found) => said(found).map((one) => Number(one.value));
const people = (found: Found) => said(found).reduce((sum, one) => sum + one.n, 0);

/**
 * The questions on the anchors' scale, of what those who answered an anchor said: answered by
 * most, since only whole rows can be mended, and ending at the first step that is no lower than
 * any of the anchors'.
 */
export function beside(all: readonly Found[]): string[] {
  const anchored = Math.max(...all.filter((one) => isAnchor(one.name)).flatMap(steps));
  const most = MOST * Math.max(...all.map(people));
  const others = all
    .filter((one) => !isAnchor(one.name) && people(one) >= most)
    .map((one) => ({ name: one.name, top: Math.max(...steps(one)) }));
  const top = Math.min(...others.map((one) => one.top).filter((one) => one >= anchored));
  return others.filter((one) => one.top === top).map((one) => one.name);
}
