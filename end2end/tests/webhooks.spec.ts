// Webhooks out: a partner's program in another language receives what happens and verifies it, goes away and comes back,
// misbehaves, and is looked after on the screen. The program is real, with the reference library of Standard Webhooks.

import type { Page } from '@playwright/test';
import type { Empire } from '../support/empire.ts';
import { newSeller } from '../support/invented.ts';
import { signIn } from '../support/people.ts';
import { Receiver } from '../support/receiver.ts';
import { sendForm } from '../support/send-form.ts';
import { signUp } from '../support/sign-up.ts';
import { PHONE, expect, test as base, visit } from '../support/test.ts';
import {
  WEBHOOKS,
  act,
  addEndpoint,
  confirm,
  deliveries,
  enterEndpoint,
  inspected,
  openDelivery,
  rows,
  shownSecret,
} from '../support/webhook-pages.ts';

/** The receiver listens on this machine, which Empire calls for nobody unless it is told to. */
const SETTINGS = { EMPIRE_WEBHOOK_ALLOW: '127.0.0.1', EMPIRE_FORM_MIN_SECONDS: '0' };

const test = base.extend<{ receiver: Receiver; empire: Empire; owner: Page }>({
  receiver: async ({}, use) => {
    const receiver = await Receiver.start();
    await use(receiver);
    receiver.end();
  },
  empire: async ({ start }, use) => use(await start({ leads: 1, settings: SETTINGS })),
  owner: async ({ open, empire }, use) => use(await open({ at: empire.url, storageState: await signIn(empire.url, 'owner') })),
});

/** What came of a type, once that many came. */
async function came(receiver: Receiver, type: string, number = 1) {
  await expect.poll(async () => (await receiver.requests()).filter((one) => one.type === type).length, { timeout: 20_000 }).toBe(number);
  return (await receiver.requests()).filter((one) => one.type === type);
}

/** A lead by hand, without the form for it. */
async function addLead(page: Page): Promise<void> {
  const { name, phone } = newSeller();
  const form = { 'input[name]': name, 'input[phone]': phone, 'input[key]': `by-hand-${Date.now()}` };
  const answer = await page.request.post('/rpc/leads/add', { form });
  expect(answer.ok(), await answer.text()).toBe(true);
}

test('a partner receives what happens and verifies it; it is away and catches up; one is replayed', async ({ empire, owner: page, receiver }) => {
  test.slow();
  await visit(page, WEBHOOKS);
  await page.getByRole('link', { name: 'Add the first endpoint' }).click();
  await enterEndpoint(page, receiver.url, ['lead.created', 'form.submitted']);
  await expect(page).toHaveURL(/\/settings\/webhooks\/whe_\w+$/);
  await receiver.trust(await shownSecret(page));
  await page.getByRole('button', { name: 'I have it' }).click();
  await expect(page.getByRole('textbox', { name: 'Signing secret' })).toHaveCount(0);

  await sendForm(empire.url, newSeller());
  const [first] = await came(receiver, 'lead.created');
  expect(first).toMatchObject({ path: '/hooks', verified: true, signatures: 1 });
  expect(first?.id).toMatch(/^msg_[0-9a-f]{32}$/);
  expect((await came(receiver, 'form.submitted'))[0]?.verified).toBe(true);
  expect((await receiver.requests()).map(({ type }) => type).sort(), 'only what was chosen').toEqual(['form.submitted', 'lead.created']);
  // Nobody reloads the page.
  const leads = rows(page, 'lead.created');
  await expect(leads.first()).toContainText('Delivered');
  await expect(leads.first()).toContainText('204');

  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByText(/The test was answered with 204 in \d/)).toBeVisible();
  expect((await came(receiver, 'webhook.test'))[0]?.verified).toBe(true);

  // Away: the delivery waits.
  await receiver.down();
  await sendForm(empire.url, newSeller());
  await expect(leads).toHaveCount(2);
  await expect(leads.first()).toContainText('Waiting');
  await expect(leads.first()).toContainText('No answer');
  // Back: the second try comes after five seconds.
  await receiver.up();
  await expect(leads.first()).toContainText('Delivered', { timeout: 30_000 });
  await openDelivery(leads.first());
  await expect(leads.first()).toContainText('2 attempts');
  await expect(page.getByText(/^Failing since/)).toHaveCount(0);
  const all = await came(receiver, 'lead.created', 2);
  expect(all.every((one) => one.verified)).toBe(true);

  await leads.first().getByRole('button', { name: 'Replay' }).click();
  const again = await came(receiver, 'lead.created', 3);
  expect(again[2]).toMatchObject({ id: all[1]?.id, verified: true });
  await expect(leads.first()).toContainText('3 attempts');
  // Attempts are looked at one by one; what was sent is there, without its signature.
  await leads.first().getByRole('button', { name: /^1\. / }).click();
  await expect(leads.first().getByText(/^No connection/)).toBeVisible();
  await leads.first().getByRole('button', { name: /^3\. / }).click();
  const request = leads.first().getByRole('region', { name: 'Request of attempt 3' });
  await expect(request).toContainText('"type":"lead.created"');
  await expect(request).toContainText('webhook-signature: v1,••••');
});

