import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

export default ts.config(
  { ignores: ['**/dist', '**/node_modules', 'e2e/shots'] },
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      // Links are plain anchors that the router catches; there is no kit to resolve them.
      'svelte/no-navigation-without-resolve': 'off',
      // What is kept in plain maps and addresses here is never drawn from directly.
      'svelte/prefer-svelte-reactivity': 'off',
      'svelte/no-at-html-tags': 'error',
      'svelte/no-inline-styles': ['error', { allowTransitions: false }],
    },
  },
  {
    rules: {
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-restricted-globals': [
        'error',
        { name: 'fetch', message: 'only web/api talks to the network: use its client' },
      ],
    },
  },
  {
    files: ['api/**', 'e2e/**', 'app/scripts/**'],
    rules: { 'no-restricted-globals': 'off' },
  },
);
