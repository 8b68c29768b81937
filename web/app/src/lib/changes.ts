/** The server says what changed; whoever shows it asks again. */
import { api, type What } from 'api';

type Listener = () => void;
const listeners = new Map<What, Set<Listener>>();
const pending = new Set<What>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Calls back when one of the kinds changed, until the returned function is called. */
export function onChanged(kinds: readonly What[], then: Listener): () => void {
  for (const kind of kinds) {
    const set = listeners.get(kind) ?? new Set();
    listeners.set(kind, set.add(then));
  }
  return () => kinds.forEach((kind) => listeners.get(kind)?.delete(then));
}

/** Marks kinds as out of date. A burst is one round of questions. */
export function changed(...kinds: What[]): void {
  kinds.forEach((kind) => pending.add(kind));
  clearTimeout(timer);
  timer = setTimeout(() => {
    const told = new Set([...pending].flatMap((kind) => [...(listeners.get(kind) ?? [])]));
    pending.clear();
    told.forEach((listener) => listener());
  }, 250);
}

/** Listens to the server until the returned function is called; the browser reconnects by itself. */
export function listen(): () => void {
  const source = api.events();
  source.addEventListener('changed', (event) => {
    try {
      changed((JSON.parse(event.data) as { what: What }).what);
    } catch {
      return; // an event of a newer server that this page cannot read
    }
  });
  return () => source.close();
}