test('the ways a receiver fails are told apart', async ({ owner: page, receiver }) => {
  test.slow();
  await receiver.trust(await addEndpoint(page, receiver.url));
  const button = page.getByRole('button', { name: 'Send a test' });
  for (const [behaviour, words] of [
    ['fails', /failed after .*: 500\./],
    ['redirects', /failed after .*: 302, redirects are not followed\./],
    ['breaks', /failed after .*: The connection ended before the answer did/],
  ] as const) {
    await receiver.behave(behaviour);
    await button.click();
    await expect(page.getByText(words)).toBeVisible();
  }
  await receiver.behave('hangs');
  await button.click();
  await expect(page.getByText(/failed after 15 s: No answer within 15 s\./)).toBeVisible({ timeout: 30_000 });
  const requests = await receiver.requests();
  expect(requests.map(({ path }) => path), 'nothing was followed').toEqual(['/hooks', '/hooks', '/hooks', '/hooks']);
  expect(requests.every(({ verified }) => verified)).toBe(true);
  // The answer is kept, what is secret in it is not.
  const oldest = rows(page, 'webhook.test').last();
  await openDelivery(oldest);
  const answer = oldest.getByRole('region', { name: 'Answer to attempt 1' });
  await expect(answer).toContainText('out of paper');
  await expect(answer).toContainText('set-cookie: ••••');
});

test('a secret is rotated with a day of overlap, and the old one is ended', async ({ empire, owner: page, receiver }) => {
  const old = await addEndpoint(page, receiver.url, ['lead.created']);
  await receiver.trust(old);
  await page.getByRole('button', { name: 'Rotate' }).click();
  await confirm(page, 'Rotate secret');
  await expect(page.getByRole('textbox', { name: 'Signing secret' })).not.toHaveValue(old);
  const fresh = await shownSecret(page);
  const secrets = page.getByRole('region', { name: 'Signing secret', exact: true });
  await expect(secrets).toContainText('Signs as well');
  await expect(secrets).toContainText(old.slice(-4));
  await sendForm(empire.url, newSeller());
  expect((await came(receiver, 'lead.created'))[0]).toMatchObject({ verified: true, signatures: 2 });
  await page.getByRole('button', { name: 'End it now' }).click();
  await confirm(page, 'End it now');
  await expect(secrets).not.toContainText('Signs as well');
  await sendForm(empire.url, newSeller());
  expect((await came(receiver, 'lead.created', 2))[1]).toMatchObject({ verified: false, signatures: 1 });
  await receiver.trust(fresh);
  await sendForm(empire.url, newSeller());
  expect((await came(receiver, 'lead.created', 3))[2]).toMatchObject({ verified: true, signatures: 1 });
  // A reload does not bring it back.
  await visit(page, new URL(page.url()).pathname);
  await expect(page.getByRole('textbox', { name: 'Signing secret' })).toHaveCount(0);
});

