// A form besides its questions: how it looks, how it gets onto a site, and a second one made of it.

import type { Page } from '@playwright/test';
import { addField, keys, newForm, preview, publish, saved, settings } from '../support/builder-pages.ts';
import { signUp } from '../support/sign-up.ts';
import { expect, test, visit } from '../support/test.ts';

/** What the first button of the page in the preview looks like. */
function button(page: Page): Promise<{ colour: string; corner: string }> {
  return preview(page)
    .getByRole('button')
    .first()
    .evaluate((element) => {
      const { backgroundColor, borderTopLeftRadius } = getComputedStyle(element);
      return { colour: backgroundColor, corner: borderTopLeftRadius };
    });
}

/** Presses one of a few buttons of which one is on. */
async function choose(page: Page, group: string, name: string): Promise<void> {
  await page.getByRole('group', { name: group }).getByRole('button', { name, exact: true }).click();
}

test('accent and corners are seen in the preview at once, at both widths, and by visitors', async ({ open }) => {
  const page = await open();
  await signUp(page);
  await newForm(page, 'In green');
  // The first page in the frame gives way to one that is made of what is edited.
  await expect.poll(async () => (await button(page)).corner).toMatch(/px$/);
  const standard = await button(page);
  await choose(page, 'Mode', 'Theme');
  await settings(page).getByRole('textbox', { name: 'Accent colour', exact: true }).fill('#0f6b46');
  await expect.poll(() => button(page)).toEqual({ ...standard, colour: 'rgb(15, 107, 70)' });
  await choose(page, 'Corners', 'Round');
  await expect.poll(async () => parseFloat((await button(page)).corner)).toBeGreaterThan(parseFloat(standard.corner));
  await choose(page, 'Corners', 'Square');
  await expect.poll(() => button(page)).toEqual({ colour: 'rgb(15, 107, 70)', corner: '0px' });

  // The page in the frame is as wide as a phone, then as wide as a screen.
  const width = () => preview(page).locator('html').evaluate(() => window.innerWidth);
  expect(await width()).toBe(390);
  await choose(page, 'Preview width', 'Desktop');
  await expect.poll(width).toBe(1120);
  await expect.poll(() => button(page)).toEqual({ colour: 'rgb(15, 107, 70)', corner: '0px' });
  await choose(page, 'Preview width', 'Phone');
  await expect.poll(width).toBe(390);

  // What is no colour is said, and changes nothing that is seen.
  await settings(page).getByRole('textbox', { name: 'Accent colour', exact: true }).fill('green');
  await expect(page.getByText('1 thing to mend before it can be published')).toBeVisible();
  await settings(page).getByRole('textbox', { name: 'Accent colour', exact: true }).fill('#0f6b46');
  await publish(page, 1);
  const slug = /data-form="([^"]+)"/.exec((await page.locator('code').textContent()) ?? '')?.[1];
  const visitor = await open();
  await visitor.goto(`/f/${slug}`);
  await expect(visitor.getByRole('button').first()).toHaveCSS('background-color', 'rgb(15, 107, 70)');
  await expect(visitor.getByRole('button').first()).toHaveCSS('border-top-left-radius', '0px');
});

test('the embed code is copied, in the builder and on the page of the form', async ({ open, stage }) => {
  const page = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
  await signUp(page);
  await newForm(page, 'To be copied');
  await publish(page, 1);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole('button', { name: 'Copy embed code' }).click();
  await expect(page.getByText('Copied', { exact: true })).toBeVisible();
  const code = await copied();
  expect(code).toContain(`${stage.url}/embed.js`);
  const slug = /data-form="([^"]+)"/.exec(code)?.[1] ?? '';
  expect(slug).toMatch(/^to-be-copied/);

  await page.getByRole('link', { name: 'To be copied', exact: true }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'Put it on your site' })).toBeVisible();
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await page.getByRole('button', { name: 'Copy code' }).click();
  await expect.poll(copied).toBe(code);
  // What it names is the form that visitors see.
  expect((await page.request.get(`/f/${slug}`)).status()).toBe(200);
});

test('a whole form is duplicated, and the copy goes its own way', async ({ open }) => {
  const page = await open();
  await signUp(page);
  await newForm(page, 'Spring offer');
  await addField(page, 1, 'Asking price');
  await publish(page, 1);
  const original = page.url();

  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Duplicate form' }).click();
  await expect(page.getByText('This is the copy')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: 'Copy of Spring offer' })).toBeVisible();
  await expect(page).not.toHaveURL(original);
  await expect(page.getByText('Draft, not published')).toBeVisible();
  await expect.poll(() => keys(page, 1)).toEqual(['name', 'phone', 'email', 'asking']);
  await addField(page, 1, 'Property type');
  await expect(saved(page)).toBeVisible();

  await visit(page, original);
  await expect(page.getByRole('heading', { level: 1, name: 'Spring offer', exact: true })).toBeVisible();
  expect(await keys(page, 1)).toEqual(['name', 'phone', 'email', 'asking']);
  await visit(page, '/forms');
  await expect(page.getByRole('row').filter({ hasText: 'Copy of Spring offer' })).toContainText('Draft');
  await expect(page.getByRole('row').filter({ has: page.getByRole('link', { name: 'Spring offer', exact: true }) })).toContainText('Version 1');
});
