/** What the web app may know of the server: its types and one client. */
export * from './analyses';
export * from './themes';
export * from './types';
export { Problem } from './problem';
export { api, onUnauthorized } from './client';
