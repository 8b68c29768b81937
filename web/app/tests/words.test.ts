import { describe, expect, it } from 'vitest';
import { csv } from '../src/lib/csv';
import { chooseLocale, pseudo, t } from '../src/lib/i18n.svelte';
import { match } from '../src/lib/router.svelte';
import { routes } from '../src/routes';
import { geometry, labelled } from '../src/charts/trend';
import { blank, isEmpty, list, says } from '../src/screens/settings/condition';
import { score } from './samples';

describe('messages', () => {
  it('fill their holes and choose the plural form', () => {
    expect(t('more.shown', { shown: 20, total: 1200 })).toBe('20 of 1,200');
    expect(t('explore.comments', { n: 1 })).toBe('1 comment');
    expect(t('explore.comments', { n: 2 })).toBe('2 comments');
  });
  it('leave a hole visible that nobody filled', () => {
    expect(t('more.shown', { shown: 1 })).toBe('1 of {total}');
  });
  it('come in the language chosen', async () => {
    await chooseLocale('de');
    expect(t('nav.cases')).toBe('Fälle');
    expect(document.documentElement.lang).toBe('de');
  });
  it('grow in the pseudo-language and keep their holes', () => {
    expect(pseudo('Show {n} cases')).toMatch(/^\[Shów \{n\} çásés·+\]$/);
  });
});

describe('CSV', () => {
  it('quotes what needs it and starts no formula', () => {
    expect(
      csv(
        ['a', 'b'],
        [
          ['x,"y"', -4.1],
          ['=cmd()', null],
        ],
      ),
    ).toBe('a,b\r\n"x,""y""",-4.1\r\n\'=cmd(),\r\n');
  });
});

describe('routes', () => {
  it('fit their own addresses only', () => {
    expect(match(routes, '/')?.nav).toBe('overview');
    expect(match(routes, '/cases/01ABC')?.path).toBe('/cases/:id');
    expect(match(routes, '/cases/01ABC/more')).toBeNull();
    expect(match(routes, '/nowhere')).toBeNull();
  });
});

describe('a trend’s geometry', () => {
  const size = { width: 400, height: 200, left: 40, right: 10, top: 10, bottom: 20 };
  it('breaks where there were too few answers', () => {
    const shape = geometry(score().trend, size, [-100, 100]);
    expect(shape.line.match(/M/g)).toHaveLength(2);
    expect(shape.y(40)).toBeGreaterThanOrEqual(size.top);
    expect(shape.y(26)).toBeLessThanOrEqual(size.height - size.bottom);
  });
  it('draws nothing from nothing', () => {
    expect(geometry([], size, [0, 100]).line).toBe('');
  });
  it('labels the first and the last period and no more than fit', () => {
    expect(labelled(18, 640)).toEqual([0, 5, 10, 17]);
    expect(labelled(2, 100)).toEqual([0, 1]);
    expect(labelled(1, 640)).toEqual([0]);
    expect(labelled(0, 640)).toEqual([]);
  });
});

describe('a rule’s condition', () => {
  it('is not ready while it says nothing', () => {
    expect(isEmpty(blank('score'))).toBe(true);
    expect(isEmpty(blank('sentiment'))).toBe(false);
    expect(isEmpty({ field: 'text', any: list(' , ') })).toBe(true);
    expect(isEmpty({ field: 'location', any: list('North, South') })).toBe(false);
    expect(isEmpty({ field: 'attribute', key: '', any: ['x'] })).toBe(true);
  });
  it('reads as a sentence', () => {
    const words = { sentiment: () => 'negative', topic: () => 'Delivery', post: () => 'Store' };
    expect(says({ field: 'score', question: 'nps', op: 'at_most', value: 6 }, words)).toBe(
      'nps ≤ 6',
    );
    expect(says({ field: 'topic', any: ['delivery'] }, words)).toBe('Delivery');
    expect(says({ field: 'text', any: ['cancel', 'leave'] }, words)).toBe('“cancel”, “leave”');
  });
});
