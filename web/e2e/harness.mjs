/** Starts the real binary and a real browser, and notices everything that is wrong on a page. */
import { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** How long a page may take under load before the test gives up; no test asserts a time. */
const PATIENCE_MS = 20_000;

/**
 * `hearback demo` on a free port and a folder of its own. Answers with its address, a one-time
 * sign-in link, and how to stop it. More settings come as environment variables.
 */
export async function startServer(environment = {}) {
  const binary = process.env.HEARBACK_BIN;
  if (!binary) throw new Error('HEARBACK_BIN is not set: give it the path of the hearback binary');
  const folder = mkdtempSync(join(tmpdir(), 'hearback-e2e-'));
  const child = spawn(binary, ['demo', '--listen', '127.0.0.1:0', '--data', folder], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = [];
  const keep = (line) => said.push(line) > 200 && said.shift();
  createInterface({ input: child.stderr }).on('line', keep);
  const found = {};
  const ready = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`the server ended with ${code} before it was ready:\n${said.join('\n')}`)),
    );
    createInterface({ input: child.stdout }).on('line', (line) => {
      keep(line);
      found.address ??= line.match(/https?:\/\/127\.0\.0\.1:\d+/)?.[0];
      found.link ??= line.match(/https?:\/\/\S+\/link#\S+/)?.[0];
      if (found.address && found.link) resolve();
    });
  });
  await ready;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return {
    ...found,
    said: () => said.join('\n'),
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(timer);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A fresh reader: own cookies, own size. Errors of its pages gather in `wrong`. */
export async function newReader(browser, viewport = DESK, options = {}) {
  const context = await browser.newContext({
    viewport,
    reducedMotion: 'reduce',
    locale: 'en-US',
    timezoneId: 'UTC',
    hasTouch: viewport.width < 500,
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const wrong = [];
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) =>
      console.error(`content policy: ${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') wrong.push(message.text());
  });
  page.on('pageerror', (error) => wrong.push(error.message));
  return { context, page, wrong };
}

/** Opens the one-time link and waits for the overview. */
export async function signIn(page, link) {
  await page.goto(link);
  await page.waitForURL((url) => url.pathname === '/');
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}

/** Waits until the screen has its data: one title, and nothing that says it is loading. */
export async function settle(page) {
  await page.locator('h1').waitFor();
  await page.waitForFunction(
    () => !document.querySelector('.wait') && !document.querySelector('[aria-busy="true"]'),
  );
}

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** No finding of axe; evaluated by the debugger, so the page's content policy stays in force. */
export async function isAccessible(page, where) {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(
    (tags) => globalThis.axe.run(document, { runOnly: tags }),
    RULES,
  );
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes[0].html}`);
  assert.deepEqual(found, [], `axe on ${where}`);
}

/** No sideways scrolling, one title, a title of the window, a language. */
export async function isWellFormed(page, where) {
  const state = await page.evaluate(() => ({
    sideways: document.documentElement.scrollWidth - innerWidth,
    titles: document.querySelectorAll('h1').length,
    named: document.title.length > 0,
    language: document.documentElement.lang,
  }));
  assert.ok(state.sideways <= 0, `${where} scrolls sideways by ${state.sideways} px`);
  assert.equal(state.titles, 1, `${where} has ${state.titles} h1`);
  assert.ok(state.named && state.language, `${where} lacks a title or a language`);
}

/** The API as the signed-in page itself uses it. */
export async function call(page, method, path, body) {
  const answer = await page.request.fetch(new URL(`/api/v1${path}`, page.url()).href, {
    method,
    headers: { 'x-hearback': 'web', origin: new URL(page.url()).origin },
    ...(body === undefined ? {} : { data: body }),
  });
  assert.ok(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`);
  return answer.status() === 204 ? null : answer.json();
}

/** What {@link signedIn} opens; the names follow it. */
export let server, browser, reader, state;

/** A server, a browser and a signed-in reader for all tests of a file. */
export function signedIn() {
  before(async () => {
    [server, browser] = await Promise.all([startServer(), startBrowser()]);
    reader = await newReader(browser);
    await signIn(reader.page, server.link);
    state = await reader.context.storageState();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
}