test('an endpoint is switched off and on, changed and deleted; what was sent goes out again', async ({ empire, owner: page, receiver, complaints }) => {
  test.slow();
  complaints.allow(/status of 422/);
  // A look at its deliveries that was under way when the endpoint was deleted.
  complaints.allow(/status of 404.*webhooks\/deliver/);
  await receiver.trust(await addEndpoint(page, receiver.url, ['lead.created']));
  await receiver.down();
  await sendForm(empire.url, newSeller());
  const first = rows(page, 'lead.created').first();
  await expect(first).toContainText('No answer');
  await openDelivery(first);
  await expect(first.getByText('Next try', { exact: true })).toBeVisible();
  await expect(first.getByText(/^No connection/)).toBeVisible();
  await expect(page.getByText(/^Failing since/)).toBeVisible();
  await first.getByRole('link').first().press('Escape');
  await act(page, 'Switch off');
  await confirm(page, 'Switch off');
  await expect(page.getByText('Nothing is sent there.', { exact: true })).toBeVisible();
  await expect(page.getByText('A member switched it off.')).toBeVisible();
  await receiver.up();
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByText('It answers again. Turn it on?')).toBeVisible();
  await page.getByRole('button', { name: 'Turn on and send 1' }).click();
  const [late] = await came(receiver, 'lead.created');
  expect(late?.verified).toBe(true);
  await expect(rows(page, 'lead.created').first()).toContainText('Delivered');

  // A range by the clock, first with an end before its beginning.
  await page.getByLabel('To (empty: now)').fill('2020-01-01T00:00');
  await page.getByRole('button', { name: 'Replay this time' }).click();
  await confirm(page, 'Send again');
  await expect(page.getByText('Choose an end that is after the beginning.')).toBeVisible();
  await page.getByLabel('To (empty: now)').fill('');
  await page.getByRole('button', { name: 'Replay this time' }).click();
  await confirm(page, 'Send again');
  await expect(page.getByText('1 delivery goes out again')).toBeVisible();
  expect((await came(receiver, 'lead.created', 2))[1]?.id).toBe(late?.id);
  await page.getByRole('button', { name: 'Replay failed since then' }).click();
  await expect(page.getByText('There is nothing to send again in that time')).toBeVisible();

  // The address holds how the list is narrowed.
  await deliveries(page).getByRole('link', { name: 'Failed', exact: true }).click();
  await expect(page).toHaveURL(/\?state=failed$/);
  await expect(page.getByRole('heading', { name: 'Nothing failed for good' })).toBeVisible();
  await page.getByLabel('Type of event').selectOption('form.submitted');
  await expect(page).toHaveURL(/\?state=failed&type=form.submitted$/);
  await page.getByRole('link', { name: 'Show all deliveries' }).click();
  await page.getByLabel('Type of event').selectOption('webhook.test');
  await expect(rows(page, 'webhook.test')).toHaveCount(1);
  await expect(rows(page, 'lead.created')).toHaveCount(0);

  // Changed, with a wrong address first.
  const address = page.getByRole('textbox', { name: 'Address', exact: true });
  const save = page.getByRole('button', { name: 'Save endpoint' });
  await expect(save).toBeDisabled();
  await address.fill('http://169.254.169.254/latest');
  await save.click();
  await expect(page.getByText(/^169\.254\.169\.254 is .*; webhooks go to public addresses only\.$/)).toBeVisible();
  await expect(address).toHaveAttribute('aria-invalid', 'true');
  await address.fill(`${receiver.url}/v2`);
  await save.click();
  await expect(page.getByText('Endpoint saved')).toBeVisible();
  await expect(page.getByRole('heading', { level: 2, name: /\/hooks\/v2$/ })).toBeVisible();

  await act(page, 'Delete endpoint');
  await confirm(page, 'Delete endpoint');
  await expect(page).toHaveURL(/\/settings\/webhooks$/);
  await expect(page.getByRole('heading', { name: 'No endpoints yet' })).toBeVisible();
});

test('a webhook that failed for good is edited and replayed on the queue, with wrong input first', async ({ empire, owner: page, receiver }) => {
  test.slow();
  const { url } = receiver;
  await receiver.trust(await addEndpoint(page, url, ['lead.created']));
  const other = /whe_\w+$/.exec(page.url())?.[0] ?? '';
  await receiver.trust(await addEndpoint(page, `${url}/broken`, ['lead.created']));
  const endpoint = new URL(page.url()).pathname;
  await visit(page, `${WEBHOOKS}/${other}`);
  await act(page, 'Switch off');
  await confirm(page, 'Switch off');
  await expect(page.getByText('A member switched it off.')).toBeVisible();
  await receiver.behave('fails');
  await sendForm(empire.url, newSeller());
  await came(receiver, 'lead.created');
  // Ten attempts, without waiting three days for them.
  const job = async () => {
    const answer = await page.request.post('/rpc/jobs/list', { form: { 'narrow[kind]': 'webhooks.deliver' } });
    return ((await answer.json()) as { items: { id: string; state: string }[] }).items[0];
  };
  await expect.poll(async () => {
    const now = await job();
    if (now?.state === 'retryable') await page.request.post('/rpc/jobs/retry', { form: { id: now.id } });
    return now?.state;
  }, { timeout: 60_000, intervals: [100] }).toBe('dead');
  await visit(page, endpoint);
  await expect(rows(page, 'lead.created').first()).toContainText('Failed');
  await expect(rows(page, 'lead.created').first()).toContainText('10 tries');

  await visit(page, '/settings/queue?state=dead&kind=webhooks.deliver');
  await page.getByRole('region', { name: 'Jobs', exact: true }).getByRole('link', { name: 'webhooks.deliver' }).last().click();
  const payload = page.getByRole('textbox', { name: 'What to run' });
  const stored = JSON.parse(await payload.inputValue()) as { endpoint: string; delivery: string };
  await payload.fill('{ "endpoint": ');
  await expect(page.getByText(/^This is not JSON yet/)).toBeVisible();
  await payload.fill(JSON.stringify({ ...stored, delivery: 'lead_01' }));
  await expect(page.getByText(/^The field delivery does not fit/)).toBeVisible();
  await expect(payload).toHaveAttribute('aria-invalid', 'true');
  const replay = page.getByRole('button', { name: 'Replay edited job' });
  await expect(replay).toHaveAttribute('aria-disabled', 'true');
  await payload.fill(JSON.stringify({ ...stored, endpoint: other }));
  await expect(page.getByText('Fits webhooks.deliver. 1 field changed.')).toBeVisible();
  await receiver.behave('takes');
  await receiver.forget();
  await replay.click();
  expect((await came(receiver, 'lead.created'))[0]).toMatchObject({ path: '/hooks/broken', verified: true });
  await visit(page, endpoint);
  await expect(rows(page, 'lead.created').first()).toContainText('Delivered');
});

