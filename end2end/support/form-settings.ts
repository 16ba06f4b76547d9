// The settings of a form as an admin changes them.

import { type Page, expect } from '@playwright/test';
import { visit } from './test.ts';

/** Lets one more site show the seller form. */
export async function allowOrigin(page: Page, origin: string): Promise<void> {
  await visit(page, '/forms');
  await page.getByRole('link', { name: 'Sell your house' }).click();
  const allowed = page.getByRole('textbox', { name: /sites/i });
  await allowed.fill(`${await allowed.inputValue()}\n${origin}`);
  await page.getByRole('button', { name: /^Save/ }).click();
  await expect(page.getByRole('status').filter({ hasText: /saved/i })).toBeVisible();
}
