// What assistive technology is told about the main pages, as a whole.

import { newSeller } from '../support/invented.ts';
import { openLead, openList } from '../support/lead-pages.ts';
import { sendForm } from '../support/send-form.ts';
import { FORM, SellerForm } from '../support/seller-form.ts';
import { expect, test } from '../support/test.ts';

test('sign-in', async ({ open }) => {
  const page = await open();
  await page.goto('/sign-in');
  await expect(page.getByRole('main')).toMatchAriaSnapshot({ name: 'sign-in.aria.yml' });
});

test('leads', async ({ open, stage }) => {
  const seller = newSeller();
  await sendForm(stage.url, seller);
  const page = await open({ as: 'agent' });
  await openList(page, `?q=${encodeURIComponent(seller.name)}`);
  await expect(page.getByRole('table')).toBeVisible();
  await expect(page.locator('body')).toMatchAriaSnapshot({ name: 'leads.aria.yml' });
});

test('lead', async ({ open, stage }) => {
  const seller = newSeller();
  await sendForm(stage.url, seller);
  const page = await open({ as: 'agent' });
  await openList(page, `?q=${encodeURIComponent(seller.name)}`);
  await openLead(page, seller.name);
  await expect(page.getByRole('main')).toMatchAriaSnapshot({ name: 'lead.aria.yml' });
});

test('the last step of the public form', async ({ open }) => {
  const page = await open();
  await page.goto(FORM);
  const form = new SellerForm(page);
  await form.place(newSeller());
  await form.onward.click();
  await form.house();
  await form.onward.click();
  await expect(form.field('Your name')).toBeVisible();
  await expect(page.locator('body')).toMatchAriaSnapshot({ name: 'form-last-step.aria.yml' });
});
