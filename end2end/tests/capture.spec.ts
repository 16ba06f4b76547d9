// What an organization adds to its leads, asked for in a form: made, asked, sent, and there on the lead.

import { audit } from '../support/axe.ts';
import { addField, canvas, newForm, preview, publish, saved, settings } from '../support/builder-pages.ts';
import { newSeller } from '../support/invented.ts';
import { facts, openLead, openList } from '../support/lead-pages.ts';
import { signUp } from '../support/sign-up.ts';
import { expect, test, visit } from '../support/test.ts';

test('a field of one’s own is asked for in a form and stands on the lead', async ({ open }) => {
  test.slow();
  const page = await open();
  await signUp(page);
  await visit(page, '/settings/fields');
  await page.getByRole('region', { name: 'Leads' }).getByRole('button', { name: 'Add field' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a field to leads' });
  await dialog.getByLabel('Name').fill('How motivated?');
  await dialog.getByLabel('Holds').selectOption({ label: 'One of a list' });
  await dialog.getByLabel('Options, one a line').fill('Must sell\nCurious');
  await dialog.getByRole('button', { name: 'Save field' }).click();
  await expect(page.getByText('“How motivated?” saved')).toBeVisible();
  await page.getByRole('region', { name: 'Contacts' }).getByRole('button', { name: 'Add field' }).click();
  const another = page.getByRole('dialog', { name: 'Add a field to contacts' });
  await another.getByLabel('Name').fill('Language');
  await another.getByLabel('Holds').selectOption({ label: 'Text' });
  await another.getByRole('button', { name: 'Save field' }).click();
  await expect(page.getByText('“Language” saved')).toBeVisible();

  // A new question begins as the field is; one that is there is told what it fills.
  await newForm(page, 'How motivated are you');
  await page.getByRole('button', { name: 'Add field to step 1', exact: true }).click();
  await page.getByRole('menuitem', { name: /^How motivated\?/ }).click();
  await expect(settings(page).getByRole('textbox', { name: 'Question' })).toHaveValue('How motivated?');
  await expect(settings(page).getByLabel('Fills')).toHaveValue(/^fld_/);
  await expect(preview(page).getByText('Must sell')).toBeVisible();
  await addField(page, 1, 'Short text');
  await settings(page).getByRole('textbox', { name: 'Question' }).fill('Which language do you speak?');
  await settings(page).getByLabel('Fills').selectOption({ label: 'Language' });
  await expect(saved(page)).toBeVisible();
  await audit(page);

  // What was put away meanwhile stops publishing, at its place and in words.
  const other = await page.context().newPage();
  await visit(other, '/settings/fields');
  await other.getByRole('button', { name: 'Archive Language' }).click();
  await expect(other.getByText('“Language” is archived')).toBeVisible();
  await expect(page.getByText('1 thing to mend before it can be published')).toBeVisible();
  await canvas(page).getByRole('button', { name: /^Which language/ }).click();
  await expect(settings(page).getByText('“Language” is no longer in use. Choose another field, or nothing.')).toBeVisible();
  await settings(page).getByLabel('Fills').selectOption({ label: 'Nothing, the answer is kept with the lead' });
  await expect(page.getByText('1 thing to mend before it can be published')).toHaveCount(0);
  await publish(page, 1);

  const visitor = await open();
  const seller = newSeller();
  const slug = /data-form="([^"]+)"/.exec((await page.locator('code').textContent()) ?? '')?.[1] ?? '';
  await visitor.goto(`/f/${slug}`);
  await visitor.getByLabel('Your name').fill(seller.name);
  await visitor.getByLabel('Mobile phone').fill(seller.phone);
  await visitor.getByText('Must sell').click();
  await visitor.getByRole('button', { name: 'Send my answers' }).click();
  await expect(visitor.getByRole('heading', { level: 1, name: 'Thank you. We have your answers.' })).toBeVisible();

  await openList(page);
  await openLead(page, seller.name);
  await expect(facts(page)).toContainText('How motivated?');
  await expect(facts(page)).toContainText('Must sell');
});
