// The list of leads: its address is its state, new leads come in by themselves, nothing read moves away.

import { newSeller } from '../support/invented.ts';
import { leadLink, names, openLead, openList, statusButton, timeline } from '../support/lead-pages.ts';
import { sendForm } from '../support/send-form.ts';
import { expect, test, visit } from '../support/test.ts';

test('filters, search and order stand in the address, and Back takes them away again', async ({ open }) => {
  const staff = await open({ as: 'agent' });
  await openList(staff);
  const statuses = staff.getByRole('table').getByRole('button', { name: /^Status: / });

  await staff.getByRole('button', { name: 'Status', exact: true }).click();
  await staff.getByRole('dialog', { name: 'Status' }).getByLabel('Contacted').check();
  await expect(staff).toHaveURL(/\?status=contacted$/);
  await staff.keyboard.press('Escape');
  await expect.poll(async () => new Set(await statuses.allInnerTexts())).toEqual(new Set(['Contacted']));

  const first = (await names(staff).first().innerText()).split(' ')[0] ?? '';
  await staff.getByRole('searchbox', { name: 'Search this list' }).fill(first);
  await expect(staff).toHaveURL(new RegExp(`q=${first}`));
  await expect(names(staff).first()).toContainText(first);

  await staff.getByRole('columnheader', { name: /^Lead/ }).getByRole('link').click();
  await expect(staff).toHaveURL(/sort=name/);
  await expect(staff.getByRole('columnheader', { name: /^Lead/ })).toHaveAttribute('aria-sort', 'ascending');
  const address = staff.url();
  const shown = await names(staff).allInnerTexts();

  await staff.reload();
  await expect(names(staff)).toHaveText(shown);
  await expect(staff.getByRole('searchbox', { name: 'Search this list' })).toHaveValue(first);

  await openLead(staff, shown[0] ?? '');
  await staff.goBack();
  await expect(staff).toHaveURL(address);
  await expect(names(staff)).toHaveText(shown);
  await staff.goBack();
  await expect(staff).not.toHaveURL(/sort=/);
  await staff.goBack();
  await expect(staff).toHaveURL(/\?status=contacted$/);
  await expect(staff.getByRole('searchbox', { name: 'Search this list' })).toHaveValue('');
  await staff.goBack();
  await expect(staff).toHaveURL(/\/leads$/);
});

test('a search that matches nothing says so and offers the way back', async ({ open }) => {
  const staff = await open({ as: 'agent' });
  await openList(staff, '?q=nobodyhasthisname');
  await expect(staff.getByRole('heading', { name: 'No lead matches' })).toBeVisible();
  await staff.getByRole('link', { name: 'Clear filters' }).click();
  await expect(staff).toHaveURL(/\/leads\?all=1$/);
  await expect(names(staff).first()).toBeVisible();
});

test('more rows are appended below, and none comes twice', async ({ open }) => {
  const staff = await open({ as: 'agent' });
  // The oldest first: what other journeys add meanwhile comes after everything.
  await openList(staff, '?sort=oldest');
  const before = await names(staff).allInnerTexts();
  await staff.getByRole('link', { name: 'Load more' }).click();
  await expect.poll(() => names(staff).count()).toBeGreaterThan(before.length);
  const links = await names(staff).evaluateAll((found) => found.map((link) => (link as HTMLAnchorElement).pathname));
  expect(new Set(links).size).toBe(links.length);
  expect((await names(staff).allInnerTexts()).slice(0, before.length)).toEqual(before);
});

test('a lead that comes in while somebody reads further down waits behind a button', async ({ open, stage }) => {
  const seller = newSeller();
  const staff = await open({ as: 'agent' });
  await openList(staff);
  const scroller = staff.locator('#lead-scroller');
  await names(staff).last().scrollIntoViewIfNeeded();
  const top = await scroller.evaluate((element) => element.scrollTop);
  expect(top).toBeGreaterThan(100);

  await sendForm(stage.url, seller);
  const news = staff.getByRole('button', { name: /new leads?$/ });
  await expect(news).toBeVisible();
  await expect(leadLink(staff, seller.name)).toHaveCount(0);
  expect(await scroller.evaluate((element) => element.scrollTop)).toBe(top);

  await news.click();
  await expect(leadLink(staff, seller.name)).toBeVisible();
  await expect(news).toHaveCount(0);
});

