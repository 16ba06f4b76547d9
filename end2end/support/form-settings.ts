// The settings of a form as an admin changes them.

import { type Page, expect } from '@playwright/test';
import { visit } from './test.ts';

/** Lets one more site show the seller form. */
export async function allowOrigin(page: Page, origin: string): Promise<void> {
  await openSettings(page);
  const sites = page.getByRole('textbox', { name: 'Sites, one a line' });
  const before = await sites.inputValue();
  await sites.fill(`${before}\n${origin}`);
  await page.getByRole('button', { name: 'Save sites' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Sites saved' })).toBeVisible();
  await expect(sites).toHaveValue(`${before}\n${origin}`);
}

/** Goes to the page of the seller form. */
export async function openSettings(page: Page): Promise<void> {
  await visit(page, '/forms');
  await page.getByRole('link', { name: 'Sell your house' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sell your house' })).toBeVisible();
}
