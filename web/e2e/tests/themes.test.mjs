/** The theme explorer: a topic is chosen, renamed and undone, a theme accepted, a label corrected. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  browser,
  call,
  isAccessible,
  isWellFormed,
  newReader,
  PHONE,
  reader,
  server,
  settle,
  signedIn,
  state,
} from '../harness.mjs';

signedIn();

/** The most mentioned topic. */
async function largest(page) {
  const { groups } = await call(page, 'GET', '/themes');
  const topics = groups.flatMap((group) => group.topics);
  return topics.toSorted((a, b) => b.verbatims - a.verbatims)[0];
}

const tree = (page) => page.locator('.topics');

/** Waits until what was received has been read again. */
async function whole(page) {
  for (;;) {
    const { replaying } = await call(page, 'GET', '/themes/runs');
    if (!replaying) return;
    await page.waitForTimeout(200);
  }
}

async function open(page, search = '') {
  await page.goto(`${server.address}/explore${search}`);
  await settle(page);
}

test('a chosen topic says what it does to the score, with interval and n', async () => {
  const { page, wrong } = reader;
  const topic = await largest(page);
  const { rows, question } = await call(page, 'GET', '/themes/effects');
  const effect = rows.find((row) => row.topic === topic.topic);
  assert.ok(question && effect && effect.low < effect.effect && effect.effect < effect.high);
  await open(page);
  await tree(page).getByRole('link', { name: topic.label }).first().click();
  await page.waitForURL((url) => url.searchParams.get('topic') === topic.topic);
  const panel = page.getByRole('region', { name: topic.label });
  await panel.getByText(`n ${effect.n.toLocaleString('en')}`).waitFor();
  await isAccessible(page, 'a chosen topic');
  assert.deepEqual(wrong, []);
});

