// The list at full speed: several orders, found words, and peeking without leaving it.

import { audit } from '../support/axe.ts';
import { names, openList } from '../support/lead-pages.ts';
import { PHONE, expect, test } from '../support/test.ts';

test('heads sort, Shift adds an order, and the menu does the same', async ({ open }) => {
  const staff = await open({ as: 'agent' });
  await openList(staff);
  const head = (name: RegExp) => staff.getByRole('columnheader', { name });
  await head(/^Asking/).getByRole('link').click();
  await expect(staff).toHaveURL(/\?sort=asking$/);
  await expect(head(/^Asking/)).toHaveAttribute('aria-sort', 'descending');
  await head(/^Lead/).getByRole('link').click({ modifiers: ['Shift'] });
  await expect(staff).toHaveURL(/\?sort=asking,name$/);
  await expect(staff.getByRole('button', { name: 'highest asking price first, then by name' })).toBeVisible();
  // One order is told as the table's, the other is seen.
  await expect(head(/^Asking/)).toHaveAttribute('aria-sort', 'descending');
  await expect(head(/^Lead/)).not.toHaveAttribute('aria-sort');
  await expect(head(/^Lead/)).toContainText('2');
  await audit(staff);
  await staff.setViewportSize({ width: 1440, height: 900 });

  const asking = staff.getByRole('table').locator('tbody tr td:nth-of-type(6)');
  await expect(names(staff).first()).toBeVisible();
  const rows = (await names(staff).allInnerTexts()).map((name, at) => ({ name, at }));
  const prices = await asking.allInnerTexts();
  for (const { name, at } of rows.slice(1)) {
    if (prices[at] !== '' && prices[at] === prices[at - 1]) expect((rows[at - 1]?.name ?? '') <= name).toBe(true);
  }

  await staff.getByRole('button', { name: 'highest asking price first, then by name' }).click();
  await staff.getByRole('menuitem', { name: 'Then newest first' }).or(staff.getByRole('menuitemradio', { name: 'Then newest first' })).click();
  await expect(staff).toHaveURL(/\?sort=asking,name,newest$/);
  const shown = await names(staff).allInnerTexts();
  await staff.reload();
  await expect(names(staff)).toHaveText(shown);
  await head(/^Lead/).getByRole('link').click({ modifiers: ['Shift'] });
  await expect(staff).toHaveURL(/\?sort=asking,name.down,newest$/);
  await head(/^Lead/).getByRole('link').click({ modifiers: ['Shift'] });
  await expect(staff).toHaveURL(/\?sort=asking,newest$/);
});

test('several orders page through every lead once', async ({ open }) => {
  const staff = await open({ as: 'agent' });
  await openList(staff, '?sort=asking,oldest');
  const before = await names(staff).count();
  await staff.getByRole('link', { name: 'Load more' }).click();
  await expect.poll(() => names(staff).count()).toBeGreaterThan(before);
  const links = await names(staff).evaluateAll((found) => found.map((link) => (link as HTMLAnchorElement).pathname));
  expect(new Set(links).size).toBe(links.length);
});

test('the words of a search are marked where they stand', async ({ open }) => {
  const staff = await open({ as: 'agent' });
  await openList(staff);
  const name = (await names(staff).allInnerTexts()).find((name) => /^[A-Z][a-z]{2}/.test(name)) ?? '';
  const start = name.slice(0, 3);
  await openList(staff, `?q=${encodeURIComponent(start.toLowerCase())}`);
  await expect(names(staff).filter({ hasText: name }).first().locator('mark').first()).toHaveText(start);
  await audit(staff);
});

test('Space peeks, J and K walk on, Esc goes back to the row', async ({ open }) => {
  const staff = await open({ as: 'agent' });
  await openList(staff, '?sort=name');
  const [first = '', second = ''] = await names(staff).allInnerTexts();
  const address = staff.url();
  await staff.keyboard.press('j');
  await staff.keyboard.press('Space');
  const peek = staff.getByRole('region', { name: first, exact: true });
  await expect(peek.getByRole('heading', { level: 2 })).toHaveText(first);
  await expect(peek.getByText(/^1 of /)).toBeVisible();
  await expect(peek.getByRole('heading', { name: 'Latest' })).toBeVisible();
  await expect(names(staff).first()).toBeFocused();
  await audit(staff);
  await staff.setViewportSize({ width: 1440, height: 900 });
  await staff.keyboard.press('j');
  const next = staff.getByRole('region', { name: second, exact: true });
  await expect(next.getByText(/^2 of /)).toBeVisible();
  await expect(next.getByRole('heading', { name: 'Latest' })).toBeVisible();
  expect(staff.url()).toBe(address);
  await next.getByRole('button', { name: 'Previous lead' }).click();
  await expect(peek).toBeVisible();
  await staff.keyboard.press('Escape');
  await expect(peek).toBeHidden();
  await expect(names(staff).first()).toBeFocused();
  await staff.keyboard.press('Space');
  await peek.getByRole('link', { name: 'Open lead' }).click();
  await expect(staff.getByRole('heading', { level: 1, name: first })).toBeVisible();
});

test('what is changed in the peek shows in the row', async ({ open }) => {
  const staff = await open({ as: 'manager' });
  await openList(staff, '?status=contacted&sort=oldest');
  await staff.keyboard.press('j');
  await staff.keyboard.press('Space');
  const name = await names(staff).first().innerText();
  const peek = staff.getByRole('region', { name, exact: true });
  await peek.getByRole('button', { name: 'Status: Contacted. Change' }).click();
  await staff.getByRole('menuitem', { name: 'Qualified', exact: true }).click();
  await expect(staff.getByText(`${name} is qualified`)).toBeVisible();
  await staff.getByRole('button', { name: 'Undo' }).click();
  await expect(staff.getByText(`${name} is contacted`)).toBeVisible();
});

test('orders and found words on a phone', async ({ open }) => {
  const staff = await open({ as: 'agent', ...PHONE });
  await openList(staff, '?sort=asking,name');
  const order = staff.getByRole('button', { name: 'highest asking price first, then by name' });
  await order.click();
  await staff.getByRole('menuitem', { name: 'Not by name' }).or(staff.getByRole('menuitemradio', { name: 'Not by name' })).click();
  await expect(staff).toHaveURL(/\?sort=asking$/);
  const list = staff.getByRole('list', { name: 'Leads' });
  const all = await list.getByRole('link').locator('span span').allInnerTexts();
  const start = (all.find((name) => /^[A-Z][a-z]{2}/.test(name)) ?? '').slice(0, 3);
  await openList(staff, `?q=${encodeURIComponent(start)}`);
  await expect(list.locator('mark').first()).toHaveText(start);
});
