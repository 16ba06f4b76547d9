// Two businesses in one Empire never see each other, and a viewer sees without changing.

import { newSeller } from '../support/invented.ts';
import { composer, facts, names, openLead, openList } from '../support/lead-pages.ts';
import { sendForm } from '../support/send-form.ts';
import { signUp } from '../support/sign-up.ts';
import { expect, test, visit } from '../support/test.ts';

test("another business' lead is not found", async ({ open, stage, complaints }) => {
  complaints.allow(/status of 404/);
  const seller = newSeller();
  await sendForm(stage.url, seller);
  const ours = await open({ as: 'agent' });
  await openList(ours, `?q=${encodeURIComponent(seller.name)}`);
  await openLead(ours, seller.name);
  const address = new URL(ours.url()).pathname;

  const theirs = await open();
  await signUp(theirs);
  const answer = await theirs.goto(address);
  expect(answer?.status()).toBe(404);
  await expect(theirs.getByRole('heading', { level: 1, name: /not found/i })).toBeVisible();
  await expect(theirs.getByRole('main')).not.toContainText(seller.name);
  await visit(theirs, `/leads?q=${encodeURIComponent(seller.name)}`);
  await expect(theirs.getByRole('heading', { name: 'No lead matches' })).toBeVisible();
});

test('a viewer reads everything and changes nothing', async ({ open, complaints }) => {
  complaints.allow(/status of 403.*\/review/);
  const viewer = await open({ as: 'viewer' });
  await openList(viewer);
  await expect(viewer.getByRole('table').getByRole('button')).toHaveCount(0);
  await expect(viewer.getByRole('link', { name: 'Add lead' })).toHaveCount(0);
  await expect(viewer.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /Review|Forms/ })).toHaveCount(0);
  await names(viewer).first().click();
  await expect(facts(viewer)).toContainText('Phone');
  await expect(composer(viewer)).toHaveCount(0);
  await expect(viewer.getByRole('button', { name: /^(Status|Owner)/ })).toHaveCount(0);
  await viewer.keyboard.press('c');
  await expect(viewer.getByRole('dialog')).toHaveCount(0);
  await visit(viewer, '/review');
  await expect(viewer.getByText('Your role does not show this')).toBeVisible();
});
