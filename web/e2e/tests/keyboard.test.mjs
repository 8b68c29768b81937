/** The inbox without a mouse, and the skip link. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, isAccessible, reader, server, settle, signedIn } from '../harness.mjs';

signedIn();

const focused = (page, what) =>
  page.waitForFunction((selector) => document.activeElement?.matches(selector) ?? false, what);

test('the skip link is the first stop and leads to the content', async () => {
  const { page } = reader;
  await page.goto(server.address);
  await settle(page);
  await page.keyboard.press('Tab');
  assert.equal(
    await page.evaluate(() => document.activeElement?.textContent),
    'Skip to the content',
  );
  await page.keyboard.press('Enter');
  await focused(page, 'main');
});

test('a step to another screen puts the focus on its title', async () => {
  const { page } = reader;
  await page.goto(server.address);
  await settle(page);
  await page.getByRole('link', { name: 'Cases', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/cases/);
  await focused(page, 'h1');
});

test('a case is found, taken, noted on, answered and closed by keyboard alone', async () => {
  const { page, wrong } = reader;
  await page.goto(`${server.address}/cases`);
  await settle(page);
  await page.locator('[data-case]').first().waitFor();
  await page.keyboard.press('j');
  await focused(page, '[data-case]');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  const href = await page.evaluate(() => document.activeElement?.getAttribute('href'));
  assert.equal(href, await page.locator('[data-case]').first().getAttribute('href'));
  await page.keyboard.press('Enter');
  await focused(page, 'h1');
  const id = new URL(page.url()).pathname.split('/')[2];

  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
  await isAccessible(page, 'keyboard help');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await page.keyboard.press('a');
  await focused(page, 'select[name=owner]');
  // Someone may have it already: typing a name picks another person in a native select.
  await page.keyboard.type('Brand');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('Assigned', { exact: true }).waitFor();

  await page.keyboard.press('n');
  await focused(page, 'textarea');
  await page.keyboard.type('Rang them. e r a ? are letters here.');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Rang them. e r a ? are letters here.').waitFor();

  await page.keyboard.press('e');
  await focused(page, 'input[name=root_cause]');
  await page.keyboard.type('Carrier strike');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Refunded the postage');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /Reopen/ }).waitFor();
  const closed = await call(page, 'GET', `/cases/${id}`);
  assert.equal(closed.state, 'closed');
  assert.equal(closed.root_cause, 'Carrier strike');
  assert.equal(closed.outcome, 'Refunded the postage');
  assert.deepEqual(wrong, []);
});

test('what somebody else changed meanwhile is not overwritten', async () => {
  const { page } = reader;
  const { rows } = await call(page, 'GET', '/cases?state=open');
  await page.goto(`${server.address}/cases/${rows[0].id}`);
  await settle(page);
  // The other's change arrives by no event: only the server can know.
  await page.route('**/api/v1/cases/*/note', async (route) => {
    const body = { ...route.request().postDataJSON(), rev: -1 };
    await route.continue({ postData: JSON.stringify(body) });
  });
  await page.keyboard.press('n');
  await page.keyboard.type('Kept words');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('alert').getByText(/\w+/).first().waitFor();
  assert.equal(await page.locator('textarea').inputValue(), 'Kept words');
  await page.unroute('**/api/v1/cases/*/note');
});
