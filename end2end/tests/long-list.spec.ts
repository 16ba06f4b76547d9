// A list of hundreds of rows: only those near the screen are drawn, and nobody can tell.

import { addLead } from '../support/add-lead.ts';
import { audit } from '../support/axe.ts';
import { names, openList } from '../support/lead-pages.ts';
import { signUp } from '../support/sign-up.ts';
import { PHONE, expect, test } from '../support/test.ts';

const LEADS = 260;
const called = (number: number) => `Ana ${String(number).padStart(3, '0')}`;

test('a long list is drawn where one looks, and the keyboard walks it from end to end', async ({ open }) => {
  test.setTimeout(120_000);
  const owner = await open();
  await signUp(owner);
  for (let number = 0; number < LEADS; number += 1) await addLead(owner, number, called(number));
  await openList(owner, '?sort=name');
  const more = owner.getByRole('link', { name: 'Load more' });
  for (let page = 1; page < 4; page += 1) {
    await more.click();
    await expect(names(owner)).toHaveCount(50 * (page + 1));
  }
  // Beyond two hundred.
  await more.click();
  await expect.poll(() => names(owner).count()).toBeLessThan(150);
  await more.click();
  await expect(more).toHaveCount(0);

  const table = owner.getByRole('table');
  await expect(table).toHaveAttribute('aria-rowcount', String(LEADS + 1));
  const row = (number: number) => owner.getByRole('row', { name: new RegExp(called(number)) });
  const scroller = owner.locator('#lead-scroller');
  const whole = await scroller.evaluate((element) => element.scrollHeight);
  await scroller.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await expect(row(LEADS - 1)).toBeInViewport();
  await expect(row(LEADS - 1)).toHaveAttribute('aria-rowindex', String(LEADS + 1));
  await expect(names(owner).filter({ hasText: called(0) })).toHaveCount(0);
  await scroller.evaluate((element) => element.scrollTo(0, 0));
  await expect(row(0)).toBeInViewport();
  await expect(row(0)).toHaveAttribute('aria-rowindex', '2');
  expect(await scroller.evaluate((element) => element.scrollHeight)).toBe(whole);
  await audit(owner);
  await owner.setViewportSize({ width: 1440, height: 900 });

  // Where somebody is stays drawn and keeps the focus, however far the list is scrolled; the keys go on from there.
  const link = (number: number) => names(owner).filter({ hasText: called(number) });
  await owner.keyboard.press('j');
  await owner.keyboard.press('j');
  await expect(link(1)).toBeFocused();
  await scroller.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await expect(row(LEADS - 1)).toBeInViewport();
  await expect(link(1)).toBeFocused();
  await owner.keyboard.press('x');
  await expect(owner.getByRole('toolbar', { name: 'Change the chosen leads' })).toContainText('1 chosen');
  await owner.keyboard.press('j');
  await expect(link(2)).toBeFocused();
  await expect(row(2)).toBeInViewport();
  for (let number = 3; number < 120; number += 1) {
    await owner.keyboard.press('j');
    await expect(link(number)).toBeFocused();
  }
  await expect(row(119)).toBeInViewport();
  await owner.keyboard.press('Space');
  await expect(owner.getByRole('region', { name: called(119), exact: true }).getByText(/^120 of /)).toBeVisible();
  await owner.keyboard.press('Escape');
  await expect(link(119)).toBeFocused();
  await owner.keyboard.press('e');
  await expect(row(119).getByRole('button', { name: /^Status: / })).toBeFocused();

  // What comes in does not move what is read.
  const place = await row(119).boundingBox();
  await addLead(owner, LEADS, 'Aaron First');
  await expect(owner.getByRole('button', { name: '1 new lead' })).toBeVisible();
  expect(await row(119).boundingBox()).toEqual(place);

  const phone = await open({ ...PHONE, storageState: await owner.context().storageState() });
  await openList(phone, '?sort=name');
  const cards = phone.getByRole('list', { name: 'Leads' }).getByRole('link');
  for (let page = 1; page < 5; page += 1) {
    await expect(cards.first()).toBeVisible();
    const answer = phone.waitForResponse((answer) => answer.url().includes('/rpc/leads/list'));
    await phone.getByRole('link', { name: 'Load more' }).click();
    await answer;
  }
  await expect.poll(() => cards.count()).toBeLessThan(150);
  await phone.evaluate(() => window.scrollTo(0, 0));
  await expect(cards.filter({ hasText: 'Aaron First' })).toBeInViewport();
});
