// Response and assignment: deadlines by tier, leads given in turns, who is away, two owners at once, phones, no JavaScript.
// Every test has an Empire of its own: these settings change what happens to every lead that comes in.

import { audit } from '../support/axe.ts';
import { type Seller, newSeller } from '../support/invented.ts';
import { openLead, openList, timeline } from '../support/lead-pages.ts';
import { type Person, signIn } from '../support/people.ts';
import { sendForm } from '../support/send-form.ts';
import { type Locator, type Page } from '@playwright/test';
import { PHONE, expect, test, visit } from '../support/test.ts';

/** A form may be sent at once. */
const QUICK = { EMPIRE_FORM_MIN_SECONDS: '0' };
const PAGE = '/settings/duty';

async function as(url: string, person: Person) {
  return { at: url, storageState: await signIn(url, person) };
}

/** The block of a tier or rule, by its number. */
function part(page: Page, kind: 'Tier' | 'Rule', number: number): Locator {
  return page.getByRole('group', { name: new RegExp(`^${kind} ${number}\\b`) });
}

function region(page: Page, name: string): Locator {
  return page.getByRole('region', { name, exact: true });
}

/** Takes away what the demo business has set. */
async function clear(page: Page): Promise<void> {
  for (const kind of ['Tier', 'Rule'] as const) {
    const first = page.getByRole('button', { name: new RegExp(`^Remove ${kind} 1\\b`) });
    await expect(first).toBeEnabled();
    while ((await first.count()) > 0) await first.click();
  }
  await expect(page.getByText('No tiers: every lead has the usual time.')).toBeVisible();
  await expect(page.getByText('No rules: a new lead has no owner', { exact: false })).toBeVisible();
}

async function add(page: Page, kind: 'Tier' | 'Rule', number: number, name: string): Promise<Locator> {
  await page.getByRole('button', { name: `Add ${kind.toLowerCase()}` }).click();
  const block = part(page, kind, number);
  await expect(block.getByLabel('Name')).toBeFocused();
  await page.keyboard.type(name);
  return block;
}

async function narrow(page: Page, block: Locator, field: string, value: string): Promise<void> {
  await block.getByRole('button', { name: 'Add condition' }).click();
  const dialog = page.getByRole('dialog', { name: /^Add a condition to / });
  await dialog.getByLabel('Field').selectOption({ label: field });
  await dialog.getByLabel(value, { exact: true }).check();
  await dialog.getByRole('button', { name: 'Add condition' }).click();
  await expect(dialog).toBeHidden();
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save settings' }).click();
  await expect(page.getByText('Settings saved').first()).toBeVisible();
  await expect(page.getByText('Not saved yet.', { exact: false })).toHaveCount(0);
}

/** Sends the form, and answers whose the lead is; the owner's page ends on the lead. */
async function ownerOf(page: Page, url: string, seller: Seller, extra: Record<string, string> = {}): Promise<string> {
  await sendForm(url, seller, { extra });
  await openList(page, `?q=${encodeURIComponent(seller.name)}`);
  await openLead(page, seller.name);
  const button = page.getByRole('heading', { level: 1 }).locator('..').getByRole('button', { name: /^(Owner: |No owner)/ });
  const name = (await button.getAttribute('aria-label')) ?? (await button.innerText());
  return /^Owner: (.*)\. Change$/.exec(name)?.[1] ?? 'nobody';
}

