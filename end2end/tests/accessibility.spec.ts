// Every page, in every state a person meets, passes axe in light and dark, at desk and phone width.

import { audit } from '../support/axe.ts';
import { openSettings } from '../support/form-settings.ts';
import { newSeller } from '../support/invented.ts';
import { composer, names, openList, statusButton } from '../support/lead-pages.ts';
import type { Person } from '../support/people.ts';
import { sendForm } from '../support/send-form.ts';
import { FORM, STEPS, SellerForm, THANKS } from '../support/seller-form.ts';
import { signUp } from '../support/sign-up.ts';
import { field, inquiry, map, mappedSource, payloads, send, value } from '../support/source-pages.ts';
import { expect, test, visit } from '../support/test.ts';
import { act, confirm, inspected, shownSecret } from '../support/webhook-pages.ts';

const SIGNED_IN: { address: string; as: Person }[] = [
  { address: '/', as: 'owner' },
  { address: '/', as: 'viewer' },
  { address: '/leads', as: 'owner' },
  { address: '/leads', as: 'viewer' },
  { address: '/leads/duplicates', as: 'owner' },
  { address: '/leads/deleted', as: 'owner' },
  { address: '/leads/deleted', as: 'viewer' },
  { address: '/agenda', as: 'owner' },
  { address: '/agenda', as: 'viewer' },
  { address: '/notifications', as: 'owner' },
  { address: '/leads?q=nobodyhasthisname', as: 'owner' },
  { address: '/leads?add=1', as: 'owner' },
  { address: '/activity', as: 'owner' },
  { address: '/activity?kind=calls', as: 'viewer' },
  { address: '/team', as: 'owner' },
  { address: '/team?period=month&sort=calls', as: 'viewer' },
  { address: '/forms', as: 'owner' },
  { address: '/settings/members', as: 'owner' },
  { address: '/settings/members', as: 'viewer' },
  { address: '/settings/duty', as: 'owner' },
  { address: '/settings/duty', as: 'viewer' },
  { address: '/settings/queue', as: 'owner' },
  { address: '/settings/queue?state=dead', as: 'owner' },
  { address: '/settings/queue', as: 'viewer' },
  { address: '/settings/sources', as: 'owner' },
  { address: '/settings/sources?add=1', as: 'owner' },
  { address: '/settings/sources', as: 'viewer' },
  { address: '/settings/webhooks', as: 'owner' },
  { address: '/settings/webhooks?add=1', as: 'owner' },
  { address: '/settings/webhooks', as: 'viewer' },
  { address: '/review', as: 'viewer' },
];

for (const { address, as } of SIGNED_IN) {
  test(`${address} as ${as}`, async ({ open, complaints }) => {
    if (address === '/review') complaints.allow(/status of 403.*\/review/);
    if (address === '/leads/deleted' && as === 'viewer') complaints.allow(/status of 403.*\/leads\/deleted/);
    if (address.startsWith('/settings/') && as === 'viewer') complaints.allow(/status of 403.*\/settings\/(queue|webhooks|sources|duty)/);
    const page = await open({ as });
    await visit(page, address);
    await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
    await audit(page);
  });
}

