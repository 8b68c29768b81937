/** Every address of the app, in one place. A screen's code is fetched when it is opened. */
import type { Component } from 'svelte';

export interface Route {
  path: string;
  /** Which entry of the navigation is current. */
  nav:
    | 'overview'
    | 'explore'
    | 'cases'
    | 'alerts'
    | 'drivers'
    | 'journey'
    | 'gaps'
    | 'compare'
    | 'import'
    | 'outbox'
    | 'settings'
    | null;
  /** Open without being signed in. */
  open?: true;
  /** Its pane scrolls by itself: the page stays where it is. */
  keep?: true;
  load: () => Promise<{ default: Component<Record<string, never>> }>;
}

export const routes: readonly Route[] = [
  { path: '/', nav: 'overview', load: () => import('./screens/overview/Overview.svelte') },
  { path: '/explore', nav: 'explore', load: () => import('./screens/explore/Explore.svelte') },
  { path: '/people', nav: 'explore', load: () => import('./screens/people/People.svelte') },
  { path: '/cases', nav: 'cases', load: () => import('./screens/cases/Cases.svelte') },
  { path: '/cases/:id', nav: 'cases', load: () => import('./screens/cases/Cases.svelte') },
  { path: '/alerts', nav: 'alerts', load: () => import('./screens/alerts/Alerts.svelte') },
  { path: '/alerts/:id', nav: 'alerts', load: () => import('./screens/alerts/AlertPage.svelte') },
  { path: '/drivers', nav: 'drivers', load: () => import('./screens/drivers/Drivers.svelte') },
  { path: '/journey', nav: 'journey', load: () => import('./screens/journey/Journey.svelte') },
  { path: '/gaps', nav: 'gaps', load: () => import('./screens/gaps/Gaps.svelte') },
  { path: '/compare', nav: 'compare', load: () => import('./screens/compare/Compare.svelte') },
  { path: '/import', nav: 'import', load: () => import('./screens/import/Imports.svelte') },
  { path: '/import/:id', nav: 'import', load: () => import('./screens/import/ImportRun.svelte') },
  { path: '/outbox', nav: 'outbox', load: () => import('./screens/outbox/Outbox.svelte') },
  { path: '/settings', nav: 'settings', load: () => import('./screens/settings/Settings.svelte') },
  {
    path: '/settings/:section',
    nav: 'settings',
    load: () => import('./screens/settings/Settings.svelte'),
  },
  { path: '/sign-in', nav: null, open: true, load: () => import('./screens/door/SignIn.svelte') },
  { path: '/link', nav: null, open: true, load: () => import('./screens/door/Link.svelte') },
];

export const missing: Route = {
  path: '*',
  nav: null,
  load: () => import('./screens/door/Missing.svelte'),
};
