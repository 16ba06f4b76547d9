// The screen of webhooks as admins use it.

import { type Locator, type Page, expect } from '@playwright/test';
import { visit } from './test.ts';

export const WEBHOOKS = '/settings/webhooks';

/** Fills the form for a new endpoint and sends it; what comes of it is the caller's question. */
export async function enterEndpoint(page: Page, url: string, types: string[] = []): Promise<void> {
  await page.getByRole('textbox', { name: 'Address', exact: true }).fill(url);
  for (const type of types) await page.getByRole('checkbox', { name: type, exact: true }).check();
  await page.getByRole('button', { name: 'Add endpoint' }).click();
}

/** Makes an endpoint and answers its secret, which is shown this once. */
export async function addEndpoint(page: Page, url: string, types: string[] = []): Promise<string> {
  await visit(page, `${WEBHOOKS}?add=1`);
  await enterEndpoint(page, url, types);
  await expect(page).toHaveURL(/\/settings\/webhooks\/whe_\w+$/);
  return shownSecret(page);
}

export async function shownSecret(page: Page): Promise<string> {
  const field = page.getByRole('textbox', { name: 'Signing secret' });
  await expect(field).toHaveValue(/^whsec_.{44}$/);
  return field.inputValue();
}

export function deliveries(page: Page): Locator {
  return page.getByRole('region', { name: 'Deliveries', exact: true });
}

/** The deliveries of a type, newest first. */
export function rows(page: Page, type: string): Locator {
  return deliveries(page).getByRole('listitem').filter({ has: page.getByRole('link', { name: type, exact: true }) });
}

export async function openDelivery(row: Locator): Promise<void> {
  await row.getByRole('link').first().click();
  await expect(row.getByRole('link').first()).toHaveAttribute('aria-expanded', 'true');
}

/** Opens the actions of the endpoint and takes one. */
export async function act(page: Page, action: string): Promise<void> {
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

/** Answers the question that is open. */
export async function confirm(page: Page, verb: string): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: verb }).click();
}

export function inspected(page: Page): Locator {
  return page.getByRole('list', { name: 'Requests to the inspector' }).locator('> li');
}