test('a lead is added by hand, with one wrong answer on the way', async ({ open }) => {
  const seller = newSeller();
  const staff = await open({ as: 'agent' });
  await openList(staff);
  await staff.keyboard.press('c');
  const dialog = staff.getByRole('dialog', { name: 'Add lead' });
  await dialog.getByLabel('Name').fill(seller.name);
  await dialog.getByLabel('Phone').fill('512');
  await dialog.getByRole('button', { name: 'Add lead' }).click();
  await expect(dialog.getByLabel('Phone')).toHaveAccessibleDescription(/for example 512 555 0134/);
  await dialog.getByLabel('Phone').fill(seller.phone);
  await dialog.getByRole('button', { name: 'Add lead' }).click();
  await expect(staff.getByRole('heading', { level: 1, name: seller.name })).toBeVisible();
  await expect(statusButton(staff)).toHaveAccessibleName('Status: New. Change');
});

test('a dead lead needs a reason, and Undo takes a step back', async ({ open, stage }) => {
  const seller = newSeller();
  await sendForm(stage.url, seller);
  const staff = await open({ as: 'agent' });
  await openList(staff, `?q=${encodeURIComponent(seller.name)}`);
  await openLead(staff, seller.name);

  await statusButton(staff).click();
  await staff.getByRole('menuitem', { name: 'Nurturing', exact: true }).click();
  await expect(statusButton(staff)).toHaveAccessibleName('Status: Nurturing. Change');

  await statusButton(staff).click();
  await staff.getByRole('menuitem', { name: 'Dead…' }).click();
  const question = staff.getByRole('dialog', { name: `Why is ${seller.name} dead?` });
  await question.getByRole('button', { name: 'Mark as dead' }).click();
  await expect(question.getByText('Choose why the lead is dead.')).toBeVisible();
  await question.getByLabel('Sold to somebody else').check();
  await question.getByRole('button', { name: 'Mark as dead' }).click();
  await expect(question).toBeHidden();
  await expect(statusButton(staff)).toHaveAccessibleName('Status: Dead. Change');
  await expect(staff.getByText('The lead is dead: sold to somebody else.')).toBeVisible();
});

test('the status changes in the row, is undone there, and another open list follows', async ({ open, stage }) => {
  const seller = newSeller();
  await sendForm(stage.url, seller);
  const [one, other] = [await open({ as: 'agent' }), await open({ as: 'manager' })];
  const query = `?q=${encodeURIComponent(seller.name)}`;
  await openList(one, query);
  await openList(other, query);
  const status = (page: typeof one) => page.getByRole('row', { name: seller.name }).getByRole('button', { name: /^Status: / });

  await status(one).click();
  await one.getByRole('menuitem', { name: 'Qualified', exact: true }).click();
  await expect(status(one)).toHaveAccessibleName('Status: Qualified. Change');
  await expect(status(other)).toHaveAccessibleName('Status: Qualified. Change');
});

test('a lead that comes in before the list follows what happens is shown all the same', async ({ open, stage }) => {
  const staff = await open({ as: 'agent' });
  let begin = (): void => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  await staff.route((url) => url.pathname === '/live', async (route) => {
    await begun;
    await route.continue();
  });
  await visit(staff, '/leads');
  const seller = newSeller();
  await sendForm(stage.url, seller);
  await expect(leadLink(staff, seller.name)).toHaveCount(0);
  begin();
  await expect(leadLink(staff, seller.name)).toBeVisible();
});

test('a seller who sends the form twice stays one lead, whose page says so while somebody reads it', async ({ open, stage }) => {
  const seller = newSeller();
  await sendForm(stage.url, seller);
  const staff = await open({ as: 'agent' });
  await openList(staff, `?q=${encodeURIComponent(seller.name)}`);
  await openLead(staff, seller.name);
  const again = timeline(staff).filter({ hasText: 'sent the form again' });
  await expect(timeline(staff).filter({ hasText: 'sent the form' })).toHaveCount(1);
  await expect(again).toHaveCount(0);

  const message = `${seller.message} The gate is open now.`;
  await sendForm(stage.url, { ...seller, message });
  await expect(again).toHaveCount(1);
  // What was said the second time is told once.
  await expect(timeline(staff).filter({ hasText: message })).toHaveCount(1);
  await openList(staff, `?q=${encodeURIComponent(seller.name)}`);
  await expect(names(staff)).toHaveText([seller.name]);
});
