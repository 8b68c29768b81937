/** The analyses: from Overview to people's words in three clicks, and every screen in order. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  browser,
  call,
  DESK,
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

const SCREENS = [
  '/drivers',
  '/compare',
  '/compare?view=change',
  '/compare?by=location',
  '/compare?by=a_country',
  '/gaps',
  '/journey',
  '/alerts',
  '/alerts?state=closed',
];

/** Where this folder is given, each screen leaves its picture there. */
const SHOTS = process.env.E2E_SHOTS;

for (const [size, viewport, colorScheme] of [
  ['desk-light', DESK, 'light'],
  ['phone-dark', PHONE, 'dark'],
]) {
  test(`every analysis is in order on ${size}`, async () => {
    const { context, page, wrong } = await newReader(browser, viewport, {
      storageState: state,
      colorScheme,
    });
    for (const path of ['/', ...SCREENS]) {
      await page.goto(server.address + path);
      await settle(page);
      if (SHOTS) {
        const name = path.replace(/\W+/g, '_');
        await page.screenshot({ path: `${SHOTS}/${name}-${size}.png`, fullPage: true });
      }
      await isWellFormed(page, `${path} on ${size}`);
      await isAccessible(page, `${path} on ${size}`);
      assert.deepEqual(wrong, [], `${path} on ${size} said something`);
    }
    await context.close();
  });
}

test('a country that only answers differently cannot be told from the other, once anchors are read', async () => {
  const { context, page } = await newReader(browser, DESK, { storageState: state });
  await page.goto(`${server.address}/compare?by=a_country`);
  const note = page.locator('.note', { hasText: 'Countries are not put in order' });
  await note.getByText('cannot be told apart', { exact: false }).waitFor();
  const rows = await note.locator('tbody tr').allInnerTexts();
  assert.deepEqual(rows.map((row) => row.split(/\s/)[0]).sort(), ['Norway', 'Sweden']);
  await context.close();
});

test('the strike in the north: from Overview to the words behind it in three clicks', async () => {
  const { page, wrong } = reader;
  // The couriers were on strike from 7 to 4 weeks ago (demos/fjordnet).
  const ago = (days) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
  await page.goto(`${server.address}/?since=${ago(49)}&until=${ago(27)}`);
  await settle(page);
  const why = page.getByRole('region', { name: 'What changed and why' });
  await why.getByRole('heading', { name: /^NPS fell/ }).waitFor();
  // One: the first place to look.
  const cell = why.locator('li a').first();
  assert.match(await cell.innerText(), /North/, 'the strike was in the north');
  await cell.click();
  await page.waitForURL((url) => url.pathname === '/explore');
  await settle(page);
  const query = new URL(page.url()).searchParams;
  assert.ok(query.getAll('where').includes('a_region:North'), String(query));
  assert.ok(query.has('since') && query.has('until'), 'the words are of the later period');
  // Two: what they talk about most.
  const topic = page
    .locator('.topics')
    .getByRole('link', { name: /deliver/i })
    .first();
  await topic.click();
  await page.waitForURL((url) => url.searchParams.has('topic'));
  await settle(page);
  // Three: one person's words, with all else that is known of them.
  const words = page.locator('[data-verbatim]').first();
  await words.waitFor();
  const truth = await call(page, 'GET', `/verbatims?${new URL(page.url()).searchParams}`);
  const strike = truth.rows.filter((row) => /strike|parcel|courier|deliver/i.test(row.text));
  assert.ok(strike.length > truth.rows.length / 2, JSON.stringify(truth.rows.map((r) => r.text)));
  assert.deepEqual(wrong, []);
});

test('the waterfall adds up, as the table and the clipboard say', async () => {
  const { page } = reader;
  await page.goto(server.address);
  await settle(page);
  const why = page.getByRole('region', { name: 'What changed and why' });
  await why.locator('figure').first().hover();
  await why.getByRole('button', { name: 'Table' }).click();
  const cells = await why.locator('figure table tbody tr td:last-child').allInnerTexts();
  assert.ok(cells.length >= 3, 'two ends and what lies between');
  const [last, before] = [cells.at(-1), cells.at(-2)];
  assert.equal(before, last, 'the last step ends where the score ended');
});

test('drivers: choosing one moves the what-if, by keyboard too', async () => {
  const { page, wrong } = reader;
  await page.goto(`${server.address}/drivers`);
  await settle(page);
  const list = page.getByRole('table', { name: 'Drivers by importance' });
  await list.getByRole('button').last().press('Enter');
  const slider = page.getByRole('slider', { name: /^What if/ });
  const words = page.getByRole('status').filter({ hasText: ' goes with ' });
  const before = await words.innerText();
  await slider.press('ArrowRight');
  await page.waitForFunction((old) => !document.body.innerText.includes(old), before);
  assert.deepEqual(wrong, []);
});

test('an alert is read, judged, muted and closed', async () => {
  const { page, wrong } = reader;
  await page.goto(`${server.address}/alerts`);
  await settle(page);
  await page.locator('main li h2 a').first().click();
  await page.waitForURL(/\/alerts\/./);
  await settle(page);
  await isAccessible(page, 'an alert');
  await page.getByRole('button', { name: 'Useful', exact: true }).click();
  await page.getByRole('button', { name: 'Useful', exact: true, pressed: true }).waitFor();
  await page.getByRole('button', { name: 'Mute 7 days' }).click();
  await page.getByText(/muted until/).waitFor();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByText(/^closed /).waitFor();
  await page.getByRole('link', { name: 'Read their words' }).click();
  await page.waitForURL((url) => url.searchParams.get('sentiment') === 'negative');
  assert.deepEqual(wrong, []);
});

test('a chart is copied as a picture', async () => {
  const { context, page, wrong } = await newReader(browser, DESK, {
    storageState: state,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await page.goto(server.address);
  await settle(page);
  const chart = page.locator('figure').first();
  await chart.hover();
  await chart.getByRole('button', { name: 'Copy as PNG' }).click();
  await page.getByText('Copied').waitFor();
  const kinds = await page.evaluate(async () =>
    (await navigator.clipboard.read()).flatMap((item) => item.types),
  );
  assert.ok(kinds.includes('image/png'), kinds.join());
  assert.deepEqual(wrong, []);
  await context.close();
});
