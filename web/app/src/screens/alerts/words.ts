/** An alert as people read it. */
import type { Alert } from 'api';
import { exploreHref } from '../../lib/filters';
import { day, interval, number, titled } from '../../lib/format';
import { t } from '../../lib/i18n.svelte';

/** Mentions are counted; a mean deserves decimals. */
export const digitsFor = (alert: Alert): number => (alert.kind === 'topic' ? 0 : 2);

/** `Delivery in Oslo: 41 where 12 were to be expected`. */
export function finding(alert: Alert, label: string): string {
  const digits = digitsFor(alert);
  return t(alert.kind === 'topic' ? 'alerts.finding_topic' : 'alerts.finding_score', {
    what: titled(label),
    where: alert.location ?? t('alerts.everywhere'),
    observed: number(alert.observed, digits),
    expected: number(alert.expected, digits === 0 ? 1 : digits),
  });
}

/** The words of the people it is about. */
export function alertWords(alert: Alert): string {
  const search = alert.location
    ? `?${new URLSearchParams({ where: `location:${alert.location}` })}`
    : '';
  return exploreHref(search, {
    since: alert.since,
    sentiment: 'negative',
    ...(alert.kind === 'topic' ? { topic: alert.what } : {}),
  });
}

/** The words in one of its cells. */
export function cellHref(alert: Alert, cell: Alert['cells'][number]): string | null {
  if (cell.value === null) return null;
  const [path, search] = alertWords(alert).split('?');
  const params = new URLSearchParams(search);
  const where = `${cell.dimension}:${cell.value}`;
  if (!params.getAll('where').includes(where)) params.append('where', where);
  return `${path}?${params}`;
}

/** What became of it: open since, quiet until, closed on. */
export function standing(alert: Alert): string {
  if (alert.state === 'muted') return t('alerts.muted_until', { at: day(alert.muted_until) });
  if (alert.state === 'closed') return t('alerts.closed_at', { at: day(alert.closed_at) });
  return t('alerts.opened_at', { at: day(alert.opened_at) });
}

/** The bar in words: observed, and what was to be expected. */
export function bandWords(alert: Alert): string {
  const digits = Math.max(1, digitsFor(alert));
  return t('alerts.band', {
    observed: number(alert.observed, digitsFor(alert)),
    interval: interval(alert.low, alert.high, digits),
  });
}