test('two tiers and a rule of two: leads have the deadline of their tier and owners in turn', async ({ open, start }) => {
  test.slow();
  const empire = await start({ leads: 12, settings: QUICK });
  const owner = await open(await as(empire.url, 'owner'));
  await visit(owner, PAGE);
  await expect(owner.getByRole('heading', { level: 1, name: 'Response and assignment' })).toBeVisible();
  await expect(part(owner, 'Tier', 1)).toContainText('source is Google Ads or Facebook');
  await audit(owner);

  await clear(owner);
  const soon = await add(owner, 'Tier', 1, 'Soon');
  await narrow(owner, soon, 'Timing', 'Within 30 days');
  await expect(soon).toContainText('timing is Within 30 days');
  await soon.getByLabel('Minutes to answer').fill('7');
  const others = await add(owner, 'Tier', 2, 'Others');
  await others.getByLabel('Minutes to answer').fill('40');
  const turns = await add(owner, 'Rule', 1, 'Website in turns');
  await narrow(owner, turns, 'Source', 'Website');
  await turns.getByLabel('Priya Raman').check();
  await turns.getByLabel('Inês Duarte').check();

  await owner.getByRole('button', { name: 'Try on the newest 100 leads' }).click();
  await expect(region(owner, 'What it would have done')).toContainText(/\d+ leads looked at/);
  await expect(region(owner, 'What it would have done')).toContainText('Others');
  await audit(owner);
  await save(owner);

  const first = newSeller();
  expect(await ownerOf(owner, empire.url, first)).toBe('Priya Raman');
  const next = region(owner, 'Next action');
  await expect(next).toContainText(/[67] min left/);
  await expect(next).toContainText('Soon');
  await expect(timeline(owner).filter({ hasText: 'assigned Priya Raman' })).toContainText('By the rule Website in turns');
  expect(await ownerOf(owner, empire.url, newSeller(), { timing: 'within_90_days' })).toBe('Inês Duarte');
  await expect(next).toContainText(/(39|40) min left/);
  await expect(next).toContainText('Others');
  expect(await ownerOf(owner, empire.url, newSeller())).toBe('Priya Raman');

  // The one whose turn it is hears of it.
  const priya = await open(await as(empire.url, 'agent'));
  await visit(priya, '/notifications');
  await expect(priya.getByRole('listitem').filter({ hasText: first.name })).toBeVisible();
});

test('whoever is away is passed over until they are back', async ({ open, start }) => {
  const empire = await start({ leads: 1, settings: QUICK });
  const owner = await open(await as(empire.url, 'owner'));
  await visit(owner, PAGE);
  await clear(owner);
  const turns = await add(owner, 'Rule', 1, 'Everybody');
  await turns.getByLabel('Priya Raman').check();
  await turns.getByLabel('Inês Duarte').check();
  await save(owner);

  const priya = await open(await as(empire.url, 'agent'));
  await visit(priya, '/settings/members');
  await audit(priya);
  await priya.getByRole('button', { name: 'I am away' }).click();
  await expect(priya.getByText('You are away: rules give you no leads')).toBeVisible();
  const row = priya.getByRole('row').filter({ hasText: 'Priya Raman' });
  await expect(row.getByText('Away', { exact: true })).toBeVisible();
  // Nobody reloads the page.
  await expect(turns.getByLabel('Priya Raman (away)')).toBeChecked();
  await expect(owner.getByRole('switch', { name: 'Priya Raman' })).toBeChecked();

  expect(await ownerOf(owner, empire.url, newSeller())).toBe('Inês Duarte');
  expect(await ownerOf(owner, empire.url, newSeller())).toBe('Inês Duarte');
  await visit(owner, PAGE);
  await owner.getByRole('switch', { name: 'Priya Raman' }).uncheck();
  await expect(owner.getByText('Priya Raman is there again')).toBeVisible();
  await expect(row.getByRole('button', { name: 'I am away' })).toBeVisible();
  expect(await ownerOf(owner, empire.url, newSeller())).toBe('Priya Raman');
});

test('what is missing is said at its field, and what is typed is not lost', async ({ open, start }) => {
  const empire = await start({ leads: 1 });
  const owner = await open(await as(empire.url, 'owner'));
  await visit(owner, PAGE);
  const usual = owner.getByLabel('Usual time to answer, in minutes');
  await usual.fill('soon');
  await add(owner, 'Rule', 3, 'Nobody yet');
  const save = owner.getByRole('button', { name: 'Save settings' });
  await save.click();
  await expect(usual).toBeFocused();
  await expect(usual).toHaveAccessibleDescription('Enter whole minutes from 1 to 10080, which is a week.');
  await expect(part(owner, 'Rule', 3)).toContainText('Choose at least one member.');
  await expect(owner.getByText('Some things stop saving')).toBeVisible();
  await audit(owner);

  await usual.fill('25');
  await visit(owner, '/settings/members');
  await visit(owner, PAGE);
  await expect(owner.getByText('What you had not saved is here again')).toBeVisible();
  await expect(usual).toHaveValue('25');
  await expect(part(owner, 'Rule', 3).getByLabel('Name')).toHaveValue('Nobody yet');
  await owner.getByRole('button', { name: 'Undo changes' }).click();
  await expect(usual).toHaveValue('15');
  await expect(part(owner, 'Rule', 3)).toHaveCount(0);
  await expect(save).toHaveAttribute('aria-disabled', 'true');
});

