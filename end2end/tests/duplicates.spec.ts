// One person who is here twice: found, compared, merged by keyboard, split again, and told apart.

import { type Page } from '@playwright/test';
import { audit } from '../support/axe.ts';
import { newSeller } from '../support/invented.ts';
import { facts, openList, showPane, statusButton } from '../support/lead-pages.ts';
import { PHONE, alive, expect, test, visit } from '../support/test.ts';

interface Typed {
  name: string;
  phone: string;
  email?: string;
  street: string;
}

/** Adds a lead as a member does, and answers its address. */
async function addLead(page: Page, typed: Typed): Promise<string> {
  await visit(page, '/leads?add=1');
  const dialog = page.getByRole('dialog', { name: 'Add lead' });
  await dialog.getByLabel('Name').fill(typed.name);
  await dialog.getByLabel('Phone').fill(typed.phone);
  if (typed.email !== undefined) await dialog.getByLabel('Email').fill(typed.email);
  await dialog.getByLabel('Street').fill(typed.street);
  await dialog.getByLabel('City').fill('Austin');
  await dialog.getByLabel('State').fill('TX');
  await dialog.getByLabel('ZIP').fill('78702');
  await dialog.getByRole('button', { name: 'Add lead' }).click();
  await expect(page.getByRole('heading', { level: 1, name: typed.name })).toBeVisible();
  return new URL(page.url()).pathname;
}

/** Two leads that are one person: the name heard on the telephone has a letter more. */
async function twins(page: Page): Promise<{ older: Typed; newer: Typed; addresses: [string, string] }> {
  const seller = newSeller();
  const older = { name: seller.name, phone: seller.phone, email: seller.email, street: seller.street };
  const newer = { name: seller.name.replace(/^(..)/, '$1h'), phone: newSeller().phone, street: seller.street };
  return { older, newer, addresses: [await addLead(page, older), await addLead(page, newer)] };
}

