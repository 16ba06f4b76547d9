// Two browsers edit one lead: what merges, what meets, who is seen, at a desk, on a phone and by keyboard alone.

import type { Locator, Page } from '@playwright/test';
import { type Seller, newSeller } from '../support/invented.ts';
import { facts, openLead, openList, showPane, timeline } from '../support/lead-pages.ts';
import { audit } from '../support/axe.ts';
import { sendForm } from '../support/send-form.ts';
import { PHONE, expect, test, visit } from '../support/test.ts';

/** A lead of a seller nobody knows, opened by somebody. */
async function open(page: Page, seller: Seller): Promise<void> {
  await openList(page, `?q=${encodeURIComponent(seller.name)}`);
  await openLead(page, seller.name);
}

/** Opens the input of a fact and answers it. */
async function begin(page: Page, fact: string): Promise<Locator> {
  await page.getByRole('button', { name: new RegExp(`^(Change|Add) the ${fact}$`) }).click();
  const input = page.getByLabel(new RegExp(`^${fact}$`, 'i')).and(page.locator(':not([type="radio"])'));
  await expect(input).toBeFocused();
  return input;
}

/** Writes a fact and saves it by Enter. */
async function write(page: Page, fact: string, value: string): Promise<void> {
  await (await begin(page, fact)).fill(value);
  await page.keyboard.press('Enter');
}

function anotherPhone(seller: Seller): string {
  const last = Number(seller.phone.slice(-1));
  return `${seller.phone.slice(0, -1)}${(last + 1) % 10}`;
}

test('two people change different facts, and both stay', async ({ open: page, stage }) => {
  const seller = newSeller();
  await sendForm(stage.url, seller);
  const marcus = await page({ as: 'manager' });
  const priya = await page({ as: 'agent' });
  await open(marcus, seller);
  await open(priya, seller);
  await expect(marcus.getByText('Priya Raman is here too')).toBeVisible();
  await expect(priya.getByText('Marcus Bell is here too')).toBeVisible();

  const phone = anotherPhone(seller);
  const input = await begin(priya, 'phone');
  await expect(facts(marcus).getByText('Priya is editing this')).toBeVisible();
  await write(marcus, 'asking price', '385k');
  await expect(facts(marcus)).toContainText('$385,000');
  // What comes in from others leaves an open input alone.
  await expect(facts(priya)).toContainText('$385,000');
  await expect(input).toHaveValue(seller.phone);
  await input.fill(phone);
  await input.press('Enter');
  await expect(facts(priya).getByRole('link', { name: phone })).toBeVisible();
  await expect(facts(marcus).getByRole('link', { name: phone })).toBeVisible();
  await expect(facts(marcus).getByText('Priya is editing this')).toHaveCount(0);
  await expect(facts(marcus)).toContainText('$385,000');
  await expect(timeline(marcus).filter({ hasText: 'Marcus Bell changed the asking price' })).toHaveCount(1);
  await expect(timeline(marcus).filter({ hasText: 'Priya Raman changed the phone' })).toHaveCount(1);

  await priya.getByRole('button', { name: 'Undo' }).click();
  await expect(facts(marcus).getByRole('link', { name: seller.phone })).toBeVisible();
  await priya.goto('about:blank');
  await expect(marcus.getByText('Priya Raman is here too')).toHaveCount(0);
});

test('a further phone and email are added, one that is no number is refused, and one is taken away', async ({ open: page, stage, complaints }) => {
  complaints.allow(/status of 422/);
  const seller = newSeller();
  await sendForm(stage.url, seller);
  const priya = await page({ as: 'agent' });
  await open(priya, seller);
  const phone = anotherPhone(seller);
  await facts(priya).getByRole('button', { name: 'Another phone' }).click();
  const input = facts(priya).getByLabel('Phone', { exact: true });
  await expect(input).toBeFocused();
  await input.fill('12');
  await input.press('Enter');
  await expect(facts(priya)).toContainText('Enter a 10-digit phone number, for example 512 555 0134.');
  await audit(priya);
  await input.fill(phone);
  await input.press('Enter');
  await expect(facts(priya).getByRole('link', { name: phone })).toBeVisible();
  await expect(facts(priya).getByRole('link', { name: seller.phone })).toBeVisible();
  await expect(facts(priya).getByRole('button', { name: 'Change phone 2' })).toBeFocused();

  await facts(priya).getByRole('button', { name: 'Another email' }).click();
  await priya.keyboard.press('Escape');
  await expect(facts(priya).getByRole('button', { name: 'Another email' })).toBeFocused();

  const plain = await page({ as: 'agent', javaScriptEnabled: false });
  await plain.goto(priya.url());
  await plain.locator('summary', { hasText: 'Change what is known' }).click();
  const email = `second.${seller.email}`;
  await plain.getByLabel('Another email').fill(email);
  await plain.getByRole('button', { name: 'Save what is known' }).click();
  await expect(facts(plain).getByRole('link', { name: email })).toBeVisible();
  await expect(facts(priya).getByRole('link', { name: email })).toBeVisible();

  await facts(priya).getByRole('button', { name: 'Change phone 2' }).click();
  await input.fill('');
  await input.press('Enter');
  await expect(facts(priya).getByRole('link', { name: phone })).toHaveCount(0);
  await expect(facts(priya).getByRole('link', { name: seller.phone })).toBeVisible();
});

