import { afterEach, beforeEach } from 'vitest';
import { chooseLocale } from '../src/lib/i18n.svelte';

beforeEach(() => chooseLocale('en'));
afterEach(() => document.body.replaceChildren());
