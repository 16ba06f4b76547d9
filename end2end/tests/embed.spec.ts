// From a form on somebody's site to an investor's screen, on a desk and on a phone; and the popup.

import { newSeller } from '../support/invented.ts';
import { changeStatus, facts, leadLink, logCall, openLead, openList, showPane, timeline } from '../support/lead-pages.ts';
import { STEPS, SellerForm, THANKS } from '../support/seller-form.ts';
import { PHONE, expect, test } from '../support/test.ts';

const VISIT = 'utm_source=google&utm_medium=cpc&utm_campaign=inherited-austin&gclid=Cj0KCQ';

const DEVICES = [
  { device: 'at a desk', options: {} },
  { device: 'on a phone', options: PHONE },
];

for (const { device, options } of DEVICES) {
  test(`a lead walks from an embedded form to an open list, ${device}`, async ({ open, stage }) => {
    const seller = newSeller();
    const staff = await open({ as: 'agent', ...options });
    await openList(staff);

    const site = await open(options);
    await site.goto(`${stage.host}/inline?${VISIT}`);
    const form = new SellerForm(site.frameLocator('iframe'));
    const tap = (target: { click: () => Promise<void>; tap: () => Promise<void> }) => ('hasTouch' in options ? target.tap() : target.click());

    await test.step('one answer is wrong and said so at once', async () => {
      await form.place(seller);
      await form.field('ZIP code').fill('787');
      await tap(form.onward);
      await expect(form.field('ZIP code')).toHaveAccessibleDescription(/ZIP/);
      await expect(form.field('ZIP code')).toHaveAttribute('aria-invalid', 'true');
      await expect(form.field('Street address')).toHaveValue(seller.street);
      await form.field('ZIP code').fill('78702');
      await tap(form.onward);
    });

    await test.step('the page is reloaded midway and goes on where it was', async () => {
      await expect(form.heading(STEPS[1])).toBeVisible();
      const saved = site.waitForResponse((answer) => new URL(answer.url()).pathname.endsWith('/draft') && answer.ok());
      await form.house();
      await saved;
      await site.reload();
      await expect(form.heading(STEPS[1])).toBeVisible();
      await expect(form.field('What condition is it in?')).toHaveValue('repairs');
      await tap(form.back);
      await expect(form.field('Street address')).toHaveValue(seller.street);
      await tap(form.onward);
      await expect(form.heading(STEPS[1])).toBeVisible();
      await expect(form.field('Within 30 days')).toBeChecked();
      await tap(form.onward);
    });

    await test.step('the answers are sent', async () => {
      await form.person(seller);
      await form.field('Email (optional)').fill(seller.email);
      await form.field('Anything else? (optional)').fill(seller.message);
      await tap(form.send);
      await expect(form.heading(THANKS)).toBeVisible();
      await expect(site.getByRole('list', { name: 'Events' })).toContainText(/ready.*step.*submit/s);
    });

    await test.step('the lead is in the list that was open all the time', async () => {
      await expect(leadLink(staff, seller.name)).toBeVisible();
      await openLead(staff, seller.name);
      await showPane(staff, 'Facts');
      await expect(facts(staff)).toContainText(seller.email);
      await expect(facts(staff)).toContainText(seller.message);
      await expect(facts(staff)).toContainText('Google Ads, inherited-austin');
      await expect(facts(staff)).toContainText('Landed on /inline');
    });

    await test.step('a call is logged and the status changed', async () => {
      await logCall(staff, 'Wants to be out by spring.');
      await changeStatus(staff, 'Qualified');
      await expect(timeline(staff).filter({ hasText: 'to Qualified' })).toHaveCount(1);
    });
  });
}

test('the popup keeps the focus, closes on Esc and grows with its step', async ({ open, stage }) => {
  const site = await open();
  await site.goto(`${stage.host}/popup`);
  const opener = site.getByRole('button', { name: 'Open the form' });
  const dialog = site.getByRole('dialog', { name: 'Form' });
  await expect(dialog).toBeHidden();

  await opener.click();
  await expect(dialog).toBeVisible();
  const form = new SellerForm(dialog.frameLocator('iframe'));
  await expect(form.heading(STEPS[0])).toBeVisible();
  await expect.poll(() => dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);

  await form.field('Street address').press('Escape');
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();

  await opener.click();
  const frame = dialog.locator('iframe');
  const height = () => frame.evaluate((element) => element.getBoundingClientRect().height);
  await expect(form.heading(STEPS[0])).toBeVisible();
  const before = await height();
  await form.place(newSeller());
  await form.onward.click();
  await expect(form.heading(STEPS[1])).toBeVisible();
  await expect.poll(height).not.toBe(before);
});

test('the frame is as tall as the form in it', async ({ open, stage }) => {
  const site = await open();
  await site.goto(`${stage.host}/inline`);
  const form = new SellerForm(site.frameLocator('iframe'));
  const fits = async () => {
    const outer = await site.locator('iframe').evaluate((element) => element.getBoundingClientRect().height);
    const inner = await site.frameLocator('iframe').getByRole('main').evaluate((element) => element.getBoundingClientRect().height);
    return Math.abs(outer - inner) <= 2;
  };
  await expect(form.heading(STEPS[0])).toBeVisible();
  await expect.poll(fits).toBe(true);
  await form.place(newSeller());
  await form.onward.click();
  await expect(form.heading(STEPS[1])).toBeVisible();
  await expect.poll(fits).toBe(true);
});

test('a site that nobody allowed is told so and gets no form', async ({ open, stage, complaints }) => {
  complaints.allow(/status of 403/);
  const site = await open();
  await site.goto(`${stage.stranger}/inline`);
  const frame = site.frameLocator('iframe');
  await expect(frame.getByRole('heading', { name: 'This site may not show the form' })).toBeVisible();
  await expect(frame.getByText('Juniper Homes has not allowed this site to show the form.')).toBeVisible();
  await expect(frame.getByRole('textbox')).toHaveCount(0);

  // Visitors are not lost: the loader offers the form's own page.
  await site.getByRole('link', { name: 'Open the form in a page of its own' }).click();
  await expect(new SellerForm(site).heading(STEPS[0])).toBeVisible();
});

test('a site that pretends to be an allowed one is refused by the browser', async ({ open, stage, complaints }) => {
  complaints.allow(/frame-ancestors/, /Refused to frame/, /status of 403/);
  const site = await open();
  await site.goto(`${stage.stranger}/inline`);
  await site.locator('iframe').evaluate((frame, origin) => {
    const address = new URL((frame as HTMLIFrameElement).src);
    address.searchParams.set('origin', origin);
    (frame as HTMLIFrameElement).src = address.href;
  }, stage.host);
  await expect(site.frameLocator('iframe').getByRole('heading', { name: 'This site may not show the form' })).toHaveCount(0);
  await expect(site.frameLocator('iframe').getByRole('textbox')).toHaveCount(0);
});
