/** A file comes in: guessed, corrected, tried, imported, and imported again without effect. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, isAccessible, reader, server, settle, signedIn } from '../harness.mjs';

signedIn();

const rows = Array.from({ length: 40 }, (_, at) =>
  [
    `visit-${at}`,
    `2026-0${1 + (at % 8)}-1${at % 9}`,
    at % 11,
    `"The ""queue"" was ${at % 2 ? 'long, too long' : 'short'} 😀 ${at}"`,
  ].join(','),
);
const csv = ['visit_id,visited_on,recommend,comment', ...rows].join('\n');
const file = { name: 'visits.csv', mimeType: 'text/csv', buffer: Buffer.from(csv, 'utf8') };

async function choose(page) {
  await page.goto(`${server.address}/import`);
  await settle(page);
  await page.getByLabel('Drop a file here, or choose one').setInputFiles(file);
  await page.getByRole('heading', { name: 'Check what each column is' }).waitFor();
}

test('columns are guessed with reasons and can be corrected; a try stores nothing', async () => {
  const { page, wrong } = reader;
  await choose(page);
  await isAccessible(page, 'mapping');
  assert.equal(await page.getByLabel('recommend', { exact: true }).inputValue(), 'score');
  assert.equal(await page.getByLabel('comment', { exact: true }).inputValue(), 'verbatim');
  await page.getByLabel('visit_id', { exact: true }).selectOption('external_id');
  await page.getByLabel('visited_on', { exact: true }).selectOption('occurred_at');
  await page.getByLabel('Listening post').fill('visits');
  await page.getByRole('button', { name: 'Try without storing' }).click();
  await page.getByRole('heading', { name: 'A try: 40 signals would come in' }).waitFor();
  await isAccessible(page, 'dry run');
  const before = (await call(page, 'GET', '/signals?limit=1')).total;

  await page.getByRole('button', { name: 'Import for real' }).click();
  await page.getByRole('heading', { name: '40 new signals came in from visits.csv' }).waitFor();
  await isAccessible(page, 'import done');
  await page.goto(server.address);
  await settle(page);
  // Seen in the columns shortly after; the page learns of it by an event.
  await page.waitForFunction(
    (wanted) =>
      fetch('/api/v1/signals?limit=1')
        .then((answer) => answer.json())
        .then((body) => body.total === wanted),
    before + 40,
    { polling: 500 },
  );
  assert.deepEqual(wrong, []);
});

test('the same file again adds nothing', async () => {
  const { page } = reader;
  await choose(page);
  await page.getByLabel('visit_id', { exact: true }).selectOption('external_id');
  await page.getByLabel('visited_on', { exact: true }).selectOption('occurred_at');
  await page.getByLabel('Listening post').fill('visits');
  await page.getByRole('button', { name: 'Import without a try' }).click();
  await page.getByRole('heading', { name: '0 new signals came in from visits.csv' }).waitFor();
  const [last] = (await call(page, 'GET', '/imports')).rows;
  assert.equal(last.duplicates, 40);
  assert.equal(last.received, last.accepted + last.duplicates + last.rejected);
});
