import type { Route } from '../routes';

/** The main navigation, in its order. */
export const entries = [
  { name: 'overview', href: '/' },
  { name: 'explore', href: '/explore' },
  { name: 'cases', href: '/cases' },
  { name: 'alerts', href: '/alerts' },
  { name: 'drivers', href: '/drivers' },
  { name: 'journey', href: '/journey' },
  { name: 'gaps', href: '/gaps' },
  { name: 'compare', href: '/compare' },
  { name: 'import', href: '/import' },
  { name: 'outbox', href: '/outbox' },
  { name: 'settings', href: '/settings' },
] as const;
/** On a phone the first three stand at the bottom, the rest behind "More". */
export const late = new Set<Route['nav']>([
  'alerts',
  'drivers',
  'journey',
  'gaps',
  'compare',
  'import',
  'outbox',
  'settings',
]);
