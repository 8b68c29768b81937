/** The inbox's address, as the server understands it. */
import type { CaseCounts } from 'api';
import { picked } from '../../lib/filters';

export const TABS = ['open', 'mine', 'unassigned', 'overdue', 'answered', 'closed'] as const;
export type Tab = (typeof TABS)[number];

/** What each tab asks for. "Mine" is what I still have to do, so what is closed is not in it. */
const ASKS: Record<Tab, Record<string, string>> = {
  open: { state: 'open' },
  mine: { owner: 'me' },
  unassigned: { owner: 'none' },
  overdue: { state: 'open', overdue: 'true' },
  answered: { state: 'answered' },
  closed: { state: 'closed' },
};

/** What the server may be asked about cases; anything else it would refuse. */
const KNOWN = [
  'state',
  'owner',
  'overdue',
  'location',
  'priority',
  'answered',
  'in_time',
  'followed_up',
  'follow_up_at_least',
  'since',
  'until',
  'order',
];

/** The tab in the address; none when another page's own query (a loop report's step) came in. */
export function tabOf(search: string): Tab | null {
  const params = new URLSearchParams(search);
  const named = TABS.find((tab) => tab === params.get('tab'));
  return named ?? (KNOWN.some((key) => params.has(key)) ? null : 'open');
}

/** The query for the server: the tab's, or the one that came in. */
export function caseQuery(search: string): string {
  const tab = tabOf(search);
  const asked = new URLSearchParams(tab ? ASKS[tab] : picked(search, KNOWN));
  asked.sort();
  return asked.toString();
}

export const tabHref = (tab: Tab): string => (tab === 'open' ? '/cases' : `/cases?tab=${tab}`);

/** Anything at all in the workspace? Then an empty tab is good news and no first run. */
export const hasAny = (counts: CaseCounts): boolean => Object.values(counts).some((n) => n > 0);
