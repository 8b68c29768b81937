import { flushSync } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Problem } from 'api';
import { changed } from '../src/lib/changes';
import { forget, resource, type Resource } from '../src/lib/resource.svelte';

const pause = () => new Promise((resolve) => setTimeout(resolve, 0));
let end = () => {};
afterEach(() => {
  end();
  forget();
  vi.useRealTimers();
});

/** A resource as a component has it: alive until the root is ended. */
function live<T>(make: () => Resource<T>): Resource<T> {
  let made!: Resource<T>;
  end = $effect.root(() => {
    made = make();
  });
  flushSync();
  return made;
}

describe('a resource', () => {
  it('keeps what an action put in its place while it asks again', async () => {
    const answers = [1, 2];
    const found = live(() =>
      resource(
        'a',
        () => 'x',
        async () => answers.shift()!,
      ),
    );
    await pause();
    expect(found.data).toBe(1);
    found.set(9);
    found.reload();
    flushSync();
    expect(found.data).toBe(9);
    await pause();
    expect(found.data).toBe(2);
  });

  it('drops the late answer of an old question', async () => {
    let question = $state('slow');
    const late = new Map<string, (text: string) => void>();
    const found = live(() =>
      resource(
        'b',
        () => question,
        (asked) => new Promise<string>((resolve) => late.set(asked, resolve)),
      ),
    );
    question = 'quick';
    flushSync();
    late.get('quick')?.('quick');
    await pause();
    late.get('slow')?.('slow');
    await pause();
    expect(found.data).toBe('quick');
  });

  it('asks again when the server says that its kind changed, and once for a burst', async () => {
    vi.useFakeTimers();
    const ask = vi.fn(async () => 1);
    live(() => resource('c', () => '', ask, ['cases']));
    changed('cases');
    changed('cases');
    changed('outbox');
    vi.runAllTimers();
    flushSync();
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('keeps the last answer beside a problem', async () => {
    const ask = vi.fn<() => Promise<number>>().mockResolvedValueOnce(1);
    ask.mockRejectedValueOnce(new Problem(503, 'busy', 'too much to do', 'wait'));
    const found = live(() => resource('d', () => '', ask));
    await pause();
    found.reload();
    flushSync();
    await pause();
    expect(found.data).toBe(1);
    expect(found.problem?.code).toBe('busy');
  });
});
