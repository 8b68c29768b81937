import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** Where a development server forwards what is not the app's own. */
const door = process.env.HEARBACK_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  base: '/',
  plugins: [svelte()],
  // Under vitest the browser's half of Svelte is wanted, not the server's.
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  server: { proxy: { '/api': door, '/s/': door, '/f/': door } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0, // nothing as data: addresses, the content policy has no place for them
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  test: {
    environment: 'happy-dom',
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
  },
});
