// The form builder as admins use it.

import { type Locator, type Page, expect } from '@playwright/test';
import { visit } from './test.ts';

/** Makes a form with name, phone and email, and ends where it is built. */
export async function newForm(page: Page, title: string): Promise<void> {
  await visit(page, '/forms/new');
  await page.getByRole('textbox', { name: 'What is it called?' }).fill(title);
  await page.getByRole('radio', { name: 'Name, phone and email' }).check();
  await page.getByRole('button', { name: 'Make the form' }).click();
  await expect(page).toHaveURL(/\/forms\/form_\w+\/edit$/);
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(saved(page)).toBeVisible();
}

/** The word that everything is on the server. */
export function saved(page: Page): Locator {
  return page.getByText('Every edit saved');
}

export function canvas(page: Page): Locator {
  return page.getByRole('region', { name: 'Steps and fields' });
}

/** A step by its number. */
export function step(page: Page, number: number): Locator {
  return canvas(page).locator('[data-step]').nth(number - 1);
}

/** The fields of a step from top to bottom, by what they are stored as. */
export async function keys(page: Page, number: number): Promise<string[]> {
  return step(page, number)
    .locator('[data-row]')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row') ?? ''));
}

export function settings(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Settings' });
}

/** The page in the preview. */
export function preview(page: Page) {
  return page.frameLocator('iframe[title="Preview of the form"]');
}

/** Adds a field to a step. */
export async function addField(page: Page, number: number, name: string): Promise<void> {
  await page.getByRole('button', { name: `Add field to step ${number}`, exact: true }).click();
  await page.getByRole('menuitem', { name, exact: true }).click();
}

/** Drags something by its handle to below or above a place, as a mouse does it. */
export async function drag(page: Page, handle: Locator, to: Locator, side: 'above' | 'below'): Promise<void> {
  const from = await handle.boundingBox();
  const target = await to.boundingBox();
  if (!from || !target) throw new Error('nothing to drag');
  const y = side === 'above' ? target.y + 4 : target.y + target.height - 4;
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + from.width / 2, (from.y + y) / 2, { steps: 5 });
  await page.mouse.move(target.x + 40, y, { steps: 5 });
  await page.mouse.up();
}

/** Drags something by its handle to below or above a place, as a finger does it. */
export async function dragByFinger(page: Page, handle: Locator, to: Locator, side: 'above' | 'below'): Promise<void> {
  await handle.scrollIntoViewIfNeeded();
  const from = await handle.boundingBox();
  const target = await to.boundingBox();
  if (!from || !target) throw new Error('nothing to drag');
  const [x, start] = [from.x + from.width / 2, from.y + from.height / 2];
  const end = side === 'above' ? target.y + 4 : target.y + target.height - 4;
  // Touches as the screen reports them: pointer events, scrolling and their cancelling follow as on a phone.
  const screen = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: { x: number; y: number }[]) =>
    screen.send('Input.dispatchTouchEvent', { type, touchPoints });
  await touch('touchStart', { x, y: start });
  for (let step = 1; step <= 8; step += 1) await touch('touchMove', { x, y: start + ((end - start) * step) / 8 });
  await touch('touchEnd');
  await screen.detach();
}

/** Publishes what is there. */
export async function publish(page: Page, version: number): Promise<void> {
  await expect(saved(page)).toBeVisible();
  await page.getByRole('button', { name: `Publish version ${version}`, exact: true }).click();
  await expect(page.getByText(`Version ${version} is published`)).toBeVisible();
}
