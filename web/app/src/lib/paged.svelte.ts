/** A list that grows page by page. The first page follows the question; more come on demand. */
import { Problem, type Uncounted, type What } from 'api';
import { asProblem, resource, type Resource } from './resource.svelte';

export interface Paged<R, P extends Uncounted<R>> {
  readonly first: Resource<P>;
  readonly rows: R[];
  readonly more: boolean;
  readonly busy: boolean;
  readonly problem: Problem | null;
  next(): Promise<void>;
}

export function paged<R, P extends Uncounted<R>>(
  name: string,
  question: () => string,
  ask: (question: string, signal: AbortSignal) => Promise<P>,
  kinds: readonly What[],
): Paged<R, P> {
  const first = resource(name, question, ask, kinds);
  let later = $state.raw<P[]>([]);
  let busy = $state(false);
  let problem = $state.raw<Problem | null>(null);
  // A new first page (another question, or new data) makes the pages after it worthless.
  $effect(() => {
    void first.data;
    later = [];
  });
  const last = $derived(later.at(-1) ?? first.data);

  return {
    first,
    get rows() {
      return [...(first.data?.rows ?? []), ...later.flatMap((page) => page.rows)];
    },
    get more() {
      return Boolean(last?.next);
    },
    get busy() {
      return busy;
    },
    get problem() {
      return problem;
    },
    async next() {
      const cursor = last?.next;
      const asked = question();
      if (!cursor || busy) return;
      busy = true;
      try {
        const params = new URLSearchParams(asked);
        params.set('after', cursor);
        const page = await ask(params.toString(), new AbortController().signal);
        if (asked === question()) later = [...later, page];
        problem = null;
      } catch (cause) {
        problem = asProblem(cause);
      } finally {
        busy = false;
      }
    },
  };
}