test('an inspector shows what comes, judges it, and answers what it is told', async ({ open }) => {
  test.slow();
  // On an Empire that calls nothing on this machine: its own inspector is reached all the same.
  const page = await open();
  await signUp(page);
  await visit(page, WEBHOOKS);
  await page.getByRole('button', { name: 'Open an inspector' }).click();
  const address = page.getByRole('textbox', { name: 'Its address' });
  await expect(address).toHaveValue(/\/hooks\/inspect\/[\w-]{43}$/);
  const url = await address.inputValue();
  await page.getByRole('link', { name: 'Add it as an endpoint' }).click();
  await expect(page.getByRole('textbox', { name: 'Address', exact: true })).toHaveValue(url);
  await page.getByRole('button', { name: 'Add endpoint' }).click();
  await shownSecret(page);

  const button = page.getByRole('button', { name: 'Send a test' });
  await button.click();
  await expect(page.getByText(/The test was answered with 200 in \d/)).toBeVisible();
  await expect(inspected(page)).toHaveCount(1);
  await expect(inspected(page).first()).toContainText('Signature good');
  await inspected(page).first().locator('summary').click();
  await expect(inspected(page).first()).toContainText('"type":"webhook.test"');

  // Somebody else's request, and one that is not signed at all.
  const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': String(Math.floor(Date.now() / 1000)), 'webhook-signature': 'v1,AAAA' };
  expect((await page.request.post(url, { data: '{}', headers })).status()).toBe(200);
  expect((await page.request.post(url, { data: '{}' })).status()).toBe(200);
  await expect(inspected(page)).toHaveCount(3);
  await expect(inspected(page).nth(1)).toContainText('Signature wrong');
  await expect(inspected(page).nth(0)).toContainText('Not signed');

  // A retry that can be watched: 500 first, then the second try five seconds later.
  await page.getByLabel('What it answers').selectOption({ label: '500, tried again after 5 seconds' });
  await expect.poll(async () => (await page.request.post(url, { data: '{}' })).status()).toBe(500);
  await addLead(page);
  await expect(rows(page, 'lead.created').first()).toContainText('500');
  await page.getByLabel('What it answers').selectOption({ label: '200, taken' });
  await expect(rows(page, 'lead.created').first()).toContainText('Delivered', { timeout: 30_000 });
  await expect(rows(page, 'lead.created').first()).toContainText('2 tries');

  // Gone for good: 410 switches the endpoint off.
  await page.getByRole('button', { name: 'End the inspector' }).click();
  await expect(page.getByText('The inspector has ended')).toBeVisible();
  await addLead(page);
  await expect(page.getByText(/It answered 410, which means that it is gone for good/)).toBeVisible();
});

