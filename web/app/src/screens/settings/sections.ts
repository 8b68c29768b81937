/** The parts of the settings, in the order of their tabs. */
import type { Component } from 'svelte';
import Audit from './Audit.svelte';
import Endpoints from './Endpoints.svelte';
import Erase from './Erase.svelte';
import Keys from './Keys.svelte';
import Posts from './Posts.svelte';
import Rules from './Rules.svelte';
import Users from './Users.svelte';

export const sections = [
  { name: 'posts', part: Posts },
  { name: 'rules', part: Rules },
  { name: 'users', part: Users },
  { name: 'keys', part: Keys },
  { name: 'endpoints', part: Endpoints },
  { name: 'erase', part: Erase },
  { name: 'audit', part: Audit },
] as const satisfies { name: string; part: Component }[];
