// The whole way with the keyboard alone: no mouse, no touch, only what keys reach.

import type { Locator, Page } from '@playwright/test';
import { newSeller } from '../support/invented.ts';
import { audit } from '../support/axe.ts';
import { composer, leadLink, names, openList, statusButton, timeline } from '../support/lead-pages.ts';
import { STEPS, SellerForm, THANKS } from '../support/seller-form.ts';
import { expect, test, visit } from '../support/test.ts';

/** Presses Tab until the element has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 60; presses++) {
    if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(target, 'Tab does not lead here').toBeFocused();
}

/** Goes to a field by Tab and types into it; a list chooses by its first letters. */
async function type(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.type(text);
}

test('a seller fills the embedded form by keyboard, and an agent works the lead by keyboard', async ({ open, stage }) => {
  const seller = newSeller();
  const site = await open();
  await site.goto(`${stage.host}/inline`);
  const form = new SellerForm(site.frameLocator('iframe'));

  await type(site, form.field('Street address'), seller.street);
  await type(site, form.field('City'), 'Austin');
  await type(site, form.field('State'), 'Texas');
  await type(site, form.field('ZIP code'), '78702');
  await type(site, form.field('What kind of property is it?'), 'House');
  await tabTo(site, form.onward);
  await site.keyboard.press('Enter');

  await expect(form.heading(STEPS[1])).toBeFocused();
  await type(site, form.field('What condition is it in?'), 'Needs rep');
  await type(site, form.field('Why are you selling?'), 'I inh');
  await tabTo(site, form.field('As soon as possible'));
  await site.keyboard.press('ArrowDown');
  await expect(form.field('Within 30 days')).toBeChecked();
  await site.keyboard.press('Enter');

  await expect(form.heading(STEPS[2])).toBeFocused();
  await type(site, form.field('Your name'), seller.name);
  await type(site, form.field('Mobile phone'), '12');
  await site.keyboard.press('Enter');
  await expect(form.field('Mobile phone')).toHaveAttribute('aria-invalid', 'true');
  await tabTo(site, form.field('Mobile phone'));
  await site.keyboard.press('ControlOrMeta+a');
  await site.keyboard.type(seller.phone);
  await site.keyboard.press('Enter');
  await expect(form.heading(THANKS)).toBeFocused();

  const staff = await open({ as: 'agent' });
  await visit(staff, '/');
  await staff.keyboard.press('g');
  await staff.keyboard.press('l');
  await expect(staff.getByRole('heading', { level: 1, name: 'Leads' })).toBeVisible();
  await staff.keyboard.press('/');
  await expect(staff.getByRole('searchbox', { name: 'Search this list' })).toBeFocused();
  await staff.keyboard.type(seller.name);
  await expect(names(staff)).toHaveText([seller.name]);
  await tabTo(staff, leadLink(staff, seller.name));
  await staff.keyboard.press('Enter');
  await expect(staff.getByRole('heading', { level: 1, name: seller.name })).toBeVisible();

  await staff.keyboard.press('l');
  await expect(composer(staff).getByRole('tab', { name: 'Call' })).toHaveAttribute('aria-selected', 'true');
  await expect.poll(() => composer(staff).evaluate((form) => form.contains(document.activeElement))).toBe(true);
  await staff.keyboard.press('Space');
  await tabTo(staff, composer(staff).getByRole('textbox'));
  await staff.keyboard.type('Called from the car.');
  await staff.keyboard.press('ControlOrMeta+Enter');
  await expect(timeline(staff).filter({ hasText: 'Called from the car.' })).toHaveCount(1);

  await staff.keyboard.press('Escape');
  await tabBackTo(staff, statusButton(staff));
  const before = await statusButton(staff).getAttribute('aria-label');
  await staff.keyboard.press('Enter');
  await expect(staff.getByRole('menu', { name: /^Status/ })).toBeVisible();
  await staff.keyboard.press('ArrowDown');
  await staff.keyboard.press('ArrowUp');
  await staff.keyboard.press('Enter');
  await expect(statusButton(staff)).not.toHaveAccessibleName(before ?? '');
  await expect(statusButton(staff)).toBeFocused();
});

/** Presses Shift+Tab until the element has the focus. */
async function tabBackTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Shift+Tab');
  }
  await expect(target, 'Shift+Tab does not lead here').toBeFocused();
}

test('J and K walk the list, Enter opens, J and K walk on from lead to lead', async ({ open }) => {
  const staff = await open({ as: 'agent' });
  await openList(staff, '?sort=name');
  const [first, second, third] = await names(staff).allInnerTexts();
  await staff.keyboard.press('j');
  await expect(names(staff).nth(0)).toBeFocused();
  await staff.keyboard.press('j');
  await staff.keyboard.press('j');
  await expect(names(staff).nth(2)).toBeFocused();
  await staff.keyboard.press('k');
  await expect(names(staff).nth(1)).toBeFocused();
  await staff.keyboard.press('Enter');
  const heading = staff.getByRole('heading', { level: 1 });
  await expect(heading).toHaveText(second ?? '');
  await staff.keyboard.press('j');
  await expect(heading).toHaveText(third ?? '');
  await staff.keyboard.press('k');
  await expect(heading).toHaveText(second ?? '');
  await staff.keyboard.press('k');
  await expect(heading).toHaveText(first ?? '');
});

test('E opens the status of the row one is at', async ({ open }) => {
  const staff = await open({ as: 'agent' });
  await openList(staff, '?status=new');
  await staff.keyboard.press('j');
  // New leads may come in above it.
  const status = staff.getByRole('row').filter({ hasText: await staff.locator(':focus').innerText() }).getByRole('button', { name: /^Status: / });
  await staff.keyboard.press('e');
  await expect(status).toBeFocused();
  await staff.keyboard.press('Enter');
  await expect(staff.getByRole('menu')).toBeVisible();
  await staff.keyboard.press('Escape');
  await expect(staff.getByRole('menu')).toBeHidden();
  await expect(status).toBeFocused();
});

test('the sheet of shortcuts opens on ? and closes on Esc', async ({ open }) => {
  const staff = await open({ as: 'agent' });
  await visit(staff, '/');
  await staff.keyboard.press('?');
  const sheet = staff.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet).toContainText('Go to Leads');
  // Each key beside what it does, and no key without words.
  const [keys, words] = await Promise.all([sheet.getByRole('term').allInnerTexts(), sheet.getByRole('definition').allInnerTexts()]);
  expect(words.filter((text) => text.trim() === '')).toEqual([]);
  const does = new Map(keys.map((key, at) => [key.replace(/\s+/g, ' ').trim(), words[at]]));
  expect(does.size, 'a key stands there once').toBe(keys.length);
  for (const key of ['J', 'K', 'X', 'E', 'N', 'L', 'T', 'M', 'C', '/', '?', 'Esc', '1 2 3 4', 'Ctrl Enter', 'Ctrl Z']) expect([...does.keys()]).toContain(key);
  await audit(staff);
  await staff.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
});

test('the first Tab offers to skip to the content', async ({ open }) => {
  const staff = await open({ as: 'agent' });
  await visit(staff, '/leads');
  await staff.keyboard.press('Tab');
  await expect(staff.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await staff.keyboard.press('Enter');
  await expect(staff.getByRole('main')).toBeFocused();
});