test('addresses that are not public are refused where they are entered', async ({ open, complaints }) => {
  complaints.allow(/status of 422/);
  const page = await open();
  await signUp(page);
  await visit(page, `${WEBHOOKS}?add=1`);
  const address = page.getByRole('textbox', { name: 'Address', exact: true });
  for (const [url, words] of [
    ['http://127.0.0.1:9/in', /^127\.0\.0\.1 is .*; webhooks go to public addresses only\.$/],
    ['http://localhost:9/in', /^127\.0\.0\.1 is .*; webhooks go to public addresses only\.$/],
    ['http://169.254.169.254/latest/meta-data', /^169\.254\.169\.254 is .*; webhooks go to public addresses only\.$/],
    ['http://[::1]:9/in', /^::1 is .*; webhooks go to public addresses only\.$/],
    ['http://2130706433/in', /^127\.0\.0\.1 is .*; webhooks go to public addresses only\.$/],
    ['http://0x7f000001/in', /^127\.0\.0\.1 is .*; webhooks go to public addresses only\.$/],
    ['http://0177.0.0.1/in', /^127\.0\.0\.1 is .*; webhooks go to public addresses only\.$/],
    [new URL('/hooks/inspect/nobodyhasthis', page.url()).href, /^This inspector has ended\. Open a new one/],
    ['ftp://crm.example', /^Begin with https:\/\//],
    ['https://user:word@crm.example', /^Leave out name and password/],
  ] as const) {
    await address.fill(url);
    await page.getByRole('button', { name: 'Add endpoint' }).click();
    await expect(page.getByText(words), url).toBeVisible();
    await expect(address, url).toHaveValue(url);
    await expect(address).toHaveAttribute('aria-invalid', 'true');
    // The next words are new ones.
    await address.fill('');
    await page.getByRole('button', { name: 'Add endpoint' }).click();
    await expect(page.getByText(/^Enter an address, for example/)).toBeVisible();
  }
  await visit(page, WEBHOOKS);
  await expect(page.getByRole('heading', { name: 'No endpoints yet' })).toBeVisible();
});

test('without scripts an endpoint is made by a plain form', async ({ open }) => {
  const scripted = await open();
  await signUp(scripted);
  const page = await open({ storageState: await scripted.context().storageState(), javaScriptEnabled: false });
  await page.goto(WEBHOOKS);
  await page.getByRole('link', { name: 'Add the first endpoint' }).click();
  await page.getByLabel('What it is for').fill('The dialer');
  await enterEndpoint(page, 'http://10.0.0.1/in', ['lead.created', 'member.joined']);
  await expect(page.getByText(/^10\.0\.0\.1 is .*; webhooks go to public addresses only\.$/)).toBeVisible();
  // What was entered is there again.
  await expect(page.getByLabel('What it is for')).toHaveValue('The dialer');
  await expect(page.getByRole('checkbox', { name: 'member.joined' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'lead.assigned' })).not.toBeChecked();
  await enterEndpoint(page, 'https://dialer.example/in');
  await expect(page).toHaveURL(/\/settings\/webhooks\/whe_\w+$/);
  await shownSecret(page);
  await expect(page.getByRole('checkbox', { name: 'lead.created' })).toBeChecked();
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Signing secret' })).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Deliveries', exact: true })).toContainText('Nothing was sent yet');
});

test('others are told that it is not for them, and an endpoint of another business is not there', async ({ open, complaints }) => {
  complaints.allow(/status of 40[34].*\/settings\/webhooks/);
  const page = await open({ as: 'manager' });
  await visit(page, WEBHOOKS);
  await expect(page.getByRole('heading', { name: 'Your role does not show this' })).toBeVisible();
  const founder = await open();
  await signUp(founder);
  await addEndpoint(founder, 'https://crm.example/in');
  const { pathname } = new URL(founder.url());
  const stranger = await open({ as: 'owner' });
  await visit(stranger, pathname);
  await expect(stranger.getByRole('heading', { name: /endpoint was not found/ })).toBeVisible();
});

test('the contract is public', async ({ open }) => {
  const page = await open({ as: 'owner' });
  await visit(page, WEBHOOKS);
  const href = await page.getByRole('link', { name: 'Schemas of all events' }).first().getAttribute('href');
  const visitor = await open();
  const answer = await visitor.request.get(href ?? '');
  expect(answer.ok()).toBe(true);
  const contract = (await answer.json()) as Record<string, { properties: { type: { const: string } } }>;
  expect(contract['lead.created']?.properties.type.const).toBe('lead.created');
});

test('on a phone one part has the page, and nothing hangs out of it', async ({ open }) => {
  const page = await open({ ...PHONE });
  await signUp(page);
  await addEndpoint(page, 'https://crm.example/in/with/a/very/long/path/that/does/not/fit/on/any/phone');
  await expect(page.getByRole('region', { name: 'Endpoints' })).toBeHidden();
  const hangs = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(await hangs()).toBe(0);
  await page.getByRole('link', { name: 'All endpoints' }).click();
  await expect(page.getByRole('region', { name: 'Endpoints' })).toBeVisible();
  expect(await hangs()).toBe(0);
});
