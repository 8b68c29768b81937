import { describe, expect, it } from 'vitest';
import {
  ask,
  cellWords,
  columnOf,
  daysOf,
  ends,
  fall,
  groupsOf,
  isCountry,
  listOr,
  placed,
  tied,
  whatIf,
  wordsHref,
  type Column,
} from '../src/lib/analysis';
import { dotWords } from '../src/charts/dots';
import { quadrant, quadrantTable } from '../src/charts/quadrant';
import { whySentence } from '../src/lib/why';
import { alertWords, cellHref, finding } from '../src/screens/alerts/words';
import { beside } from '../src/screens/compare/anchors';
import { flagsAmong, twoGroups } from '../src/screens/gaps/flags';
import { lossesAmong, momentsAmong, pathsAmong, stem } from '../src/screens/journey/moments';
import { alert, why } from './samples';

const columns: Column[] = [
  { name: 'location', kind: 'dimension', label: 'location' },
  { name: 'customer', kind: 'dimension', label: 'customer' },
  { name: 'q_nps', kind: 'question', label: 'nps' },
  { name: 'a_region', kind: 'attribute', label: 'region' },
];

describe('questions to ask', () => {
  it('carry the filters in force and the options, and leave out what is not set', () => {
    const query = ask('?since=2026-01-01&where=a_region%3ANorth&view=rank', {
      outcome: 'q_nps',
      drivers: ['q_a', 'q_b'],
      weight: '',
    });
    expect([...new URLSearchParams(query)]).toEqual([
      ['since', '2026-01-01'],
      ['where', 'a_region:North'],
      ['outcome', 'q_nps'],
      ['drivers', 'q_a,q_b'],
    ]);
  });
  it('find columns by their question and offer only what tells people into groups', () => {
    expect(columnOf(columns, 'nps')).toBe('q_nps');
    expect(columnOf(columns, 'gone')).toBeNull();
    expect(groupsOf(columns).map((one) => one.name)).toEqual(['location', 'a_region']);
    expect(isCountry('a_country') && !isCountry('a_region')).toBe(true);
  });
  it('an empty list is a choice, no list is none', () => {
    expect(listOr(null, ['a'])).toEqual(['a']);
    expect(listOr(',', ['a'])).toEqual([]);
  });
});

describe('periods', () => {
  it.each([
    ['2026-11', '2026-11-01', '2026-12-01'],
    ['2026-12', '2026-12-01', '2027-01-01'],
    ['2026-Q4', '2026-10-01', '2027-01-01'],
    ['2026', '2026-01-01', '2027-01-01'],
    ['2026-10-04/2026-10-31', '2026-10-04', '2026-11-01'],
    ['2026-02-28', '2026-02-28', '2026-03-01'],
    ['2026-W01', '2025-12-29', '2026-01-05'],
    ['2026-W47', '2026-11-16', '2026-11-23'],
    ['2020-W53', '2020-12-28', '2021-01-04'],
  ])('%s is from %s to before %s', (name, since, until) => {
    expect(daysOf(name)).toEqual({ since, until });
  });
  it('other words are no period', () => expect(daysOf('before')).toBeNull());
});

describe('the words behind a cell', () => {
  it('are those of its values in its period, once each', () => {
    const href = wordsHref(
      '?where=a_region%3ANorth&grain=month',
      { a_region: 'North', channel: 'app' },
      '2026-11',
      { sentiment: 'negative' },
    );
    expect([...new URLSearchParams(href!.split('?')[1])]).toEqual([
      ['where', 'a_region:North'],
      ['where', 'channel:app'],
      ['since', '2026-11-01'],
      ['until', '2026-12-01'],
      ['sentiment', 'negative'],
    ]);
  });
  it('cannot be found by a blank', () => {
    expect(wordsHref('', { location: '(no answer)' }, '2026-11')).toBeNull();
    expect(wordsHref('', {}, '2026-11')).toBeNull();
  });
  it('a cell reads as its values', () =>
    expect(cellWords({ channel: 'app', region: 'North' })).toBe('app × North'));
});

