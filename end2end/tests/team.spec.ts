// What the team did and what it comes to: the feed, the figures by member, and the page of one of them.

import { type Locator, type Page } from '@playwright/test';
import { audit } from '../support/axe.ts';
import { newSeller } from '../support/invented.ts';
import { logCall, openLead, openList } from '../support/lead-pages.ts';
import { PEOPLE } from '../support/people.ts';
import { sendForm } from '../support/send-form.ts';
import { PHONE, expect, test, visit } from '../support/test.ts';

/** Opens a feed and waits until it follows what happens. */
async function openFeed(page: Page, address = '/activity'): Promise<void> {
  const follows = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/live');
  await visit(page, address);
  await follows;
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
}

/** The entries of a feed. */
function entries(page: Page): Locator {
  return page.getByRole('main').locator('ol > li[id^="evt_"]');
}

/** The row of a member. */
function row(page: Page, name: string): Locator {
  return page.getByRole('table').getByRole('row').filter({ has: page.getByRole('link', { name }) });
}

/** Names in the order of the table. */
function members(page: Page): Locator {
  return page.getByRole('table').getByRole('rowheader').getByRole('link');
}

/** The figure in a column of a row. */
async function figure(of: Locator, column: 'Open' | 'Given' | 'Calls'): Promise<number> {
  const text = await of.getByRole('cell').nth(['Open', 'Given', 'Calls'].indexOf(column)).innerText();
  return Number(text.replace(',', ''));
}

test('a call is told to others the same moment, counted for whoever made it, and its answer timed', async ({ open, stage }) => {
  const seller = newSeller();
  const counted = await open({ as: 'manager' });
  await visit(counted, '/team?period=today');
  const priya = row(counted, PEOPLE.agent.name);
  const before = await figure(priya, 'Calls');

  const told = await open({ as: 'owner' });
  await openFeed(told);
  await sendForm(stage.url, seller);
  await expect(entries(told).filter({ hasText: seller.name }).first()).toBeVisible();

  const agent = await open({ as: 'agent' });
  await openList(agent, `?q=${encodeURIComponent(seller.name)}`);
  await openLead(agent, seller.name);
  const words = `She wants to sell by spring ${Date.now()}`;
  await logCall(agent, words);

  const entry = entries(told).filter({ hasText: words });
  await expect(entry).toContainText(`${PEOPLE.agent.name} called and reached the seller`);
  await expect.poll(() => figure(priya, 'Calls'), { timeout: 20_000 }).toBeGreaterThan(before);
  // The time of the first answer is a time, not a dash.
  await expect(priya.getByRole('cell').nth(6)).toHaveText(/\d+ (s|min|h|days?)/);

  await entry.getByRole('link', { name: seller.name }).click();
  await expect(told.getByRole('heading', { level: 1, name: seller.name })).toBeVisible();
});

test('what comes in while somebody reads further down waits behind a button', async ({ open, stage }) => {
  const seller = newSeller();
  const told = await open({ as: 'manager' });
  await openFeed(told);
  const main = told.locator('#main');
  await entries(told).nth(30).scrollIntoViewIfNeeded();
  await main.evaluate((element) => { element.scrollTop = 700; });
  const top = await main.evaluate((element) => element.scrollTop);
  expect(top).toBeGreaterThan(100);

  await sendForm(stage.url, seller);
  const news = told.getByRole('button', { name: /new entr(y|ies)$/ });
  await expect(news).toBeVisible();
  await expect(entries(told).filter({ hasText: seller.name })).toHaveCount(0);
  expect(await main.evaluate((element) => element.scrollTop)).toBe(top);
  await news.click();
  await expect(entries(told).filter({ hasText: seller.name }).first()).toBeVisible();
  await expect.poll(() => main.evaluate((element) => element.scrollTop)).toBeLessThan(24);
  await expect(news).toHaveCount(0);
});

test('a feed is narrowed in its address, and older entries are appended once', async ({ open }) => {
  const staff = await open({ as: 'owner' });
  await openFeed(staff);
  await staff.getByLabel('Kind').selectOption({ label: 'Calls' });
  await expect(staff).toHaveURL(/\/activity\?kind=calls$/);
  await expect.poll(async () => (await entries(staff).allInnerTexts()).every((text) => text.includes('called'))).toBe(true);
  await staff.getByLabel('Member').selectOption({ label: PEOPLE.agent.name });
  await expect(staff).toHaveURL(/member=mem_\w+&kind=calls$/);
  await expect
    .poll(async () => (await entries(staff).allInnerTexts()).every((text) => text.startsWith(PEOPLE.agent.name)))
    .toBe(true);
  await audit(staff);

  const shown = await entries(staff).count();
  await staff.getByRole('link', { name: 'Older', exact: true }).click();
  await expect.poll(() => entries(staff).count()).toBeGreaterThan(shown);
  const ids = await entries(staff).evaluateAll((found) => found.map((entry) => entry.id));
  expect(new Set(ids).size).toBe(ids.length);

  await staff.reload();
  await expect(staff.getByLabel('Kind')).toHaveValue('calls');
  await staff.goBack();
  await expect(staff).toHaveURL(/\/activity\?kind=calls$/);
  await expect(staff.getByLabel('Member')).toHaveValue('');
});