test('two people change the same fact, see both values, and choose', async ({ open: page, stage }) => {
  const seller = newSeller();
  await sendForm(stage.url, seller);
  const marcus = await page({ as: 'manager' });
  const priya = await page({ as: 'agent' });
  await open(marcus, seller);
  await open(priya, seller);

  const first = `${seller.name} One`;
  const second = `${seller.name} Two`;
  const input = await begin(priya, 'name');
  await write(marcus, 'name', first);
  await expect(priya.getByRole('heading', { level: 1 })).toHaveText(first);
  await input.fill(second);
  await input.press('Enter');
  const dialog = priya.getByRole('dialog', { name: 'Two people changed the name' });
  await expect(dialog.getByText('Nothing was written yet. Choose which value stays.')).toBeVisible();
  await expect(dialog.getByRole('definition').nth(0)).toHaveText(second);
  await expect(dialog.getByRole('definition').nth(1)).toContainText(first);
  await expect(dialog.getByRole('definition').nth(1)).toContainText('by Marcus Bell, just now');
  await audit(priya);

  // Esc chooses nothing: the text waits in its input, and meets theirs again.
  await priya.keyboard.press('Escape');
  await expect(input).toHaveValue(second);
  await expect(marcus.getByRole('heading', { level: 1 })).toHaveText(first);
  await input.press('Enter');
  await dialog.getByRole('button', { name: 'Keep theirs' }).click();
  await expect(dialog).toBeHidden();
  await expect(input).toHaveCount(0);
  await expect(priya.getByRole('heading', { level: 1 })).toHaveText(first);

  const again = await begin(priya, 'name');
  await write(marcus, 'name', seller.name);
  await expect(priya.getByRole('heading', { level: 1 })).toHaveText(seller.name);
  await again.fill(second);
  await again.press('Enter');
  await dialog.getByRole('button', { name: 'Use mine' }).click();
  await expect(priya.getByRole('heading', { level: 1 })).toHaveText(second);
  await expect(marcus.getByRole('heading', { level: 1 })).toHaveText(second);
});

test('what cannot be saved says why at its field', async ({ open: page, stage, complaints }) => {
  complaints.allow(/status of 422/);
  const [seller, other] = [newSeller(), newSeller()];
  await sendForm(stage.url, seller);
  await sendForm(stage.url, other);
  const priya = await page({ as: 'agent' });
  await open(priya, seller);

  const phone = await begin(priya, 'phone');
  await phone.fill('12');
  await phone.press('Enter');
  await expect(phone).toHaveAttribute('aria-invalid', 'true');
  await expect(facts(priya).getByText('Enter a 10-digit phone number, for example 512 555 0134.')).toBeVisible();
  await phone.fill(other.phone);
  await phone.press('Enter');
  await expect(facts(priya).getByRole('alert')).toContainText(`This phone belongs to ${other.name}. Nothing was changed.`);
  await audit(priya);
  await facts(priya).getByRole('button', { name: 'Cancel' }).click();
  await expect(facts(priya).getByRole('link', { name: seller.phone })).toBeVisible();

  await priya.getByRole('button', { name: 'Change the address' }).click();
  await facts(priya).getByLabel('ZIP').fill('1');
  await facts(priya).getByRole('button', { name: 'Save address' }).click();
  await expect(facts(priya).getByText('Enter a 5-digit ZIP code, for example 78702.')).toBeVisible();
  await facts(priya).getByLabel('ZIP').fill('78702');
  await facts(priya).getByLabel('Street').fill(other.street);
  await facts(priya).getByRole('button', { name: 'Save address' }).click();
  await facts(priya).getByRole('link', { name: 'Open that lead' }).click();
  await expect(priya.getByRole('heading', { level: 1, name: other.name })).toBeVisible();
});

test('a fact is edited on a phone', async ({ open: page, stage }) => {
  const seller = newSeller();
  await sendForm(stage.url, seller);
  const priya = await page({ as: 'agent', ...PHONE });
  await open(priya, seller);
  await showPane(priya, 'Facts');
  const pencil = facts(priya).getByRole('button', { name: 'Add the year built' });
  const box = await pencil.boundingBox();
  expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
  await pencil.tap();
  await facts(priya).getByLabel('Year built').fill('1954');
  await audit(priya);
  await facts(priya).getByRole('button', { name: 'Save year built' }).tap();
  await expect(facts(priya).getByRole('button', { name: 'Change the year built' })).toBeVisible();
  await expect(facts(priya)).toContainText('1954');
});