describe('numbers to draw', () => {
  it('steps lie end to end and end where the score ended', () => {
    const falls = fall(28.9, why().steps);
    expect(falls.every((one, at) => at === 0 || one.from === falls[at - 1]!.to)).toBe(true);
    expect(falls.at(-1)!.to).toBeCloseTo(20.3);
  });
  it('a scale holds all its numbers with air, and one number alone as well', () => {
    expect(ends([0, null, 10])).toEqual([-0.5, 10.5]);
    const [low, high] = ends([5, 5]);
    expect(low < 5 && high > 5).toBe(true);
    expect(ends([])).toEqual([0, 1]);
  });
  it('what-if scales effect and interval, and says nothing where there is no effect', () => {
    const effect = { effect: 0.5, effect_low: 0.2, effect_high: 0.8 };
    expect(whatIf(effect, 2)).toEqual({ value: 1, low: 0.4, high: 1.6 });
    expect(whatIf({ ...effect, effect: null }, 2)).toBeNull();
  });
  it('groups of one are no tie', () => expect([...tied([1, 1, 2, 3, 3])]).toEqual([1, 3]));
  it('labels neither cross nor leave the picture', () => {
    const spots = Array.from({ length: 12 }, (_, at) => ({
      x: 100 + (at % 4) * 60,
      y: 100 + Math.floor(at / 4) * 20,
      label: `label ${at}`,
    }));
    const boxes = placed(spots, 400).flatMap((at, own) =>
      at ? [{ ...at, right: at.x + spots[own]!.label.length * 6.6 }] : [],
    );
    expect(boxes.length).toBeGreaterThan(3);
    for (const [a, one] of boxes.entries()) {
      expect(one.x >= 0 && one.right <= 400).toBe(true);
      for (const other of boxes.slice(a + 1)) {
        const apart = Math.abs(one.y - other.y) >= 15;
        expect(apart || one.right <= other.x || other.right <= one.x).toBe(true);
      }
    }
  });
  it('the quadrant is higher for more weight and further right for better', () => {
    const mark = (key: string, x: number, y: number) => ({
      key,
      label: key,
      x,
      xs: [x - 0.1, x + 0.1] as [number, number],
      y,
      ys: [y - 1, y + 1] as [number, number],
    });
    const marks = [mark('a', 6, 20), mark('b', 8, 5)];
    const shape = quadrant(marks, 600);
    expect(shape.y(20)).toBeLessThan(shape.y(5));
    expect(shape.x(6)).toBeLessThan(shape.x(8));
    expect(quadrant(marks, 320).labels).toEqual([null, null]);
    expect(quadrantTable(marks, 'Driver', 'x', 'y').rows[0]).toEqual([
      'a',
      6,
      5.9,
      6.1,
      20,
      19,
      21,
    ]);
  });
  it('a dot says its interval, or why there is none', () => {
    const dot = { key: 'a', label: 'North', value: 3, low: 1, high: 5 };
    expect(dotWords(dot, 1)).toBe('North: 3.0 (1.0 to 5.0)');
    const none = { ...dot, value: null, low: null, high: null, note: 'too few' };
    expect(dotWords(none, 1)).toBe('North: too few');
  });
});

describe('why a score moved', () => {
  it('is one sentence: the whole, mix and rate, and the cause', () => {
    expect(whySentence(why(), 'NPS', 'Oct', 'Nov', 1)).toBe(
      'NPS fell 8.6 from Oct to Nov: −1.2 by who answered, −7.4 by what they answered. −6.1 of it comes from delivery × Oslo.',
    );
  });
  it('noise is called noise', () => {
    const noise = why({ low: -13, high: 1, results: [] });
    expect(whySentence(noise, 'NPS', 'Oct', 'Nov', 1)).toBe(
      'NPS moved −8.6 from Oct to Nov, within noise (−13.0 to 1.0).',
    );
  });
});

describe('columns by what they are good for', () => {
  const valued = (name: string, ...values: (string | null)[]) => ({
    name,
    values: values.map((value) => ({ value, n: 5 })),
  });
  const all = [
    valued('a_who', 'brand', 'customers', null),
    valued('a_easy', 'Yes', 'no'),
    valued('a_lost', '1', '0', null),
    valued('a_failed_delivery', '0', '1'),
    valued('q_nps', '0', '1', '7'),
    valued('a_never', '0'),
  ];
  it('yes and no, two groups', () => {
    expect(flagsAmong(all)).toEqual(['a_easy', 'a_lost', 'a_failed_delivery']);
    expect(twoGroups(all)).toContain('a_who');
  });
  it('losses, paths and moments', () => {
    expect(lossesAmong(all)).toEqual({ loss: 'a_lost', failures: ['a_failed_delivery'] });
    expect(lossesAmong(all.slice(0, 3))).toBeNull();
    expect(pathsAmong(['a_path', 'a_converted', 'a_lost'])?.path).toBe('a_path');
    expect(pathsAmong(['a_path'])).toBeNull();
    expect(
      momentsAmong(['q_nps', 'q_tp_app', 'q_easy', 'q_anchor_1'], ['nps'], ['q_easy']),
    ).toEqual(['q_tp_app']);
    expect(stem('a_failed_delivery')).toBe(stem('q_tp_delivery'));
  });
});

describe('an alert', () => {
  it('says what was observed and what was to be expected, and leads to the words', () => {
    expect(finding(alert(), 'delivery')).toBe(
      'Delivery, Oslo: 41 complaints where 12.3 were to be expected',
    );
    expect([...new URLSearchParams(alertWords(alert()).split('?')[1])]).toEqual([
      ['where', 'location:Oslo'],
      ['since', '2026-10-05'],
      ['sentiment', 'negative'],
      ['topic', 'delivery'],
    ]);
    const [cell, blank] = alert().cells;
    expect(cellHref(alert(), cell!)).toContain('where=channel%3Acourier');
    expect(cellHref(alert(), blank!)).toBeNull();
  });
});

describe('anchors', () => {
  const column = (name: string, steps: readonly number[], n: number) => ({
    name,
    values: [
      ...steps.map((step) => ({ value: String(step), n: n / steps.length })),
      { value: null, n: 100 - n },
    ],
  });
  const vignette = column('q_anchor_bill', [1, 2, 3, 4], 100);

  it('the questions of the anchors’ scale that most answered are read beside them', () => {
    const all = [
      vignette,
      column('q_nps', [0, 5, 10], 100),
      column('q_price', [1, 3, 5], 98),
      column('q_network', [2, 4, 5], 90),
      column('q_support', [1, 3, 5], 50),
    ];
    expect(beside(all)).toEqual(['q_price', 'q_network']);
  });

  it('nothing is read beside them where nothing was asked on a scale that holds them', () => {
    expect(beside([vignette, column('q_flag', [0, 1], 100)])).toEqual([]);
  });
});