test('a topic is renamed after a preview, and the undo brings its name back', async () => {
  const { page, wrong } = reader;
  const topic = await largest(page);
  await open(page, `?topic=${topic.topic}`);
  await page.getByRole('button', { name: 'Rename' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Label', { exact: true }).fill('A name for a test');
  await dialog.getByRole('button', { name: 'Preview' }).click();
  const row = dialog.locator('[data-preview] tbody tr').first();
  await row.waitFor();
  const [before, after] = await row.locator('td').allInnerTexts();
  assert.equal(before, after, 'another name counts the same');
  await isAccessible(page, 'a preview');
  await dialog.getByRole('button', { name: 'Rename' }).click();
  await tree(page).getByRole('link', { name: 'A name for a test' }).waitFor();
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await tree(page).getByRole('link', { name: topic.label }).first().waitFor();
  await whole(page);
  assert.deepEqual(wrong, []);
});

test('a merge is previewed by keyboard and not made by closing', async () => {
  const { page } = reader;
  const topic = await largest(page);
  const { version } = await call(page, 'GET', '/themes');
  await open(page, `?topic=${topic.topic}`);
  await page.getByRole('region', { name: topic.label }).waitFor();
  await page.keyboard.press('m');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Into', { exact: true }).selectOption({ index: 1 });
  await dialog.getByRole('button', { name: 'Preview' }).click();
  await dialog.locator('[data-preview]').waitFor();
  const counts = await dialog.locator('[data-preview] tbody td').allInnerTexts();
  assert.ok(counts.includes('0'), 'nothing is left of what is merged');
  await page.keyboard.press('Escape');
  assert.equal((await call(page, 'GET', '/themes')).newest, version);
});

test('an emerging theme is accepted and becomes a topic', async () => {
  const { page, wrong } = reader;
  const { rows } = await call(page, 'GET', '/themes/emerging');
  assert.ok(rows.length > 0, 'the demo story says something that no topic explains');
  await open(page);
  await page.getByRole('link', { name: 'New, without a topic' }).click();
  const first = page.locator('[data-emerging]').first();
  await first.waitFor();
  await settle(page);
  await isAccessible(page, 'emerging themes');
  await first.getByRole('button', { name: 'Make it a topic' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Label', { exact: true }).fill('Heard in a test');
  await dialog.getByRole('button', { name: 'Preview' }).click();
  await dialog.locator('[data-preview]').waitFor();
  await dialog.getByRole('button', { name: 'Make it a topic' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await whole(page);
  const { groups } = await call(page, 'GET', '/themes');
  const made = groups.flatMap((g) => g.topics).find((t) => t.label === 'Heard in a test');
  assert.ok(made.verbatims > 0);
  await tree(page).getByRole('link', { name: 'Heard in a test' }).waitFor();
  assert.deepEqual(wrong, []);
});

test('T corrects the labels of the comment in focus, and the undo takes it back', async () => {
  const { page, wrong } = reader;
  await open(page);
  await page.locator('[data-verbatim]').first().waitFor();
  await page.keyboard.press('j');
  const item = page.locator('[data-verbatim]').first();
  const [signal, question] = await item.evaluate((node) => [
    node.dataset.signal,
    node.dataset.question,
  ]);
  await page.keyboard.press('t');
  const dialog = page.getByRole('dialog');
  const moods = dialog.locator('input[name=sentiment]');
  const right = await moods.evaluateAll(
    (all) => all.find((one) => !one.checked && one.value !== 'neutral').value,
  );
  await dialog.locator(`input[value=${right}]`).check();
  await isAccessible(page, 'correcting');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await item.getByText('corrected by a person').waitFor();
  const said = async () => {
    const { rows } = await call(page, 'GET', '/verbatims');
    const row = rows.find((one) => one.signal === signal && one.question === question);
    return row.corrections.find((one) => one.kind === 'sentiment');
  };
  assert.equal((await said()).new, right);
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await item.getByText('corrected by a person').waitFor({ state: 'hidden' });
  assert.equal(await said(), undefined);
  assert.deepEqual(wrong, []);
});

test('a search by meaning finds what is alike and says why, and leads to more like it', async () => {
  const { page, wrong } = reader;
  await open(page);
  await page.keyboard.press('/');
  await page.keyboard.type('parcel arrived late');
  await page.waitForURL((url) => url.searchParams.has('q'));
  await page.getByRole('link', { name: 'Meaning' }).click();
  await page.waitForURL((url) => url.searchParams.get('by') === 'meaning');
  await page.locator('h1', { hasText: 'parcel arrived late' }).waitFor();
  const truth = await call(page, 'GET', '/verbatims/near?q=parcel+arrived+late&limit=50');
  assert.ok(truth.rows.length > 1);
  assert.ok(truth.rows.every((row, at) => at === 0 || row.score <= truth.rows[at - 1].score));
  const first = page.locator('[data-verbatim]').first();
  await first.getByText(/% alike/).waitFor();
  assert.equal(
    await first.getAttribute('data-signal'),
    truth.rows[0].verbatim.signal,
    'the nearest stands first',
  );
  await isAccessible(page, 'a search by meaning');
  await first.getByRole('link', { name: 'More like this' }).click();
  await page.locator('h1', { hasText: 'Comments like this one' }).waitFor();
  await settle(page);
  assert.notEqual(
    await page.locator('[data-verbatim]').first().getAttribute('data-signal'),
    truth.rows[0].verbatim.signal,
  );
  assert.deepEqual(wrong, []);
});

test('on a phone nothing is cut off', async () => {
  const { context, page, wrong } = await newReader(browser, PHONE, { storageState: state });
  const topic = await largest(reader.page);
  for (const search of ['?view=emerging', `?topic=${topic.topic}`, '?q=late&by=meaning']) {
    await page.goto(`${server.address}/explore${search}`);
    await settle(page);
    await isWellFormed(page, `explore ${search}`);
    await isAccessible(page, `explore ${search}`);
  }
  assert.deepEqual(wrong, []);
  await context.close();
});
