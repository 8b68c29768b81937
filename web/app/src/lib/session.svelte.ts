/** Who is signed in, as far as this page knows. */
import { api, Problem, type Role, type Session } from 'api';
import { forget } from './resource.svelte';

let session = $state.raw<Session | null>(null);
let state = $state<'asking' | 'in' | 'out' | 'unreachable'>('asking');

const MAY: Record<'import' | 'cases' | 'admin', Role[]> = {
  import: ['analyst', 'admin'],
  cases: ['agent', 'admin'],
  admin: ['admin'],
};

export const me = {
  get session(): Session | null {
    return session;
  },
  get state() {
    return state;
  },
  may(what: keyof typeof MAY): boolean {
    return session !== null && MAY[what].includes(session.user.role);
  },
};

export function signedIn(as: Session): void {
  forget();
  [session, state] = [as, 'in'];
}

export function signedOut(): void {
  forget();
  [session, state] = [null, 'out'];
}

/** Asks the server, once at the start and again when it was not there. */
export async function recognize(): Promise<void> {
  try {
    signedIn(await api.session());
  } catch (cause) {
    if (cause instanceof Problem && cause.status === 401) signedOut();
    else state = 'unreachable';
  }
}
