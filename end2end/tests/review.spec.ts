// A submission that looks like a machine's gets the same thanks and waits for a person.

import { newSeller } from '../support/invented.ts';
import { openLead, openList, timeline } from '../support/lead-pages.ts';
import { sendForm } from '../support/send-form.ts';
import { FORM, SellerForm, THANKS } from '../support/seller-form.ts';
import { expect, test, visit } from '../support/test.ts';

test('who fills the hidden field is thanked, reviewed, and may become a lead', async ({ open }) => {
  const seller = newSeller();
  const visitor = await open({ javaScriptEnabled: false });
  await visitor.goto(FORM);
  const form = new SellerForm(visitor);
  await form.toLastStep(seller);
  await visitor.locator('input[name=company_website]').evaluate((input) => ((input as HTMLInputElement).value = 'https://spam.example'));
  await form.send.click();
  await expect(form.heading(THANKS)).toBeVisible();

  const manager = await open({ as: 'manager' });
  await openList(manager, `?q=${encodeURIComponent(seller.name)}`);
  await expect(manager.getByRole('heading', { name: 'No lead matches' })).toBeVisible();
  await expect(manager.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Review \d+ to review$/ })).toBeVisible();

  await visit(manager, '/review');
  const held = manager.getByRole('article', { name: seller.name });
  await expect(held).toContainText('Filled a field that people do not see');
  await expect(held).toContainText('Austin');
  await held.getByRole('button', { name: 'Make it a lead' }).click();
  await expect(held).toHaveCount(0);

  await visit(manager, `/leads?q=${encodeURIComponent(seller.name)}`);
  await openLead(manager, seller.name);
  await expect(timeline(manager).filter({ hasText: 'accepted the submission' })).toHaveCount(1);
});

test('what is rejected never becomes a lead', async ({ open, stage }) => {
  const seller = newSeller();
  await sendForm(stage.url, seller, { extra: { company_website: 'https://spam.example' } });
  const manager = await open({ as: 'manager' });
  await visit(manager, '/review');
  const held = manager.getByRole('article', { name: seller.name });
  await held.getByRole('button', { name: 'Reject' }).click();
  const question = manager.getByRole('dialog', { name: `Reject the submission of ${seller.name}?` });
  await question.getByRole('button', { name: 'Reject submission' }).click();
  await expect(held).toHaveCount(0);
  await visit(manager, `/leads?q=${encodeURIComponent(seller.name)}`);
  await expect(manager.getByRole('heading', { name: 'No lead matches' })).toBeVisible();
});
