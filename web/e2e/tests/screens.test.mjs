/** Every screen, on a desk and on a phone, light and dark: in order, accessible, and quiet. */
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
  server,
  settle,
  signedIn,
  state,
} from '../harness.mjs';

signedIn();

const SCREENS = [
  '/',
  '/explore',
  '/people',
  '/cases',
  '/import',
  '/outbox',
  '/outbox?state=delivered',
  '/settings/posts',
  '/settings/rules',
  '/settings/users',
  '/settings/keys',
  '/settings/endpoints',
  '/settings/erase',
  '/settings/audit',
  '/nowhere',
];

for (const [size, viewport, colorScheme] of [
  ['desk, light', DESK, 'light'],
  ['desk, dark', DESK, 'dark'],
  ['phone, light', PHONE, 'light'],
  ['phone, dark', PHONE, 'dark'],
]) {
  test(`every screen is in order on ${size}`, async () => {
    const { context, page, wrong } = await newReader(browser, viewport, {
      storageState: state,
      colorScheme,
    });
    for (const path of SCREENS) {
      await page.goto(server.address + path);
      await settle(page);
      await isWellFormed(page, `${path} on ${size}`);
      await isAccessible(page, `${path} on ${size}`);
      assert.deepEqual(wrong, [], `${path} on ${size} said something`);
    }
    await context.close();
  });
}

test('a case is in order on desk and phone', async () => {
  for (const viewport of [DESK, PHONE]) {
    const { context, page, wrong } = await newReader(browser, viewport, { storageState: state });
    await page.goto(`${server.address}/cases`);
    const { rows } = await call(page, 'GET', '/cases');
    assert.ok(rows.length > 0, 'the demo story has cases');
    await page.goto(`${server.address}/cases/${rows[0].id}`);
    await settle(page);
    await isWellFormed(page, 'a case');
    await isAccessible(page, 'a case');
    assert.deepEqual(wrong, []);
    await context.close();
  }
});

test('no string is fixed: the pseudo-language reaches every word and nothing is cut off', async () => {
  const { context, page, wrong } = await newReader(browser, PHONE, { storageState: state });
  for (const path of ['/', '/explore', '/cases', '/import', '/outbox', '/settings/posts']) {
    await page.goto(`${server.address}${path}?locale=qps`);
    await settle(page);
    await isWellFormed(page, `${path} in qps`);
    const spoken = await page.locator('nav a, h1, main label, main th[scope=col]').allInnerTexts();
    assert.ok(spoken.length >= 7, `${path} shows its navigation and its title`);
    const fixed = spoken.filter((text) => /\p{L}/u.test(text) && !/\[.*\]/s.test(text));
    assert.deepEqual(fixed, [], `${path} has words outside the catalogue`);
  }
  assert.deepEqual(wrong, []);
  await context.close();
});

test('German is there, and stays when chosen', async () => {
  const { context, page } = await newReader(browser, DESK, { storageState: state });
  await page.goto(server.address);
  await settle(page);
  await page.getByLabel('Language').selectOption('de');
  await page.getByRole('link', { name: 'Überblick' }).waitFor();
  await page.reload();
  await page.getByRole('link', { name: 'Überblick' }).waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'de');
  await context.close();
});
