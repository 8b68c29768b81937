import { describe, expect, it } from 'vitest';
import {
  bytes,
  day,
  digitsOf,
  domainOf,
  duration,
  interval,
  number,
  percent,
  period,
  range,
  relative,
  signed,
} from '../src/lib/format';
import { chooseLocale } from '../src/lib/i18n.svelte';

describe('numbers', () => {
  it('have the digits asked for, a true minus, and no minus zero', () => {
    expect(number(1234567)).toBe('1,234,567');
    expect(number(-4.06, 1)).toBe('−4.1');
    expect(number(-0.04, 1)).toBe('0.0');
    expect(number(null)).toBe('–');
    expect(number(Number.NaN)).toBe('–');
  });
  it('carry a sign when they are differences', () => {
    expect([4.14, -4.14, 0.01].map((value) => signed(value))).toEqual(['+4.1', '−4.1', '0.0']);
  });
  it('read as the language writes them', async () => {
    await chooseLocale('de');
    expect(number(1234.5, 1)).toBe('1.234,5');
    expect(interval(28.4, 33.6)).toBe('28,4 bis 33,6');
  });
  it('show both ends of an interval or none', () => {
    expect(interval(-2.9, 1.7)).toBe('−2.9 to 1.7');
    expect(interval(null, 1)).toBe('–');
  });
  it('name a range by both of its days', () => {
    expect(range('2026-10-04/2026-10-24')).toMatch(/^Oct 4\s–\s24, 2026$/);
    expect(range('2026-W40')).toBe('2026-W40');
    expect(range(undefined)).toBe('');
  });
  it('make no share of nothing', () => {
    expect(percent(1, 4)).toBe('25%');
    expect(percent(0, 0)).toBe('–');
  });
});

describe('scales', () => {
  it('are the metric’s own, so that small multiples compare', () => {
    expect(domainOf('nps')).toEqual([-100, 100]);
    expect(domainOf('csat')).toEqual([0, 100]);
    expect(domainOf('ces', [1, 2, 7])).toEqual([1, 7]);
    expect(domainOf('mean', [])).toEqual([1, 2]);
    expect([digitsOf('nps'), digitsOf('ces')]).toEqual([1, 2]);
  });
});

describe('time', () => {
  it('keeps a bare date on its day in every time zone', () => {
    expect(day('2026-01-01')).toBe('Jan 1, 2026');
    expect(day(null)).toBe('–');
    expect(day('soon')).toBe('soon');
  });
  it('says how far away an instant is', () => {
    const now = Date.parse('2026-11-21T12:00:00Z');
    expect(relative('2026-11-21T15:10:00Z', now)).toBe('in 3 hours');
    expect(relative('2026-11-19T11:00:00Z', now)).toBe('2 days ago');
    expect(relative('2026-11-21T11:59:40Z', now)).toBe('this minute');
  });
  it('names a period by its first day', () => {
    expect(period('2026-11-01', 'month')).toBe('Nov 2026');
    expect(period('2026-11', 'month')).toBe('Nov 2026');
    expect(period('2026-11-16', 'week')).toBe('Nov 16, 2026');
    expect(period('2026-W47', 'week')).toBe('2026-W47');
  });
  it('rounds a wait as people do', () => {
    expect([0.2, 40, 89, 200].map(duration)).toEqual(['1 sec', '40 sec', '89 sec', '3 min']);
  });
});

describe('sizes', () => {
  it('are in decimal units', () => {
    expect([0, 999, 1_400, 4_810_000].map(bytes)).toEqual([
      '0 bytes',
      '999 bytes',
      '1 kB',
      '4.8 MB',
    ]);
  });
});