test('a lead, and its menus', async ({ open }) => {
  const page = await open({ as: 'owner' });
  await openList(page);
  await names(page).first().click();
  await expect(composer(page)).toBeVisible();
  await audit(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await composer(page).getByRole('tab', { name: 'Call' }).click();
  await composer(page).getByRole('button', { name: 'Log call' }).click();
  await expect(page.getByText('Choose how the call ended.')).toBeVisible();
  await audit(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await statusButton(page).click();
  await expect(page.getByRole('menu')).toBeVisible();
  await audit(page);
});

test('a submission in review', async ({ open, stage }) => {
  const seller = newSeller();
  await sendForm(stage.url, seller, { extra: { company_website: 'https://spam.example' } });
  const page = await open({ as: 'manager' });
  await visit(page, '/review');
  await expect(page.getByRole('main')).toContainText(seller.name);
  await audit(page);
});

test('the settings of a form', async ({ open }) => {
  const page = await open({ as: 'owner' });
  await openSettings(page);
  await audit(page);
});

test('an endpoint with its secret, its deliveries and an inspector', async ({ open, complaints }) => {
  complaints.allow(/status of 422/);
  const page = await open();
  await signUp(page);
  await visit(page, '/settings/webhooks');
  await page.getByRole('button', { name: 'Open an inspector' }).click();
  await page.getByRole('link', { name: 'Add it as an endpoint' }).click();
  await page.getByRole('button', { name: 'Add endpoint' }).click();
  await shownSecret(page);
  await page.getByRole('button', { name: 'Send a test' }).click();
  await page.getByRole('link', { name: 'See request and answer' }).click();
  await expect(page.getByRole('region', { name: 'Answer to attempt 1' })).toBeVisible();
  await inspected(page).first().locator('summary').click();
  await page.getByRole('button', { name: 'Rotate' }).click();
  await confirm(page, 'Rotate secret');
  await expect(page.getByText('Signs as well')).toBeVisible();
  await audit(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await act(page, 'Switch off');
  await confirm(page, 'Switch off');
  await expect(page.getByText('A member switched it off.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Address', exact: true }).fill('http://10.0.0.1/');
  await page.getByRole('button', { name: 'Save endpoint' }).click();
  await expect(page.getByText(/webhooks go to public addresses only/)).toBeVisible();
  await audit(page);
});

test('a source with its payload, its mapping and what was refused', async ({ open }) => {
  test.slow();
  const page = await open();
  await signUp(page);
  const way = await mappedSource(page, 'Harbor listings', newSeller());
  const lost = inquiry(newSeller());
  lost.person = { who: 'Nobody' };
  await send(way, lost);
  await send(way, inquiry(newSeller()), 'wrong');
  await expect(payloads(page)).toHaveCount(2);
  await payloads(page).filter({ hasText: 'Nobody' }).getByRole('link').first().click();
  await expect(page.getByRole('textbox', { name: 'What is mapped' })).toBeVisible();
  await map(page, 'src', 'Source');
  await expect(field(page, 'Source').getByRole('textbox', { name: 'Row 1: what comes' })).toBeVisible();
  await field(page, 'Property address').getByRole('button', { name: 'Settings of Property address' }).click();
  await audit(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await value(page, 'event').click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await audit(page);
});

for (const address of ['/sign-in', '/sign-up']) {
  test(address, async ({ open }) => {
    const page = await open();
    await page.goto(address);
    await audit(page);
  });
}

test('/sign-in after a wrong password', async ({ open, complaints }) => {
  complaints.allow(/status of 422/);
  const page = await open();
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(newSeller().email);
  await page.getByLabel('Password', { exact: true }).fill('not the right one');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByText(/tries left/)).toBeVisible();
  await audit(page);
});

test('pages that are not there', async ({ open, complaints }) => {
  complaints.allow(/status of 404/);
  const member = await open({ as: 'owner' });
  for (const address of ['/nothing/here', '/leads/lead_00000000000000000000000000']) {
    await member.goto(address);
    await expect(member.getByRole('heading', { level: 1 })).toBeVisible();
    await audit(member);
  }
  const visitor = await open();
  for (const address of ['/f/no-such-form', '/invitations/nonsense']) {
    await visitor.goto(address);
    await expect(visitor.getByRole('heading', { level: 1 })).toBeVisible();
    await audit(visitor);
  }
});

test('an empty business', async ({ open }) => {
  const page = await open();
  await signUp(page);
  for (const address of ['/', '/leads', '/review', '/settings/queue', '/settings/webhooks', '/settings/sources']) {
    await page.setViewportSize({ width: 1440, height: 900 });
    await visit(page, address);
    await audit(page);
  }
});

test('every page of the public form', async ({ open }) => {
  const page = await open();
  const form = new SellerForm(page);
  await page.goto(FORM);
  await expect(form.heading(STEPS[0])).toBeVisible();
  await audit(page);
  await form.onward.click();
  await expect(form.field('ZIP code')).toHaveAttribute('aria-invalid', 'true');
  await audit(page);
  const seller = newSeller();
  await form.place(seller);
  await form.onward.click();
  await expect(form.heading(STEPS[1])).toBeVisible();
  await audit(page);
  await form.house();
  await form.onward.click();
  await form.person(seller);
  await audit(page);
  await form.send.click();
  await expect(form.heading(THANKS)).toBeVisible();
  await audit(page);
});

test('the public form with its errors, without JavaScript', async ({ open, complaints }) => {
  complaints.allow(/status of 422/);
  const page = await open({ javaScriptEnabled: false });
  await page.goto(FORM);
  const form = new SellerForm(page);
  await form.onward.click();
  await expect(form.problems).toBeVisible();
  // axe itself needs scripts: the very same page in a browser that runs them, but not the form's own.
  const html = await page.content();
  const scripted = await open();
  await scripted.route(/\/form\/[^/]*\.js/, (route) => route.abort());
  await scripted.route(`**${FORM}`, (route) => route.fulfill({ body: html, contentType: 'text/html' }));
  complaints.allow(/ERR_FAILED/);
  await scripted.goto(FORM);
  await expect(new SellerForm(scripted).problems).toBeVisible();
  await audit(scripted);
});

test('the components, where the build has their page', async ({ open }) => {
  const page = await open();
  const answer = await page.request.get('/dev/ui');
  test.skip(answer.status() === 404, 'a release has no page of components');
  await page.goto('/dev/ui');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await audit(page);
});
