/** The ways to compare, each with an address. */
import { withParam } from '../../lib/filters';

export type View = 'now' | 'change' | 'rank';

export const viewHref = (path: string, search: string, view: View): string =>
  path + withParam(search, 'view', view);
