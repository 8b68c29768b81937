import { describe, expect, it } from 'vitest';
import {
  daysBefore,
  exploreHref,
  peopleHref,
  picked,
  splitWhere,
  toggled,
  values,
  withParam,
  withParams,
} from '../src/lib/filters';
import { caseQuery, tabHref, tabOf } from '../src/screens/cases/query';

describe('filters in the address', () => {
  it('set, change and remove one, and start paging over', () => {
    expect(withParam('?q=late&after=xyz', 'sentiment', 'negative')).toBe(
      '?q=late&sentiment=negative',
    );
    expect(withParam('?sentiment=negative', 'sentiment', null)).toBe('');
    expect(withParam('?q=a', 'q', '')).toBe('');
    expect(withParams('?since=2026-01-01', { since: null, until: '2026-02-01' })).toBe(
      '?until=2026-02-01',
    );
  });
  it('add and remove one of several', () => {
    const one = toggled('', 'where', 'location:North');
    const two = toggled(one, 'where', 'a_tier:gold');
    expect(values(two, 'where')).toEqual(['location:North', 'a_tier:gold']);
    expect(toggled(two, 'where', 'location:North')).toBe('?where=a_tier%3Agold');
  });
  it('reach the server in one order, without what is not its business', () => {
    const query = picked('?topic=b&locale=de&topic=a&since=2026-01-01&q=', ['topic', 'since', 'q']);
    expect(query).toBe('since=2026-01-01&topic=b&topic=a');
  });
  it('keep colons in values', () => {
    expect(splitWhere('touchpoint:store: till')).toEqual(['touchpoint', 'store: till']);
    expect(splitWhere('odd')).toEqual(['odd', '']);
  });
  it('lead from a number to its people under the same filters', () => {
    const search = '?since=2026-01-01&where=location%3ANorth&q=late';
    expect(peopleHref(search, { question: 'nps', low: 0, high: 6 })).toBe(
      '/people?since=2026-01-01&where=location%3ANorth&question=nps&low=0&high=6',
    );
    expect(exploreHref(search, { topic: 'delivery.late' })).toBe(
      '/explore?since=2026-01-01&where=location%3ANorth&topic=delivery.late',
    );
  });
  it('say a provenance only where none is in force', () => {
    expect(peopleHref('', { provenance: 'direct' })).toBe('/people?provenance=direct');
    expect(peopleHref('?provenance=indirect', { provenance: 'direct' })).toBe(
      '/people?provenance=indirect',
    );
  });
  it('count days back over a month’s end', () => {
    expect(daysBefore(new Date(2026, 2, 1, 9), 30)).toBe('2026-01-30');
  });
});

describe('the inbox’s address', () => {
  it('asks for open cases unless told otherwise', () => {
    expect(caseQuery('')).toBe('state=open');
    expect(caseQuery('?tab=unassigned')).toBe('owner=none');
    expect(caseQuery('?tab=overdue&locale=de')).toBe('overdue=true&state=open');
  });
  it('hands a report’s own query on, without what the server does not know', () => {
    const search = '?followed_up=true&order=newest&since=2026-01-01&provenance=direct';
    expect(tabOf(search)).toBeNull();
    expect(caseQuery(search)).toBe('followed_up=true&order=newest&since=2026-01-01');
  });
  it('has one address for each tab', () => {
    expect(tabHref('open')).toBe('/cases');
    expect(tabHref('overdue')).toBe('/cases?tab=overdue');
  });
});