test('settings and members are told of to whoever manages them', async ({ open }) => {
  const owner = await open({ as: 'owner' });
  await visit(owner, '/activity?kind=settings');
  await expect(entries(owner).first()).toBeVisible();
  const agent = await open({ as: 'agent' });
  await visit(agent, '/activity?kind=settings');
  await expect(agent.getByRole('heading', { name: 'Nothing like this happened' })).toBeVisible();
  await expect(agent.getByLabel('Kind').getByRole('option', { name: 'Settings' })).toHaveCount(0);
  await agent.getByRole('link', { name: 'Show everything' }).click();
  await expect(agent).toHaveURL(/\/activity$/);
  await expect(entries(agent).first()).toBeVisible();
});

test('days and order stand in the address, and a row opens its member', async ({ open, complaints }) => {
  complaints.allow(/status of 400/);
  const staff = await open({ as: 'agent' });
  await visit(staff, '/team');
  await expect(staff.getByRole('navigation', { name: 'Period' }).getByRole('link', { name: '30 days' })).toHaveAttribute('aria-current', 'page');
  await audit(staff);

  await staff.getByRole('columnheader', { name: 'Calls' }).getByRole('link').click();
  await expect(staff).toHaveURL(/\/team\?sort=calls$/);
  await expect(staff.getByRole('columnheader', { name: 'Calls' })).toHaveAttribute('aria-sort', 'descending');
  const busiest = await members(staff).first().innerText();
  await staff.getByRole('navigation', { name: 'Period' }).getByRole('link', { name: 'This month' }).click();
  await expect(staff).toHaveURL(/\/team\?period=month&sort=calls$/);

  await staff.getByLabel('First day').fill('2026-08-04');
  await staff.getByLabel('Last day').fill('2026-08-01');
  await staff.getByRole('button', { name: 'Show days' }).click();
  await expect(staff.getByText('Choose a last day that is not before the first.')).toBeVisible();
  await expect(staff.getByLabel('First day')).toHaveValue('2026-08-04');
  await audit(staff);

  await visit(staff, '/team?sort=calls');
  await staff.getByRole('link', { name: busiest }).first().click();
  await expect(staff.getByRole('heading', { level: 1, name: busiest })).toBeVisible();
  await expect(staff.getByRole('region', { name: 'What they did' }).locator('li').first()).toContainText(busiest);
  await staff.getByText('How it is counted').click();
  await audit(staff);
  await staff.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Team' }).click();
  await expect(staff.getByRole('heading', { level: 1, name: 'Team' })).toBeVisible();
});

test('by keyboard alone: from anywhere to the team, to its order, to a member', async ({ open }) => {
  const staff = await open({ as: 'viewer' });
  await visit(staff, '/leads');
  await staff.keyboard.press('g');
  await staff.keyboard.press('u');
  await expect(staff.getByRole('heading', { level: 1, name: 'Team' })).toBeVisible();
  await staff.getByRole('columnheader', { name: 'Notes' }).getByRole('link').focus();
  await staff.keyboard.press('Enter');
  await expect(staff).toHaveURL(/sort=notes/);
  await members(staff).first().focus();
  await staff.keyboard.press('Enter');
  await expect(staff).toHaveURL(/\/team\/mem_/);
  await staff.keyboard.press('g');
  await staff.keyboard.press('v');
  await expect(staff.getByRole('heading', { level: 1, name: 'Activity' })).toBeVisible();
});

test('on a phone the team is cards, reached from the menu of the profile', async ({ open }) => {
  const staff = await open({ as: 'agent', ...PHONE });
  await visit(staff, '/');
  await staff.getByRole('button', { name: /, profile$/ }).click();
  await staff.getByRole('menuitem', { name: 'Team' }).click();
  const cards = staff.getByRole('list', { name: 'Members' }).getByRole('listitem');
  await expect(cards.filter({ hasText: PEOPLE.agent.name })).toContainText('First answer');
  await expect(staff.getByRole('table')).toHaveCount(0);
  await audit(staff);
  await cards.filter({ hasText: PEOPLE.agent.name }).getByRole('link', { name: PEOPLE.agent.name }).click();
  await expect(staff.getByRole('heading', { level: 1, name: PEOPLE.agent.name })).toBeVisible();
  await staff.getByRole('navigation', { name: 'Team and activity' }).getByRole('link', { name: 'Activity' }).click();
  await expect(entries(staff).first()).toBeVisible();
  await audit(staff);
});

test('without JavaScript everything is links and plain forms', async ({ open }) => {
  const staff = await open({ as: 'agent', javaScriptEnabled: false });
  await staff.goto('/team');
  await staff.getByRole('navigation', { name: 'Period' }).getByRole('link', { name: '7 days' }).click();
  await expect(staff).toHaveURL(/\/team\?period=7d$/);
  await staff.goto('/activity');
  await staff.getByLabel('Kind').selectOption({ label: 'Calls' });
  await staff.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(staff).toHaveURL(/kind=calls/);
  const first = await entries(staff).first().getAttribute('id');
  await staff.getByRole('link', { name: 'Older', exact: true }).click();
  await expect(staff).toHaveURL(/older=/);
  await expect(entries(staff).first()).toBeVisible();
  expect(await entries(staff).first().getAttribute('id')).not.toBe(first);
  await staff.getByRole('link', { name: 'Newest entries' }).click();
  await expect(staff).not.toHaveURL(/older=/);
});