test('two owners change the settings at once, and one version is chosen', async ({ open, start }) => {
  const empire = await start({ leads: 1 });
  const [one, two] = [await open(await as(empire.url, 'owner')), await open(await as(empire.url, 'owner'))];
  const usual = (page: Page) => page.getByLabel('Usual time to answer, in minutes');
  await visit(one, PAGE);
  await visit(two, PAGE);
  await usual(two).fill('45');
  await usual(one).fill('20');
  await save(one);
  const banner = two.getByRole('alert').filter({ hasText: 'Somebody else saved these settings' });
  await expect(banner).toContainText('Different: the usual time.');
  await expect(usual(two)).toHaveValue('45');
  await audit(two);
  await banner.getByRole('button', { name: 'Save mine over theirs' }).click();
  await expect(two.getByText('Settings saved').first()).toBeVisible();
  // Whoever has changed nothing sees the newest.
  await expect(usual(one)).toHaveValue('45');

  await usual(two).fill('50');
  await usual(one).fill('30');
  await save(one);
  await banner.getByRole('button', { name: 'Take theirs' }).click();
  await expect(usual(two)).toHaveValue('30');
  await expect(banner).toHaveCount(0);
});

test('on a phone, parts are moved by buttons that keep the focus', async ({ open, start }) => {
  const empire = await start({ leads: 1 });
  const owner = await open({ ...(await as(empire.url, 'owner')), ...PHONE });
  await visit(owner, PAGE);
  await expect(part(owner, 'Tier', 1).getByLabel('Name')).toHaveValue('Paid ads');
  await owner.getByRole('button', { name: 'Move Tier 1: Paid ads down' }).click();
  await expect(part(owner, 'Tier', 1).getByLabel('Name')).toHaveValue('Referrals');
  await expect(owner.getByRole('button', { name: 'Move Tier 2: Paid ads up' })).toBeFocused();
  await owner.keyboard.press('Enter');
  await expect(part(owner, 'Tier', 1).getByLabel('Name')).toHaveValue('Paid ads');
  await expect(owner.getByRole('button', { name: 'Move Tier 1: Paid ads down' })).toBeFocused();
  const hand = owner.getByRole('checkbox', { name: 'Hand the lead on to somebody else' });
  await expect(hand).toBeChecked();
  await hand.uncheck();
  await expect(owner.getByLabel('Minutes after the deadline')).toHaveCount(0);
  await audit(owner);
  await save(owner);
});

test('who may not set it is told so, and without JavaScript it is read and away is said', async ({ open, start, complaints }) => {
  complaints.allow(/status of 403/);
  const empire = await start({ leads: 1 });
  const manager = await open(await as(empire.url, 'manager'));
  await visit(manager, PAGE);
  await expect(manager.getByRole('heading', { name: 'Your role does not show this' })).toBeVisible();
  await expect(manager.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Response and assignment' })).toHaveCount(0);

  const plain = await open({ ...(await as(empire.url, 'owner')), javaScriptEnabled: false });
  await plain.goto(PAGE);
  await expect(plain.locator('noscript p', { hasText: 'To change these settings, allow JavaScript' })).toBeVisible();
  await expect(part(plain, 'Tier', 1)).toContainText('source is Google Ads or Facebook');
  await expect(plain.getByRole('button', { name: 'Save settings' })).toBeHidden();
  await plain.goto('/settings/members');
  await plain.getByRole('button', { name: 'I am away' }).click();
  await expect(plain.getByRole('button', { name: 'I am back' })).toBeVisible();
  await expect(plain).toHaveURL(/\/settings\/members\??$/);
});
