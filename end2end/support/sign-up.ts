// Founding a business on the sign-up page.

import { type Page, expect } from '@playwright/test';
import { newSeller } from './invented.ts';
import { alive } from './test.ts';

export interface Founder {
  business: string;
  name: string;
  email: string;
  password: string;
}

/** Founds a fresh business and ends on its home page. What is not said is invented; the email always is. */
export async function signUp(page: Page, called: Partial<Pick<Founder, 'business' | 'name'>> = {}): Promise<Founder> {
  const { name, email } = newSeller();
  const founder = { business: `${name.split(' ')[1] ?? name} Homes`, name, ...called, email, password: 'four words in a row' };
  await page.goto('/sign-up');
  await page.getByLabel('Business').fill(founder.business);
  await page.getByLabel('Your name').fill(founder.name);
  await page.getByLabel('Email').fill(founder.email);
  await page.getByLabel('Password', { exact: true }).fill(founder.password);
  await page.getByRole('button', { name: 'Set up organization' }).click();
  await expect(page).toHaveURL(/\/$/);
  await alive(page);
  return founder;
}
