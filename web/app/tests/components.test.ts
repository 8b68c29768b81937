import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import Distribution from '../src/charts/Distribution.svelte';
import IntervalBar from '../src/charts/IntervalBar.svelte';
import TrendBand from '../src/charts/TrendBand.svelte';
import Waterfall from '../src/charts/Waterfall.svelte';
import { Action } from '../src/lib/action.svelte';
import Close from '../src/screens/cases/Close.svelte';
import ScoreBlock from '../src/screens/overview/ScoreBlock.svelte';
import TopicTable from '../src/ui/TopicTable.svelte';
import Words from '../src/ui/Words.svelte';
import Study from '../src/ui/Study.svelte';
import { createRawSnippet } from 'svelte';
import { estimate, score, topic, why } from './samples';

describe('a score', () => {
  it('never stands without its interval, its n and how it was computed', () => {
    const { container } = render(ScoreBlock, {
      score: score(),
      search: '?since=2026-09-01',
      lead: true,
    });
    const text = container.textContent ?? '';
    expect(text).toContain('31.0');
    expect(text).toContain('95 % interval 28.4 to 33.6');
    expect(text).toContain('n 2,831');
    expect(text).toContain('How computed');
    expect(text).toContain('promoters minus detractors');
    expect(text).toContain('blank: 12');
  });
  it('opens the people behind it and behind each standing', () => {
    render(ScoreBlock, { score: score(), search: '?since=2026-09-01', lead: true });
    expect(screen.getByText('31.0').getAttribute('href')).toBe(
      '/people?since=2026-09-01&question=recommend&provenance=direct',
    );
    expect(screen.getByText('20%').getAttribute('href')).toBe(
      '/people?since=2026-09-01&question=recommend&provenance=direct&low=0&high=7',
    );
  });
  it('shows the count and the reason where a number was refused', () => {
    const refused = estimate({
      score: null,
      low: null,
      high: null,
      n: 7,
      refused: '7 answers; 10 are needed',
    });
    const { container } = render(ScoreBlock, {
      score: score({ estimate: refused, trend: [] }),
      search: '',
    });
    expect(container.textContent).toContain('7 answers; 10 are needed');
    expect(container.querySelector('.big')).toBeNull();
  });
});

describe('charts', () => {
  it('say their interval to who cannot see it', () => {
    render(IntervalBar, { estimate: estimate(), domain: [-100, 100] });
    expect(screen.getByRole('img').getAttribute('aria-label')).toBe(
      '31.0, 95 % interval 28.4 to 33.6',
    );
  });
  it('turn into a table', async () => {
    render(TrendBand, { title: 'NPS', points: score().trend, grain: 'month', limits: [-100, 100] });
    await fireEvent.click(screen.getByRole('button', { name: 'Table' }));
    const rows = within(screen.getByRole('table')).getAllByRole('row');
    expect(rows).toHaveLength(4);
    expect(rows[2]?.textContent).toContain('–');
  });
  it('are walked through by keyboard, period by period', async () => {
    render(TrendBand, { title: 'NPS', points: score().trend, grain: 'month', limits: [-100, 100] });
    const slider = screen.getByRole('slider');
    expect(slider.getAttribute('aria-valuetext')).toBe('Nov 2026: 31.0 (26.0 to 36.0), n 130');
    await fireEvent.input(slider, { target: { value: '1' } });
    expect(slider.getAttribute('aria-valuetext')).toBe('Oct 2026: too few answers (n 6)');
  });
  it('copy what they show', async () => {
    const writeText = vi.fn(async () => {});
    vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } });
    render(Distribution, {
      title: 'Answers',
      metric: 'nps',
      bars: score().distribution,
      href: (value: number) => `/people?low=${value}`,
    });
    await fireEvent.click(screen.getByRole('button', { name: 'Copy as CSV' }));
    expect(writeText).toHaveBeenCalledWith(
      'Answer,n,Share\r\n6,20,20%\r\n8,30,30%\r\n10,50,50%\r\n',
    );
    vi.unstubAllGlobals();
  });
});

describe('words', () => {
  it('mark their topics and stay the person’s own', () => {
    const text = 'Späte 😡 Lieferung!';
    const spans = [{ topic: 'd', label: 'Delivery', sentiment: -0.9, start: 0, end: 21 }];
    const { container } = render(Words, { text, language: 'de', topics: spans });
    const quote = container.querySelector('blockquote');
    expect(quote?.lang).toBe('de');
    expect(quote?.textContent?.trim()).toBe(text);
    expect(container.querySelector('mark')?.textContent).toBe('Späte 😡 Lieferung');
  });
});

describe('topics', () => {
  it('are colored only where the interval leaves zero out', () => {
    const unsure = topic({
      topic: 'x',
      label: 'X',
      net: estimate({ score: -5, low: -25, high: 16 }),
    });
    const { container } = render(TopicTable, {
      topics: [topic(), unsure],
      href: (name: string) => `/${name}`,
    });
    const bars = [...container.querySelectorAll('.bar')].map((bar) => bar.className);
    expect(bars[0]).toContain('worse');
    expect(bars[1]).toContain('neither');
  });
});

describe('closing a case', () => {
  it('hands over root cause and outcome', async () => {
    const done = vi.fn(async () => {});
    render(Close, { busy: false, action: new Action(), done, cancel: () => {} });
    expect(document.activeElement).toBe(screen.getByLabelText('Root cause'));
    await fireEvent.input(screen.getByLabelText('Root cause'), { target: { value: 'strike' } });
    await fireEvent.input(screen.getByLabelText('What was done'), { target: { value: 'refund' } });
    await fireEvent.submit(screen.getByRole('button', { name: 'Close' }).closest('form')!);
    expect(done).toHaveBeenCalledWith({ root_cause: 'strike', outcome: 'refund' });
  });
});

describe('an analysis', () => {
  const children = createRawSnippet(() => ({ render: () => '<p>numbers</p>' }));
  it('shows how it came about, and what to know before using it', () => {
    const report = why({ warnings: ['look along fewer columns'] });
    const { container } = render(Study, { report, children });
    const text = container.textContent ?? '';
    expect(text).toContain('numbers');
    expect(text).toContain('look along fewer columns');
    expect(text).toContain('1,500 of 1,600 used');
    expect(text).toContain('no answer: 100');
  });
  it('refuses in words and shows no numbers then', () => {
    const report = why({ refused: 'nothing to tell apart', results: [] });
    const { container } = render(Study, { report, children });
    expect(container.textContent).toContain('The data cannot say');
    expect(container.textContent).toContain('nothing to tell apart');
    expect(container.textContent).not.toContain('numbers');
  });
  it('leads from each cell of a waterfall to its words', () => {
    render(Waterfall, {
      title: 'NPS, taken apart',
      before: { label: 'Oct', value: 28.9 },
      after: { label: 'Nov', value: 20.3 },
      steps: why().steps,
      label: (step) => step.label,
      href: (step) => (step.cell ? '/explore?where=location:Oslo' : null),
    });
    const list = screen.getByRole('list', { name: 'NPS, taken apart' });
    expect(within(list).getAllByRole('link')).toHaveLength(1);
    expect(
      within(list)
        .getAllByRole('img')
        .map((node) => node.ariaLabel ?? node.getAttribute('aria-label')),
    ).toEqual([
      'Oct: 28.9',
      'who answered, by channel: −1.2',
      'channel delivery × location Oslo: −6.1',
      'answers everywhere else: −1.3',
      'Nov: 20.3',
    ]);
  });
});