/** The link on the page of a lead that says who else it may be. It is there once somebody has looked. */
async function follow(page: Page, lead: string, name: string): Promise<void> {
  // The older lead about the same house is named a second time, among the related ones.
  const hint = page.getByText('Maybe the same person as').getByRole('link', { name, exact: true });
  await expect(async () => {
    await visit(page, lead);
    await expect(page.getByText(`Maybe the same person as ${name}`)).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
  await hint.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Is this the same person?' })).toBeVisible();
  await alive(page);
}

test('two leads of one person are merged by keyboard and split again', async ({ open }) => {
  const manager = await open({ as: 'manager' });
  const { older, newer, addresses } = await twins(manager);
  await follow(manager, addresses[1], older.name);

  const why = manager.getByRole('list', { name: 'Why they may be the same' });
  await expect(why).toContainText('Same house');
  await expect(why).toContainText('Names almost the same');
  await expect(manager.getByText('Likely', { exact: true })).toBeVisible();
  await audit(manager);

  // The older name is right: arrow keys choose it, Enter merges.
  const name = manager.getByRole('radiogroup', { name: 'Name' });
  await name.getByRole('radio', { checked: true }).focus();
  await manager.keyboard.press('ArrowRight');
  await expect(name.getByRole('radio', { name: new RegExp(`^Name: ${older.name}, `) })).toBeChecked();
  await expect(manager.getByRole('region', { name: 'After the merge' })).toContainText(older.name);
  await manager.getByRole('button', { name: `Merge into ${newer.name}` }).focus();
  await manager.keyboard.press('Enter');

  await expect(manager.getByText(`${older.name} joined ${newer.name}`)).toBeVisible();
  await expect(manager.getByRole('heading', { level: 1, name: older.name })).toBeVisible();
  await expect(facts(manager)).toContainText(older.phone);
  await expect(facts(manager)).toContainText(newer.phone);
  await expect(facts(manager)).toContainText(older.email ?? '');
  await expect(manager.getByText('merged another lead into this one')).toBeVisible();

  // The old address leads here.
  await visit(manager, addresses[0]);
  await expect(manager).toHaveURL(new RegExp(`${addresses[1]}$`));
  await openList(manager, `?q=${encodeURIComponent(older.name.split(' ')[1] ?? '')}`);
  await expect(manager.getByRole('table').getByRole('rowheader')).toHaveCount(1);

  await visit(manager, '/leads/duplicates');
  await audit(manager);
  await manager.getByRole('button', { name: new RegExp(`^Split again: ${older.name}`) }).click();
  await expect(manager.getByText(`${newer.name} and ${older.name} are two again.`)).toBeVisible();
  for (const [at, person] of [older, newer].entries()) {
    await visit(manager, addresses[at] ?? '');
    await expect(manager.getByRole('heading', { level: 1, name: person.name, exact: true })).toBeVisible();
    await expect(manager).toHaveURL(new RegExp(`${addresses[at]}$`));
  }
});

test('an agent compares and says that two are not the same', async ({ open }) => {
  const agent = await open({ as: 'agent' });
  const { older, newer, addresses } = await twins(agent);
  await follow(agent, addresses[0], newer.name);
  await expect(agent.getByText('A manager or an admin merges people.')).toBeVisible();
  await expect(agent.getByRole('button', { name: /^Merge into/ })).toHaveCount(0);
  await agent.getByRole('button', { name: 'Not the same' }).click();
  await expect(agent.getByText(/^Not the same: /)).toBeVisible();
  await visit(agent, addresses[0]);
  await expect(agent.getByRole('heading', { level: 1, name: older.name })).toBeVisible();
  await expect(agent.getByText('Maybe the same person as')).toHaveCount(0);
});

test('of two who look at the same pair, the second is told what happened', async ({ open, complaints }) => {
  complaints.allow(/status of 409/);
  const manager = await open({ as: 'manager' });
  const { older, addresses } = await twins(manager);
  await follow(manager, addresses[1], older.name);
  const owner = await open({ as: 'owner' });
  await visit(owner, new URL(manager.url()).pathname);
  await manager.getByRole('button', { name: /^Merge into/ }).click();
  await expect(manager.getByText('merged another lead into this one')).toBeVisible();
  await owner.getByRole('button', { name: /^Merge into/ }).click();
  await expect(owner.getByRole('main').getByRole('alert')).toContainText('Somebody merged these two meanwhile.');
  await owner.getByRole('button', { name: 'Look again' }).click();
  await expect(owner.getByRole('heading', { name: 'These two were merged' })).toBeVisible();
});

test('on a phone the two stand below each other', async ({ open }) => {
  const manager = await open({ as: 'manager', ...PHONE });
  const { older, newer, addresses } = await twins(manager);
  await follow(manager, addresses[1], older.name);
  await audit(manager);
  await manager.getByRole('button', { name: `Merge into ${newer.name}` }).click();
  await expect(manager.getByRole('heading', { level: 1, name: newer.name })).toBeVisible();
  await showPane(manager, 'Facts');
  await expect(facts(manager)).toContainText(older.phone);
  await expect(statusButton(manager)).toBeVisible();
});

test('without JavaScript a pair is merged and split by plain forms', async ({ open }) => {
  const manager = await open({ as: 'manager' });
  const { older, newer, addresses } = await twins(manager);
  await follow(manager, addresses[1], older.name);
  const plain = await open({ as: 'manager', javaScriptEnabled: false });
  await plain.goto(new URL(manager.url()).pathname);
  await plain.getByRole('button', { name: `Merge into ${newer.name}` }).click();
  await expect(plain).toHaveURL(new RegExp(`${addresses[1]}$`));
  await expect(plain.getByRole('heading', { level: 1, name: newer.name })).toBeVisible();
  await plain.goto(addresses[0]);
  await expect(plain).toHaveURL(new RegExp(`${addresses[1]}$`));
  await plain.goto('/leads/duplicates');
  await plain.getByRole('button', { name: `Split again: ${newer.name} and ${older.name}` }).click();
  await plain.goto(addresses[0]);
  await expect(plain.getByRole('heading', { level: 1, name: older.name })).toBeVisible();
});

test('the demo business has people twice', async ({ open }) => {
  const agent = await open({ as: 'agent' });
  await visit(agent, '/leads/duplicates');
  for (const pair of ['Marguerite Boone and Margarete Boone', 'Theodore Lindgren and Theodore Lindgren', 'Carla Nettles and C. Nettles']) {
    await expect(agent.getByRole('heading', { level: 3, name: pair })).toBeVisible();
  }
  await audit(agent);
});
