/** What the server answered to a question, asked again when the question or the data changes. */
import { Problem, type What } from 'api';
import { untrack } from 'svelte';
import { onChanged } from './changes';

export interface Resource<T> {
  readonly data: T | undefined;
  readonly problem: Problem | null;
  readonly busy: boolean;
  reload(): void;
  /** Puts an answer that came another way in place of the one shown. */
  set(data: T): void;
}

/** Last answers, so that going back shows something at once. */
const kept = new Map<string, unknown>();

export const forget = (): void => kept.clear();

export const asProblem = (cause: unknown): Problem =>
  cause instanceof Problem ? cause : new Problem(0, 'unexpected', String(cause), '');

/**
 * Asks while the component that calls it is mounted. `question` may be null: nothing to ask yet.
 * An older answer stays visible until the new one is there; late answers of old questions are
 * dropped.
 */
export function resource<T>(
  name: string,
  question: () => string | null,
  ask: (question: string, signal: AbortSignal) => Promise<T>,
  kinds: readonly What[] = [],
): Resource<T> {
  let data = $state.raw<T | undefined>();
  let problem = $state.raw<Problem | null>(null);
  let busy = $state(false);
  let round = $state(0);

  let key = '';

  $effect(() => {
    const asked = question();
    void round;
    if (asked === null) return;
    const controller = new AbortController();
    untrack(() => {
      const before = key;
      key = `${name}?${asked}`;
      if (key !== before && kept.has(key)) data = kept.get(key) as T;
      busy = true;
    });
    ask(asked, controller.signal).then(
      (answer) => {
        if (controller.signal.aborted) return;
        kept.set(key, answer);
        [data, problem, busy] = [answer, null, false];
      },
      (cause: unknown) => {
        if (controller.signal.aborted) return;
        [problem, busy] = [asProblem(cause), false];
      },
    );
    return () => controller.abort();
  });
  $effect(() => onChanged(kinds, () => (round += 1)));

  return {
    get data() {
      return data;
    },
    get problem() {
      return problem;
    },
    get busy() {
      return busy;
    },
    reload: () => (round += 1),
    set: (answer) => {
      kept.set(key, answer);
      data = answer;
    },
  };
}
