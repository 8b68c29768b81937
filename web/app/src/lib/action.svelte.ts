/** One thing a person asked to be done: busy while it runs, a problem when it was refused. */
import type { Problem } from 'api';
import { asProblem } from './resource.svelte';

export class Action {
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);

  /** Runs unless already running. True when it was done. */
  async run(work: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.problem = null;
    try {
      await work();
      return true;
    } catch (cause) {
      this.problem = asProblem(cause);
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** What the server said about one field, or nothing. */
  field(name: string): string {
    const found = this.problem?.errors.find((error) => error.field === name);
    return found ? [found.detail, found.hint].filter(Boolean).join('. ') : '';
  }
}
