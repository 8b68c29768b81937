/**
 * Words for people stand in the catalogues only. Fails on text or a spoken attribute written into
 * a component, on a key that no catalogue has or nobody uses, and on languages that differ.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'svelte/compiler';

const SRC = new URL('../src/', import.meta.url).pathname;
const SPOKEN = new Set(['aria-label', 'title', 'placeholder', 'alt', 'label', 'summary', 'hint']);
/** What is the same in every language: our name, a unit's symbol, a command. */
const SAME = new Set(['Hearback', 'n', 'hearback demo', '· Hearback', '(?)', '%', '?']);
const found = [];

const files = readdirSync(SRC, { recursive: true }).map(String);
const read = (file) => readFileSync(join(SRC, file), 'utf8');
const catalogue = (name) => JSON.parse(read(`locales/${name}.json`));
const isSpoken = (text) => /\p{L}/u.test(text) && !SAME.has(text.trim());

function walk(node, visit) {
  if (node === null || typeof node !== 'object') return;
  if (Array.isArray(node)) return node.forEach((one) => walk(one, visit));
  if (typeof node.type === 'string') visit(node);
  for (const [key, value] of Object.entries(node)) if (key !== 'metadata') walk(value, visit);
}

for (const file of files.filter((name) => name.endsWith('.svelte'))) {
  const source = read(file);
  const line = (at) => source.slice(0, at).split('\n').length;
  walk(parse(source, { modern: true, filename: file }).fragment, (node) => {
    if (
      node.type === 'Text' &&
      node.raw !== undefined &&
      !node.inAttribute &&
      isSpoken(node.data)
    ) {
      const before = source.slice(0, node.start);
      // Text inside an attribute's quotes is a Text node as well; those are judged by name below.
      if (!/=\s*["'][^"'<>]*$/.test(before))
        found.push(`${file}:${line(node.start)}: "${node.data.trim()}"`);
    }
    if (node.type === 'Attribute' && SPOKEN.has(node.name) && Array.isArray(node.value)) {
      const text = node.value.map((part) => part.data ?? '').join('');
      if (isSpoken(text)) found.push(`${file}:${line(node.start)}: ${node.name}="${text}"`);
    }
  });
}

const en = catalogue('en');
const source = files
  .filter((name) => /\.(svelte|ts)$/.test(name))
  .map(read)
  .join('\n');
const whole = new Set(
  [...source.matchAll(/['"`]([a-z_]+\.[a-z_<>=]+)['"`]/g)].map((hit) => hit[1]),
);
const begun = [...source.matchAll(/`([a-z_]+\.[a-z_]*)\$\{/g)].map((hit) => hit[1]);
for (const key of Object.keys(en)) {
  const used = whole.has(key) || begun.some((start) => key.startsWith(start));
  if (!used) found.push(`en.json: nobody uses "${key}"`);
}

const holes = (message) =>
  [...new Set((typeof message === 'string' ? message : message.other).match(/\{\w+\}/g) ?? [])]
    .sort()
    .join();
const languages = readdirSync(join(SRC, 'locales')).map((name) => name.replace('.json', ''));
for (const language of languages.filter((name) => name !== 'en')) {
  const other = catalogue(language);
  for (const key of Object.keys(en)) {
    if (other[key] === undefined) found.push(`${language}.json: "${key}" is missing`);
    else if (holes(other[key]) !== holes(en[key]))
      found.push(`${language}.json: "${key}" has other holes`);
  }
  for (const key of Object.keys(other))
    if (en[key] === undefined) found.push(`${language}.json: "${key}" is no key`);
}

if (found.length) {
  console.error(found.join('\n'));
  console.error(
    `${found.length} findings: put words into src/locales, and keep the languages alike`,
  );
  process.exit(1);
}
console.log(
  `${Object.keys(en).length} messages in ${languages.length} languages, no word outside them`,
);
