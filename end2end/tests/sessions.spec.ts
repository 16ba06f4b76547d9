// Signing in and out, founding a business, joining one by invitation.

import type { Page } from '@playwright/test';
import { newSeller } from '../support/invented.ts';
import { PASSWORD, PEOPLE } from '../support/people.ts';
import { signUp } from '../support/sign-up.ts';
import { alive, expect, test, visit } from '../support/test.ts';

async function tryToSignIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

for (const javaScriptEnabled of [true, false]) {
  test(`a wrong password is said, the right one leads where one wanted to go, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({ open, complaints }) => {
    complaints.allow(/status of 422/);
    const page = await open({ javaScriptEnabled });
    await page.goto('/leads?status=new');
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    await tryToSignIn(page, PEOPLE.manager.email, 'not the right one');
    await expect(page.getByText(/\d tries left, then a 15-minute pause\./)).toBeVisible();
    await expect(page.getByLabel('Email')).toHaveValue(PEOPLE.manager.email);
    await tryToSignIn(page, PEOPLE.manager.email, PASSWORD);
    await expect(page).toHaveURL(/\/leads\?status=new$/);
    await expect(page.getByRole('heading', { level: 1, name: 'Leads' })).toBeVisible();
  });
}

test('guessing is slowed down, for this address alone', async ({ open, complaints }) => {
  complaints.allow(/status of (422|429)/);
  const page = await open();
  const { email } = newSeller();
  await page.goto('/sign-in');
  for (const left of ['4 tries left', '3 tries left', '2 tries left', '1 try left', 'Wait 15 minutes']) {
    await tryToSignIn(page, email, 'a guess of a password');
    await expect(page.getByText(left)).toBeVisible();
  }
  await tryToSignIn(page, email, 'a guess of a password');
  await expect(page.getByText(/Too many attempts\. Try again in 15 minutes\./)).toBeVisible();
});

test('signing out ends the session in every tab', async ({ open }) => {
  const page = await open();
  await page.goto('/sign-in');
  await tryToSignIn(page, PEOPLE.agent.email, PASSWORD);
  await alive(page);
  await page.getByRole('button', { name: `${PEOPLE.agent.name}, profile` }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.goto('/leads');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});

test('a fresh business is empty and says what to do first', async ({ open }) => {
  const page = await open();
  const founder = await signUp(page);
  await expect(page.getByRole('navigation', { name: 'Main' }).first()).toContainText(founder.business);
  await visit(page, '/leads');
  await expect(page.getByRole('heading', { name: 'No leads yet' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Put the form on your site' })).toBeVisible();
  await visit(page, '/review');
  await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
});

test('what a founder enters wrongly is said beside its field', async ({ open, complaints }) => {
  complaints.allow(/status of 422/);
  const page = await open();
  await page.goto('/sign-up');
  await page.getByLabel('Business').fill('Juniper Homes');
  await page.getByLabel('Your name').fill('Dana Whitfield');
  await page.getByLabel('Email').fill('dana@juniper');
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByRole('button', { name: 'Set up organization' }).click();
  await expect(page.getByLabel('Password', { exact: true })).toHaveAccessibleDescription(/at least 12 characters/);
  await expect(page.getByLabel('Email')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Business')).toHaveValue('Juniper Homes');
});

test('an invitation link makes a viewer, once', async ({ open, complaints }) => {
  complaints.allow(/status of 404/);
  const { name, email } = newSeller();
  const admin = await open({ as: 'owner' });
  await visit(admin, '/settings/members');
  await admin.getByLabel('Email').fill(email);
  await admin.getByLabel('Role', { exact: true }).selectOption('Viewer');
  await admin.getByRole('button', { name: 'Make invitation link' }).click();
  const link = admin.getByRole('textbox', { name: `Link for ${email}` });
  await expect(link).toHaveValue(/\/invitations\//);
  const address = await link.inputValue();
  await expect(admin.getByRole('listitem').filter({ hasText: email })).toContainText('Viewer, invited by Dana Whitfield');

  const guest = await open();
  await guest.goto(address);
  await expect(guest.getByRole('main')).toContainText('Juniper Homes');
  await expect(guest.getByRole('main')).toContainText(email);
  await guest.getByLabel('Your name').fill(name);
  await guest.getByLabel('Password', { exact: true }).fill('four words in a row');
  await guest.getByRole('button', { name: 'Join' }).click();
  await alive(guest);
  await expect(guest.getByRole('button', { name: `${name}, profile` })).toBeVisible();
  await visit(guest, '/leads');
  await expect(guest.getByRole('link', { name: 'Add lead' })).toHaveCount(0);

  await expect(admin.getByRole('row').filter({ hasText: name })).toContainText('Viewer');

  const late = await open();
  await late.goto(address);
  await expect(late.getByRole('main').getByRole('heading', { level: 1 })).toHaveText('This invitation does not work');
});
