/** Where the reader is, and how to go elsewhere. Plain links; the history is the browser's. */
let href = $state(location.pathname + location.search);
const at = $derived(new URL(href, location.origin));

export const place = {
  get path(): string {
    return at.pathname;
  },
  get search(): string {
    return at.search;
  },
  get href(): string {
    return href;
  },
  /** One piece of the path, counted from 0: piece 1 of `/cases/7` is `7`. */
  piece(index: number): string | null {
    const found = at.pathname.split('/').filter(Boolean)[index];
    return found === undefined ? null : decodeURIComponent(found);
  },
};

/** Goes to an address of the app. `replace` leaves no step for the back button. */
export function go(to: string, { replace = false } = {}): void {
  if (to === href) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', to);
  href = to.split('#')[0]!;
}

/** The first route whose pattern fits: `/cases/:id` fits `/cases/7`. */
export function match<R extends { path: string }>(routes: readonly R[], path: string): R | null {
  const parts = path.split('/').filter(Boolean);
  const fits = (route: R) => {
    const pattern = route.path.split('/').filter(Boolean);
    return (
      pattern.length === parts.length &&
      pattern.every((piece, index) => piece.startsWith(':') || piece === parts[index])
    );
  };
  return routes.find(fits) ?? null;
}

/** Paths that the server answers itself. */
const OUTSIDE = /^\/(api|s|f)\//;

/** Turns clicks on the app's links into steps; the returned function stops that. */
export function startRouter(): () => void {
  const clicked = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || link.target || link.hasAttribute('download')) return;
    const to = new URL(link.href, location.href);
    if (to.origin !== location.origin || OUTSIDE.test(to.pathname)) return;
    if (to.hash && to.pathname === location.pathname && to.search === location.search) return;
    event.preventDefault();
    go(to.pathname + to.search);
  };
  const moved = () => (href = location.pathname + location.search);
  document.addEventListener('click', clicked);
  addEventListener('popstate', moved);
  return () => {
    document.removeEventListener('click', clicked);
    removeEventListener('popstate', moved);
  };
}
