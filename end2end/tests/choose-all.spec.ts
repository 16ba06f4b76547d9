// Choosing every lead that matches, also those on other pages, and choosing on a phone.

import { addLead } from '../support/add-lead.ts';
import { audit } from '../support/axe.ts';
import { names, openList } from '../support/lead-pages.ts';
import { signUp } from '../support/sign-up.ts';
import { PHONE, expect, test } from '../support/test.ts';

test('all that match are changed together and put back, and cards of a phone are chosen', async ({ open }) => {
  const owner = await open();
  await signUp(owner);
  // Two more than a page.
  for (let number = 0; number < 52; number += 1) await addLead(owner, number, `Ana Number ${number}`);
  await openList(owner, '?status=new');
  await expect(names(owner)).toHaveCount(50);
  const shown = owner.getByRole('checkbox', { name: 'Choose all leads that are shown' });
  const bar = owner.getByRole('toolbar', { name: 'Change the chosen leads' });
  await shown.check();
  await expect(bar).toContainText('50 chosen');
  await bar.getByRole('button', { name: 'Choose all 52 that match' }).click();
  await expect(bar).toContainText('All 52 that match are chosen');
  await audit(owner);

  // One less: what is shown is left.
  const box = owner.getByRole('checkbox', { name: /^Choose Ana/ }).first();
  await box.uncheck();
  await expect(bar).toContainText('49 chosen');
  await expect(bar.getByRole('button', { name: 'Choose all 52 that match' })).toHaveCount(0);
  await box.check();
  await bar.getByRole('button', { name: 'Choose all 52 that match' }).click();

  await bar.getByRole('button', { name: 'Status' }).click();
  await owner.getByRole('menuitem', { name: 'Qualified' }).click();
  await expect(owner.getByText('52 leads changed')).toBeVisible();
  await expect(owner.getByRole('heading', { name: 'No lead matches' })).toBeVisible();
  await owner.getByRole('button', { name: 'Undo' }).click();
  await expect(owner.getByText('52 leads as before')).toBeVisible();
  await expect(names(owner)).toHaveCount(50);

  const phone = await open({ ...PHONE, storageState: await owner.context().storageState() });
  await openList(phone);
  const cards = phone.getByRole('list', { name: 'Leads' });
  await expect(cards.getByRole('link')).toHaveCount(50);
  await phone.getByRole('button', { name: 'Choose', exact: true }).click();
  await expect(cards.getByRole('link')).toHaveCount(0);
  await cards.getByRole('checkbox').first().check();
  const below = phone.getByRole('toolbar', { name: 'Change the chosen leads' });
  await expect(below).toContainText('1 chosen');
  await audit(phone);
  await phone.getByRole('button', { name: 'Choose all shown' }).click();
  await below.getByRole('button', { name: 'Choose all 52 that match' }).click();
  await expect(below).toContainText('All 52 that match are chosen');
  await phone.getByRole('button', { name: 'Done', exact: true }).click();
  await expect(below).toHaveCount(0);
  await expect(cards.getByRole('link')).toHaveCount(50);
});
