// The list of leads and the page of one, as members use them at a desk and on a phone.

import { type Locator, type Page, expect } from '@playwright/test';
import { alive, visit } from './test.ts';

/** Whether the page is narrow enough for the list of cards and the panes. */
function isPhone(page: Page): boolean {
  return (page.viewportSize()?.width ?? 1440) < 768;
}

/** The link of a lead in the list, whichever form the list has. */
export function leadLink(page: Page, name: string): Locator {
  const list = isPhone(page) ? page.getByRole('list', { name: 'Leads' }) : page.getByRole('table');
  return list.getByRole('link', { name });
}

/** Names in the order of the list. */
export function names(page: Page): Locator {
  return page.getByRole('table').getByRole('rowheader').getByRole('link');
}

/** Opens the list and waits until it follows what happens. */
export async function openList(page: Page, query = ''): Promise<void> {
  const follows = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/live');
  await visit(page, `/leads${query}`);
  await follows;
}

/** On phones one of three panes is shown. */
export async function showPane(page: Page, pane: 'Now' | 'Timeline' | 'Facts'): Promise<void> {
  if (isPhone(page)) await page.getByRole('radiogroup', { name: 'Show' }).getByText(pane, { exact: true }).click();
}

/** The facts of a lead: person, property, where from. */
export function facts(page: Page): Locator {
  return page.getByRole('region', { name: 'Person and property' });
}

/** The entries of the timeline. */
export function timeline(page: Page): Locator {
  return page.getByRole('region', { name: 'Timeline and composer' }).getByRole('listitem');
}

/** The composer of the timeline. */
export function composer(page: Page): Locator {
  return page.getByRole('form', { name: 'Add to the timeline' });
}

/** Opens a lead from the list. */
export async function openLead(page: Page, name: string): Promise<void> {
  await leadLink(page, name).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await alive(page);
}

/** Logs a call that reached the seller. */
export async function logCall(page: Page, words: string): Promise<void> {
  await showPane(page, 'Timeline');
  await composer(page).getByRole('tab', { name: 'Call' }).click();
  await composer(page).locator('label', { hasText: 'Reached' }).click();
  await composer(page).getByRole('textbox', { name: 'What was said or seen' }).fill(words);
  await composer(page).getByRole('button', { name: 'Log call' }).click();
  await expect(timeline(page).filter({ hasText: 'Saving' })).toHaveCount(0);
  await expect(timeline(page).filter({ hasText: words })).toContainText('called and reached the seller');
}

/** The button that shows the status and offers the next ones. */
export function statusButton(page: Page): Locator {
  return page.getByRole('heading', { level: 1 }).locator('..').getByRole('button', { name: /^Status: / });
}

/** Takes a step that needs no words. */
export async function changeStatus(page: Page, to: string): Promise<void> {
  await statusButton(page).click();
  await page.getByRole('menuitem', { name: to, exact: true }).click();
  await expect(statusButton(page)).toHaveAccessibleName(`Status: ${to}. Change`);
}