test('facts are edited by keyboard alone', async ({ open: page, stage }) => {
  const seller = newSeller();
  await sendForm(stage.url, seller);
  const priya = await page({ as: 'agent' });
  await open(priya, seller);
  const pencil = priya.getByRole('button', { name: 'Change the email' });
  await expect(pencil).toBeEnabled();
  for (let presses = 0; presses < 80 && !(await pencil.evaluate((element) => element === document.activeElement)); presses++) {
    await priya.keyboard.press('Tab');
  }
  await expect(pencil).toBeFocused();
  await priya.keyboard.press('Enter');
  await expect(facts(priya).getByLabel('Email', { exact: true })).toBeFocused();
  // What stands there is chosen: typing takes its place. Esc gives up.
  await priya.keyboard.type('nobody@example.com');
  await priya.keyboard.press('Escape');
  await expect(pencil).toBeFocused();
  await expect(facts(priya)).toContainText(seller.email);
  await priya.keyboard.press('Enter');
  await expect(facts(priya).getByLabel('Email', { exact: true })).toHaveValue(seller.email);
  const email = `new.${seller.email}`;
  await priya.keyboard.type(email);
  await priya.keyboard.press('Enter');
  await expect(facts(priya).getByRole('link', { name: email })).toBeVisible();
  await expect(pencil).toBeFocused();

  await priya.keyboard.press('ControlOrMeta+k');
  const palette = priya.getByRole('dialog', { name: 'Command palette' });
  await expect(palette.getByRole('combobox')).toBeFocused();
  await priya.keyboard.type('change the asking');
  await expect(palette.getByRole('option', { selected: true })).toContainText('Change the asking price');
  await priya.keyboard.press('Enter');
  await expect(facts(priya).getByLabel('Asking price')).toBeFocused();
  await priya.keyboard.type('410000');
  await priya.keyboard.press('Enter');
  await expect(facts(priya)).toContainText('$410,000');
});

test('two people fill in custom fields, and the same one meets', async ({ open: page, stage }) => {
  const seller = newSeller();
  await sendForm(stage.url, seller);
  const marcus = await page({ as: 'manager' });
  const priya = await page({ as: 'agent' });
  await open(marcus, seller);
  await open(priya, seller);
  for (const one of [marcus, priya]) await facts(one).getByRole('button', { name: 'Edit lead fields' }).click();
  await facts(marcus).getByLabel('Motivation').selectOption({ label: 'Curious' });
  await facts(marcus).getByRole('button', { name: 'Save fields' }).click();
  await expect(facts(marcus).getByRole('button', { name: 'Edit lead fields' })).toBeVisible();
  await facts(priya).getByLabel('Motivation').selectOption({ label: 'Must sell' });
  await facts(priya).getByLabel('Lowest price named').fill('250,000');
  await facts(priya).getByRole('button', { name: 'Save fields' }).click();
  const dialog = priya.getByRole('dialog', { name: 'Two people changed the Motivation' });
  await expect(dialog.getByRole('definition').nth(0)).toHaveText('Must sell');
  await dialog.getByRole('button', { name: 'Keep theirs' }).click();
  // What nobody else changed is saved all the same.
  await expect(facts(priya)).toContainText('Curious');
  await expect(facts(priya)).toContainText('$250,000');
  await expect(facts(marcus)).toContainText('$250,000');
});

test('without scripts a plain form changes what is known', async ({ open: page, stage }) => {
  const seller = newSeller();
  await sendForm(stage.url, seller);
  const finder = await page({ as: 'agent' });
  await open(finder, seller);
  const address = finder.url();
  const plain = await page({ as: 'agent', javaScriptEnabled: false });
  await plain.goto(address);
  await expect(plain.getByRole('button', { name: /^(Change|Add) the / })).toHaveCount(0);
  await plain.locator('summary', { hasText: 'Change what is known' }).click();
  await plain.getByLabel('Bedrooms', { exact: true }).fill('3');
  await plain.getByLabel('Condition', { exact: true }).selectOption({ label: 'Needs major work' });
  await plain.getByRole('button', { name: 'Save what is known' }).click();
  await expect(facts(plain)).toContainText('Needs major work');
  await expect(facts(finder)).toContainText('Needs major work');
});

test('a viewer sees who is there and changes nothing', async ({ open: page, stage }) => {
  const seller = newSeller();
  await sendForm(stage.url, seller);
  const viewer = await page({ as: 'viewer' });
  const priya = await page({ as: 'agent' });
  await open(viewer, seller);
  await open(priya, seller);
  await expect(viewer.getByText('Priya Raman is here too')).toBeVisible();
  await expect(priya.getByText('Walter Quinn is here too')).toBeVisible();
  await expect(viewer.getByRole('button', { name: /^(Change|Add) the / })).toHaveCount(0);
  await expect(facts(viewer)).not.toContainText('Not known');
  await write(priya, 'asking price', '385k');
  await expect(facts(viewer)).toContainText('$385,000');
  await visit(viewer, '/leads');
  await expect(priya.getByText('Walter Quinn is here too')).toHaveCount(0);
});
