/** What people said: found by topic and mood, in the address, with the words marked. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, reader, server, settle, signedIn } from '../harness.mjs';

signedIn();

const texts = (page) => page.locator('[data-verbatim] blockquote').allInnerTexts();

test('topic and sentiment narrow the list, live in the address, and the back button undoes them', async () => {
  const { page, wrong } = reader;
  const { topics } = await call(page, 'GET', '/topics');
  const topic = topics.toSorted((a, b) => b.negative - a.negative)[0];
  assert.ok(topic, 'the demo talks about something');
  await page.goto(`${server.address}/explore`);
  await settle(page);
  const all = await page.locator('h1').innerText();

  await page.locator('.topics').getByRole('link', { name: topic.label }).first().click();
  await page.waitForURL((url) => url.searchParams.getAll('topic').includes(topic.topic));
  await page.locator('h1', { hasText: topic.label }).waitFor();
  await page.getByRole('link', { name: /^Negative/ }).click();
  await page.waitForURL((url) => url.searchParams.get('sentiment') === 'negative');
  await page.locator('h1', { hasText: 'negative' }).waitFor();
  await settle(page);

  const query = new URL(page.url()).search.slice(1);
  const truth = await call(page, 'GET', `/verbatims?${query}`);
  assert.ok(truth.total > 0);
  assert.ok(truth.rows.every((row) => row.sentiment.label === 'negative'));
  await page
    .locator('[data-verbatim]')
    .nth(truth.rows.length - 1)
    .waitFor();
  const shown = await texts(page);
  assert.deepEqual(
    shown.map((text) => text.replace(/\s+/g, ' ').trim()),
    truth.rows.map((row) => row.text.replace(/\s+/g, ' ').trim()),
  );

  await page.reload();
  await page.locator('h1', { hasText: topic.label }).waitFor();
  await page.goBack();
  await page.waitForURL((url) => !url.searchParams.has('sentiment'));
  await page.goBack();
  await page.locator('h1', { hasText: all }).waitFor();
  assert.deepEqual(wrong, []);
});

test('marks stand exactly on the bytes the server named', async () => {
  const { page } = reader;
  await page.goto(`${server.address}/explore`);
  await settle(page);
  const { rows } = await call(page, 'GET', '/verbatims');
  const at = rows.findIndex((row) => row.topics.length === 1);
  assert.ok(at >= 0, 'the demo has a verbatim with one topic');
  const { text, topics } = rows[at];
  const bytes = Buffer.from(text, 'utf8').subarray(topics[0].start, topics[0].end);
  const mark = page.locator('[data-verbatim]').nth(at).locator('mark');
  assert.equal((await mark.textContent()) ?? '', bytes.toString('utf8'));
});

test('slash searches, J and K walk, and a verbatim says its language', async () => {
  const { page } = reader;
  await page.goto(`${server.address}/explore`);
  await settle(page);
  const { rows } = await call(page, 'GET', '/verbatims');
  const word = rows[0].text.match(/\p{L}{4,}/u)[0];
  await page.keyboard.press('/');
  await page.keyboard.type(word);
  await page.waitForURL((url) => url.searchParams.get('q') === word);
  await settle(page);
  await page.locator('[data-verbatim]').first().waitFor();
  assert.ok((await texts(page))[0].toLowerCase().includes(word.toLowerCase()));
  await page.locator('h1').focus();
  await page.keyboard.press('j');
  const first = page.locator('[data-verbatim]').first();
  assert.ok(await first.evaluate((node) => node === document.activeElement));
  assert.ok((await first.locator('blockquote').getAttribute('lang'))?.length);
});

test('a number leads to the people behind it', async () => {
  const { page } = reader;
  await page.goto(server.address);
  await settle(page);
  const { scores } = await call(page, 'GET', '/overview');
  const nps = scores.find((score) => score.counts);
  assert.ok(nps, 'the demo has an NPS question');
  await page.locator('li.detractors a').first().click();
  await page.waitForURL(/\/people\?/);
  await settle(page);
  const title = page.locator('h1', { hasText: /^[\d,]+ people gave/ });
  await title.waitFor();
  const n = Number((await title.innerText()).match(/^[\d,]+/)[0].replaceAll(',', ''));
  assert.equal(n, nps.counts.detractors);
});

test('a topic is told over time, with its company and by group, and a group narrows the list', async () => {
  const { page, wrong } = reader;
  await page.goto(`${server.address}/explore?topic=delivery`);
  await settle(page);
  const told = await call(page, 'GET', '/themes/delivery/profile');
  assert.ok(told.trend.length > 2, 'the demo speaks of deliveries for months');
  const group = told.groups.find((row) => row.column === 'a_region' && row.value === 'North');
  assert.ok(group && group.low > 0, 'the strike was in the north');
  const table = page.getByRole('region', { name: 'Who talks about it' });
  await table.waitFor();
  const link = table.getByRole('link', { name: told.groups[0].label });
  await link.click();
  await page.waitForURL((url) =>
    url.searchParams.getAll('where').includes(`${told.groups[0].column}:${told.groups[0].value}`),
  );
  await settle(page);
  assert.deepEqual(wrong, []);
});

test('a pattern finds what words cannot, and a broken one is told', async () => {
  const { page } = reader;
  await page.goto(`${server.address}/explore?by=pattern&q=${encodeURIComponent('^the .*late')}`);
  await settle(page);
  await page.locator('[data-verbatim]').first().waitFor();
  for (const text of await texts(page)) assert.match(text.trim(), /^the .*late/i);
  await page.goto(`${server.address}/explore?by=pattern&q=${encodeURIComponent('late(')}`);
  await page.getByText("'late('", { exact: false }).first().waitFor();
});
