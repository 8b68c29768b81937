/** Who may come in, and how. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  isAccessible,
  newReader,
  PHONE,
  settle,
  signIn,
  startBrowser,
  startServer,
} from '../harness.mjs';

let server, browser;
before(async () => {
  [server, browser] = await Promise.all([startServer(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test('a stranger sees the sign-in screen and nothing else', async () => {
  const { context, page } = await newReader(browser, PHONE);
  await page.goto(`${server.address}/cases?tab=mine`);
  await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor();
  assert.equal(new URL(page.url()).searchParams.get('next'), '/cases?tab=mine');
  await isAccessible(page, 'sign-in');
  assert.equal(await page.getByRole('navigation').count(), 0);
  await context.close();
});

test('a wrong password is refused with words', async () => {
  const { context, page } = await newReader(browser);
  await page.goto(`${server.address}/sign-in`);
  await page.getByLabel('E-mail address').fill('nobody@example.org');
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').getByText(/\w+/).first().waitFor();
  await isAccessible(page, 'sign-in refused');
  assert.equal(new URL(page.url()).pathname, '/sign-in');
  await context.close();
});

test('the one-time link signs in once, and signing out ends it', async () => {
  const { context, page, wrong } = await newReader(browser);
  await signIn(page, server.link);
  await settle(page);
  assert.doesNotMatch(page.url(), /#/, 'the key left the address');
  assert.deepEqual(wrong, []);
  const cookies = await context.cookies();
  const session = cookies.find((cookie) => cookie.name === 'hearback_session');
  assert.ok(
    session?.httpOnly && session.sameSite === 'Strict',
    'the cookie is out of scripts’ reach',
  );
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor();
  await page.goto(`${server.address}/explore`);
  await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor();
  await page.goto('about:blank');
  await page.goto(server.link);
  await page.getByRole('alert').getByText(/\w+/).first().waitFor();
  await context.close();
});

test('the content policy is strict and the key stays out of logs', async () => {
  const { context, page } = await newReader(browser);
  const answer = await page.goto(server.address);
  const policy = answer.headers()['content-security-policy'] ?? '';
  assert.match(policy, /default-src 'self'/);
  assert.doesNotMatch(policy, /unsafe-/);
  const token = server.link.split('#')[1];
  assert.ok(!server.said().replaceAll(server.link, '').includes(token));
  await context.close();
});
