/** Fails the build when what a browser must fetch first has grown too large. Sizes are gzip. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const DIST = new URL('../dist/', import.meta.url).pathname;
/** kB, from the screens' guide. */
const MOST = { entry: 45, chunk: 60, styles: 20 };

const size = (path) => gzipSync(readFileSync(join(DIST, path)), { level: 9 }).length / 1000;
const page = readFileSync(join(DIST, 'index.html'), 'utf8');
const linked = (pattern) => [...page.matchAll(pattern)].map((found) => found[1]);

// The entry is its script and everything that is fetched along with it.
const entry = linked(/(?:src|modulepreload"[^>]*href)="\/(assets\/[^"]+\.js)"/g);
const styles = linked(/href="\/(assets\/[^"]+\.css)"/g);
const chunks = readdirSync(join(DIST, 'assets'))
  .filter((name) => name.endsWith('.js'))
  .map((name) => `assets/${name}`)
  .filter((name) => !entry.includes(name));

const sum = (paths) => paths.reduce((total, path) => total + size(path), 0);
const largest = Math.max(...chunks.map(size));
const rows = [
  ['entry', sum(entry), MOST.entry],
  ['largest chunk', largest, MOST.chunk],
  ['first styles', sum(styles), MOST.styles],
];
for (const [name, kb, most] of rows) {
  console.log(`${name}: ${kb.toFixed(1)} kB gz of ${most}`);
}
if (entry.length === 0) throw new Error('index.html names no script: look at the build');
const over = rows.filter(([, kb, most]) => kb > most);
if (over.length) {
  console.error(
    `over budget: ${over.map(([name]) => name).join(', ')}. Load code when a screen opens, or drop a dependency.`,
  );
  process.exit(1);
}
