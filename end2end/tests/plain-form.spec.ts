// The seller form without JavaScript: whole pages, the same messages, nothing typed is lost.

import { newSeller } from '../support/invented.ts';
import { leadLink, openList } from '../support/lead-pages.ts';
import { FORM, STEPS, SellerForm, THANKS } from '../support/seller-form.ts';
import { PHONE, expect, test } from '../support/test.ts';

for (const { device, options } of [{ device: 'at a desk', options: {} }, { device: 'on a phone', options: PHONE }]) {
  test(`a seller without JavaScript is heard, ${device}`, async ({ open, complaints }) => {
    complaints.allow(/status of 422/);
    const seller = newSeller();
    const staff = await open({ as: 'agent', ...options });
    await openList(staff);

    const visitor = await open({ javaScriptEnabled: false, ...options });
    await visitor.goto(`${FORM}?utm_source=facebook&utm_medium=paid_social`);
    const form = new SellerForm(visitor);

    await form.place(seller);
    await form.field('ZIP code').fill('787');
    await form.onward.click();
    await expect(visitor).toHaveTitle(/^Error: /);
    await expect(form.problems).toContainText('One answer needs another look');
    await expect(form.field('ZIP code')).toHaveValue('787');
    await expect(form.field('ZIP code')).toHaveAccessibleDescription(/ZIP/);
    await expect(form.field('Street address')).toHaveValue(seller.street);
    await expect(form.field('State')).toHaveValue('TX');

    await form.field('ZIP code').fill('78702');
    await form.onward.click();
    await form.house();
    await form.onward.click();

    await form.person(seller);
    await form.field('Mobile phone').fill('512 555 014');
    await form.field('Anything else? (optional)').fill(seller.message);
    await form.send.click();
    await expect(form.problems).toContainText('for example 512 555 0134');
    await expect(form.field('Your name')).toHaveValue(seller.name);
    await expect(form.field('Mobile phone')).toHaveValue('512 555 014');
    await expect(form.field('Anything else? (optional)')).toHaveValue(seller.message);

    await form.back.click();
    await expect(form.field('Within 30 days')).toBeChecked();
    await form.onward.click();
    await form.field('Mobile phone').fill(seller.phone);
    await form.send.click();
    await expect(form.heading(THANKS)).toBeVisible();

    await expect(leadLink(staff, seller.name)).toBeVisible();
  });
}

test('a link brings the answers back on another device', async ({ open }) => {
  const seller = newSeller();
  const visitor = await open({ javaScriptEnabled: false });
  await visitor.goto(FORM);
  const form = new SellerForm(visitor);
  await form.place(seller);
  await form.onward.click();
  const link = await visitor.getByRole('link', { name: 'Link to continue later' }).getAttribute('href');

  const elsewhere = await open(PHONE);
  await elsewhere.goto(link ?? '');
  const again = new SellerForm(elsewhere);
  await expect(again.heading(STEPS[1])).toBeVisible();
  await again.back.click();
  await expect(again.field('Street address')).toHaveValue(seller.street);
});

test('Enter goes on, also where the first button would go back', async ({ open }) => {
  const seller = newSeller();
  const visitor = await open({ javaScriptEnabled: false });
  await visitor.goto(FORM);
  const form = new SellerForm(visitor);
  await form.place(seller);
  await form.field('ZIP code').press('Enter');
  await form.house();
  await form.field('Bedrooms (optional)').fill('3');
  await form.field('Bedrooms (optional)').press('Enter');
  await expect(form.heading(STEPS[2])).toBeVisible();
});

test('land is not asked about bedrooms', async ({ open }) => {
  const visitor = await open();
  await visitor.goto(FORM);
  const form = new SellerForm(visitor);
  await form.place(newSeller());
  await form.field('What kind of property is it?').selectOption('Land');
  await form.onward.click();
  await expect(form.field('Why are you selling?')).toBeVisible();
  await expect(form.field('Bedrooms (optional)')).toBeHidden();
});
