// Working with the command palette and the keyboard alone.

import type { Page } from '@playwright/test';
import { audit } from '../support/axe.ts';
import { names, openList, openLead, statusButton, timeline } from '../support/lead-pages.ts';
import { newSeller } from '../support/invented.ts';
import { sendForm } from '../support/send-form.ts';
import { PHONE, expect, test, visit } from '../support/test.ts';

const palette = (page: Page) => page.getByRole('dialog', { name: 'Command palette' });
const field = (page: Page) => palette(page).getByRole('combobox', { name: 'Search or run a command' });
const chosen = (page: Page) => palette(page).getByRole('option', { selected: true });

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await expect(field(page)).toBeFocused();
}

test('a lead is found, worked and left by the palette alone', async ({ open, stage }) => {
  const seller = newSeller();
  await sendForm(stage.url, seller);
  const staff = await open({ as: 'manager' });
  await visit(staff, '/');
  await openPalette(staff);
  await staff.keyboard.type(seller.name);
  await expect(chosen(staff)).toContainText(seller.name);
  await expect(chosen(staff).locator('mark').first()).toBeVisible();
  await staff.keyboard.press('Enter');
  await expect(staff.getByRole('heading', { level: 1, name: seller.name })).toBeVisible();

  await openPalette(staff);
  await expect(palette(staff).getByRole('group', { name: seller.name })).toBeVisible();
  await staff.keyboard.type('contacted');
  await expect(chosen(staff)).toHaveText(/^\s*Set status to Contacted/);
  await staff.keyboard.press('Enter');
  await expect(statusButton(staff)).toHaveAccessibleName('Status: Contacted. Change');

  await openPalette(staff);
  await staff.keyboard.type('give me');
  await expect(chosen(staff)).toContainText('(me)');
  await staff.keyboard.press('Enter');
  await expect(staff.getByText(/belongs to Marcus Bell/)).toBeVisible();

  await openPalette(staff);
  await staff.keyboard.type('write');
  await expect(chosen(staff)).toContainText('Write a note');
  await staff.keyboard.press('Enter');
  await expect.poll(() => staff.evaluate(() => document.activeElement?.id)).toBe('composer-body');
  await staff.keyboard.type('Found by the palette.');
  await staff.keyboard.press('ControlOrMeta+Enter');
  await expect(timeline(staff).filter({ hasText: 'Found by the palette.' })).toHaveCount(1);

  await openPalette(staff);
  await staff.keyboard.type('leads');
  await expect(chosen(staff)).toContainText('Leads');
  await staff.keyboard.press('Enter');
  await expect(staff.getByRole('heading', { level: 1, name: 'Leads' })).toBeVisible();
  await openPalette(staff);
  await expect(palette(staff).getByRole('group', { name: 'Recent leads' }).getByRole('option').first()).toContainText(seller.name);
});

test('the arrows choose, Esc closes and gives the focus back', async ({ open }) => {
  const staff = await open({ as: 'agent' });
  await openList(staff);
  await names(staff).nth(1).focus();
  await openPalette(staff);
  await audit(staff);
  await staff.setViewportSize({ width: 1440, height: 900 });
  const options = palette(staff).getByRole('option');
  const first = await options.first().innerText();
  await expect(chosen(staff)).toHaveText(first);
  await staff.keyboard.press('ArrowUp');
  await expect(options.last()).toHaveAttribute('aria-selected', 'true');
  await expect(options.last()).toBeInViewport();
  await staff.keyboard.press('ArrowDown');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await expect(field(staff)).toHaveAttribute('aria-activedescendant', /palette-0/);
  await staff.keyboard.press('Escape');
  await expect(palette(staff)).toBeHidden();
  await expect(names(staff).nth(1)).toBeFocused();
});

test('leads one has chosen are changed from the palette', async ({ open }) => {
  const manager = await open({ as: 'manager' });
  await openList(manager, '?status=nurturing&sort=name');
  await manager.keyboard.press('j');
  await manager.keyboard.press('x');
  await manager.keyboard.press('j');
  await manager.keyboard.press('x');
  await openPalette(manager);
  await expect(palette(manager).getByRole('group', { name: '2 chosen leads' })).toBeVisible();
  await manager.keyboard.type('chosen qual');
  await expect(chosen(manager)).toContainText('Set the chosen to Qualified');
  await manager.keyboard.press('Enter');
  await expect(manager.getByText('2 leads changed')).toBeVisible();
  await manager.getByRole('button', { name: 'Undo' }).click();
  await expect(manager.getByText('2 leads as before')).toBeVisible();
});

test('it goes to pages by abbreviation, offers what a role may do, and opens while typing', async ({ open }) => {
  const viewer = await open({ as: 'viewer' });
  await openList(viewer);
  await viewer.keyboard.press('/');
  await openPalette(viewer);
  await viewer.keyboard.type('status');
  await expect(palette(viewer).getByRole('option')).toHaveCount(1);
  await expect(chosen(viewer)).toContainText('Search the leads for “status”');
  await viewer.keyboard.press('Enter');
  await expect(viewer).toHaveURL(/\/leads\?q=status/);

  const owner = await open({ as: 'owner' });
  await visit(owner, '/');
  await owner.getByRole('button', { name: 'Commands' }).click();
  await expect(field(owner)).toBeFocused();
  await owner.keyboard.type('jobq');
  await expect(palette(owner).getByRole('option', { name: 'Job queue' })).toBeVisible();
  await palette(owner).getByRole('option', { name: 'Job queue' }).click();
  await expect(owner).toHaveURL(/\/settings\/queue/);
  await owner.keyboard.press('?');
  await expect(owner.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText('run a command');
  await owner.keyboard.press('ControlOrMeta+k');
  await expect(palette(owner)).toBeHidden();
});

test('it fits a phone with a keyboard', async ({ open }) => {
  const staff = await open({ as: 'agent', ...PHONE });
  await openList(staff);
  const name = await staff.getByRole('list', { name: 'Leads' }).getByRole('link').first().locator('span span').first().innerText();
  await openLead(staff, name);
  await openPalette(staff);
  await audit(staff);
  await staff.keyboard.type('log');
  await expect(chosen(staff)).toContainText('Log a call');
  await chosen(staff).click();
  await expect(staff.getByRole('tab', { name: 'Call' })).toHaveAttribute('aria-selected', 'true');
});
