/**
 * The whole loop in a browser: somebody is unhappy, a case opens, an answer leaves by mail, they
 * answer again, and the loop report counts it.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  call,
  isAccessible,
  newReader,
  PHONE,
  settle,
  signIn,
  startBrowser,
  startServer,
} from '../harness.mjs';
import { plain, startSink } from '../smtp.mjs';

let server, browser, sink;
before(async () => {
  sink = await startSink();
  [server, browser] = await Promise.all([
    startServer({
      HEARBACK_MAIL__SMTP_URL: `smtp://127.0.0.1:${sink.port}`,
      HEARBACK_MAIL__FROM: 'care@hearback.invalid',
    }),
    startBrowser(),
  ]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await sink?.stop();
});

/** Asks the server until the answer fits; the loop's steps run in the background. */
async function until(ask, fits, what) {
  for (let tries = 0; tries < 120; tries += 1) {
    const answer = await ask();
    if (fits(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`never came true: ${what}`);
}

/** Walks through a public survey page as a person on a phone does: score, why, may we answer. */
async function answer(address, { score, why, email }) {
  const { context, page, wrong } = await newReader(browser, PHONE);
  const on = () => page.locator('button[type=submit]').click();
  await page.goto(address);
  await isAccessible(page, 'survey, score');
  await page.locator(`#score-${score}`).check();
  await on();
  await page.locator('textarea[name=why]').fill(why);
  await isAccessible(page, 'survey, why');
  await on();
  // The last step is shown only where the survey asks for an address.
  await page.locator('textarea[name=why]').waitFor({ state: 'detached' });
  if (await page.locator('input[name=email]').count()) {
    await isAccessible(page, 'survey, contact');
    if (email) {
      await page.locator('input[name=email]').fill(email);
      await page.locator('input[name=agree]').check();
    }
    await on();
  }
  await page.locator('form').waitFor({ state: 'detached' });
  await isAccessible(page, 'survey, thanks');
  assert.deepEqual(wrong, []);
  await context.close();
}

const step = (loop, name) => loop.steps.find((one) => one.step === name).n;

test('a bad experience is answered, and the answer is known to have helped', async () => {
  const { page, wrong } = await newReader(browser);
  await signIn(page, server.link);
  assert.equal((await call(page, 'GET', '/session')).mail_configured, true);
  const before = await call(page, 'GET', '/loop');

  // A post with a survey, and a rule that says what needs an answer: by hand, as an admin would.
  await page.goto(`${server.address}/settings/posts`);
  await settle(page);
  await page.getByLabel('Name', { exact: true }).fill('after-visit');
  await page.getByLabel('Touchpoint').fill('Visit');
  await page.getByLabel('Stage').fill('Use');
  await page.getByLabel('Owner').fill('Care team');
  await page.getByLabel('Purpose').fill('To do better');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('button', { name: 'Make a survey after-visit' }).click();
  await page.getByRole('button', { name: 'Save the survey page' }).click();
  await page.getByText('The survey page is there').waitFor();
  const { rows: posts } = await call(page, 'GET', '/posts');
  const post = posts.find((one) => one.name === 'after-visit');
  assert.ok(post.survey_url, 'the post has a survey page');
  const survey = new URL(new URL(post.survey_url).pathname, server.address).href;

  const rule = {
    name: 'Unhappy visitor',
    enabled: true,
    body: {
      when: [
        { field: 'post', any: [post.id] },
        { field: 'score', question: 'nps', op: 'at_most', value: 6 },
      ],
      priority: 'high',
      due_hours: 24,
    },
  };
  await call(page, 'POST', '/rules', rule);

  // The unhappy visitor, on a phone.
  const words = 'Terrible. I waited for two hours and everybody was rude to me.';
  await answer(survey, { score: 1, why: words, email: 'ada@example.org' });

  const opened = await until(
    () => call(page, 'GET', '/cases?state=open&limit=100'),
    ({ rows }) => rows.some((one) => one.words?.includes('waited for two hours')),
    'a case for the unhappy visitor',
  );
  const { id } = opened.rows.find((one) => one.words?.includes('waited for two hours'));

  // Somebody takes it and replies.
  await page.goto(`${server.address}/cases/${id}`);
  await settle(page);
  await page.getByText('ada@example.org').first().waitFor();
  await page.keyboard.press('a');
  await page.getByRole('button', { name: 'Assign', exact: true }).last().click();
  await page.getByText('Assigned', { exact: true }).waitFor();
  await page.keyboard.press('r');
  await page.getByLabel('Your answer').fill('We are sorry, and we have called the branch today.');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('The reply is in the outbox').waitFor();

  // It leaves the building.
  const mail = await sink.next(({ to }) => to.includes('ada@example.org'));
  const text = plain(mail);
  assert.match(text, /we have called the branch today/);
  const link = text.match(/https?:\/\/\S+\/f\/[^\s<>"']+/)?.[0];
  assert.ok(link, `the mail asks whether it helped:\n${text}`);
  await until(
    () => call(page, 'GET', '/outbox?state=delivered'),
    ({ rows }) => rows.some((one) => one.case === id),
    'the outbox says delivered',
  );

  // The visitor answers again, and it is the same case.
  const followUp = new URL(new URL(link).pathname, server.address).href;
  await answer(followUp, { score: 9, why: 'Thank you, that was quick.' });
  const after = await until(
    () => call(page, 'GET', `/cases/${id}`),
    (one) => one.follow_up !== null,
    'the follow-up is tied to its case',
  );
  assert.equal(after.follow_up.score, 9);
  await page.goto(`${server.address}/cases/${id}`);
  await page.getByText('They answered again after the reply and gave 9.').waitFor();

  await page.keyboard.press('e');
  await page.getByLabel('Root cause').fill('Too few people at the desk');
  await page.getByLabel('What was done').fill('Called, apologized, changed the roster');
  await page.getByRole('button', { name: 'Close', exact: true }).last().click();
  await page.getByRole('button', { name: /Reopen/ }).waitFor();

  // The report counts it, on the screen as well.
  const loop = await until(
    () => call(page, 'GET', '/loop'),
    (report) => step(report, 'follow_up') > step(before, 'follow_up'),
    'the loop report counts the follow-up',
  );
  assert.equal(loop.opened, before.opened + 1);
  for (const name of ['answered', 'within_promise', 'closed', 'follow_up', 'recovered']) {
    assert.equal(step(loop, name), step(before, name) + 1, name);
  }
  await page.goto(server.address);
  await settle(page);
  const { since, until: end } = await call(page, 'GET', '/overview');
  const shown = await call(page, 'GET', `/loop?since=${since}&until=${end}`);
  const told = shown.steps.find((one) => one.step === 'follow_up');
  await page
    .getByRole('link', { name: `${told.n} of ${told.of}`, exact: true })
    .first()
    .waitFor();
  assert.deepEqual(wrong, []);
});
