// Work on a lead: tasks and the agenda by keyboard, a mention that rings the bell of somebody else, phones, no JavaScript.

import { newSeller } from '../support/invented.ts';
import { composer, openLead, openList, showPane, timeline } from '../support/lead-pages.ts';
import { audit } from '../support/axe.ts';
import { sendForm } from '../support/send-form.ts';
import { type Locator, type Page } from '@playwright/test';
import { signUp } from '../support/sign-up.ts';
import { PHONE, expect, test, visit } from '../support/test.ts';

/** A lead of its own, opened. */
async function ownLead(page: Page, url: string): Promise<string> {
  const seller = newSeller();
  await sendForm(url, seller);
  await openList(page, `?q=${encodeURIComponent(seller.name)}`);
  await openLead(page, seller.name);
  return seller.name;
}

function tasks(page: Page): Locator {
  return page.getByRole('region', { name: 'Tasks', exact: true });
}

/** The form for a new one. */
function adding(page: Page): Locator {
  return tasks(page).getByRole('form', { name: 'New task' });
}

/** The link in the top bar. */
function bell(page: Page): Locator {
  return page.getByRole('banner').getByRole('link', { name: /^Notifications/ });
}

test('a task is written by keyboard, stands in the agenda, is completed there and taken back', async ({ open, stage }) => {
  const staff = await open({ as: 'agent' });
  await ownLead(staff, stage.url);
  const title = `Send the offer ${Date.now()}`;
  await staff.keyboard.press('t');
  const field = adding(staff).getByLabel('What is to be done');
  await expect(field).toBeFocused();
  await staff.keyboard.press('ControlOrMeta+Enter');
  await expect(adding(staff).getByText('Say what is to be done.')).toBeVisible();
  await staff.keyboard.type(title);
  await adding(staff).getByLabel('Due').fill('2030-06-03T09:30');
  await audit(staff);
  await staff.keyboard.press('ControlOrMeta+Enter');
  await expect(staff.getByText(`Task added: ${title}`)).toBeVisible();
  await expect(tasks(staff).getByRole('listitem')).toHaveCount(1);
  await expect(timeline(staff).filter({ hasText: 'added a task' })).toContainText(title);

  await visit(staff, '/agenda');
  await expect(staff.getByRole('heading', { level: 1, name: 'Agenda' })).toBeVisible();
  await audit(staff);
  const complete = staff.getByRole('button', { name: `Complete: ${title}` });
  await expect(complete).toBeVisible();
  // J goes down from the first box; the task is the last for years.
  await staff.keyboard.press('j');
  await complete.focus();
  await staff.keyboard.press('x');
  await expect(staff.getByText(`Done: ${title}`)).toBeVisible();
  await expect(complete).toHaveCount(0);
  await staff.getByRole('button', { name: 'Undo' }).first().click();
  await expect(complete).toBeVisible();
});

test('a task is changed and cancelled, and whoever gets it is told', async ({ open, stage }) => {
  const manager = await open({ as: 'manager' });
  const agent = await open({ as: 'agent' });
  await visit(agent, '/notifications');
  await audit(agent);
  await ownLead(manager, stage.url);
  const title = `Walk through ${Date.now()}`;
  await manager.keyboard.press('t');
  await expect(adding(manager).getByLabel('Where it is')).toBeHidden();
  await adding(manager).getByText('Meeting', { exact: true }).click();
  await adding(manager).getByLabel('Where it is').fill('Their kitchen');
  await adding(manager).getByLabel('What is to be done').fill(title);
  await adding(manager).getByLabel('Who does it').selectOption({ label: 'Priya Raman' });
  await adding(manager).getByRole('button', { name: /^Add task/ }).click();
  await expect(tasks(manager).getByRole('listitem')).toContainText('Priya Raman');
  await expect(tasks(manager).getByRole('listitem')).toContainText('Their kitchen');
  const row = agent.getByRole('listitem').filter({ hasText: title });
  await expect(row).toContainText('Marcus Bell gave you a task');

  await tasks(manager).getByRole('button', { name: `More for ${title}` }).click();
  await manager.getByRole('menuitem', { name: 'Change task' }).click();
  const dialog = manager.getByRole('dialog', { name: 'Change task' });
  await dialog.getByLabel('What is to be done').fill(`${title} at noon`);
  await audit(manager);
  await dialog.getByRole('button', { name: 'Change task' }).click();
  await expect(tasks(manager).getByText(`${title} at noon`)).toBeVisible();
  await tasks(manager).getByRole('button', { name: /^More for / }).click();
  await manager.getByRole('menuitem', { name: 'Cancel task' }).click();
  await expect(tasks(manager).getByRole('listitem')).toContainText('Cancelled');

  await visit(manager, '/agenda');
  await manager.getByLabel('Whose tasks').selectOption({ label: 'Priya Raman' });
  await expect(manager).toHaveURL(/whose=mem_/);
  await expect(manager.getByText(`${title} at noon`)).toHaveCount(0);
});

test('a mention rings the bell of whoever is named, at once, in another browser', async ({ open, stage }) => {
  const agent = await open({ as: 'agent' });
  const owner = await open({ as: 'owner' });
  await visit(owner, '/notifications');
  if (await owner.getByRole('button', { name: 'Mark all as read' }).isEnabled()) {
    await owner.getByRole('button', { name: 'Mark all as read' }).click();
  }
  await expect(bell(owner)).toHaveAccessibleName('Notifications');
  await visit(owner, '/settings/members');

  const name = await ownLead(agent, stage.url);
  await agent.keyboard.press('n');
  await agent.keyboard.type('@dan');
  await expect(agent.getByRole('tabpanel').getByRole('option', { name: 'Dana Whitfield' })).toBeVisible();
  await audit(agent);
  await agent.keyboard.press('Enter');
  const words = `have a look ${Date.now()}`;
  await agent.keyboard.type(words);
  await agent.keyboard.press('ControlOrMeta+Enter');
  await expect(timeline(agent).filter({ hasText: words })).toContainText('@Dana Whitfield');

  await expect(bell(owner)).toHaveAccessibleName(/^Notifications, \d+ unread$/);
  await bell(owner).click();
  const row = owner.getByRole('listitem').filter({ hasText: words });
  await expect(row).toContainText(`Priya Raman mentioned you on the lead ${name}`);
  await row.getByRole('link').click();
  await expect(owner.getByRole('heading', { level: 1, name })).toBeVisible();
});

test('a reminder rings the bell at its moment, and leads to the agenda', async ({ open }) => {
  // A business of its own: nothing else rings this bell.
  const owner = await open();
  await signUp(owner);
  await visit(owner, '/agenda');
  await owner.keyboard.press('t');
  const form = owner.getByRole('form', { name: 'New task' });
  await form.getByLabel('What is to be done').fill('Call the buyer back');
  await expect(form.getByLabel('Reminder')).toHaveValue('0');
  // The field knows seconds.
  const moment = new Date(Math.floor(Date.now() / 1_000) * 1_000 + 15_000);
  await form.getByLabel('Due').fill(moment.toLocaleString('sv', { timeZone: 'America/Chicago' }).replace(' ', 'T'));
  await form.getByRole('button', { name: /^Add task/ }).click();
  await expect(owner.getByText('Task added: Call the buyer back')).toBeVisible();
  await visit(owner, '/');
  await expect(bell(owner)).toHaveAccessibleName('Notifications');
  expect(Date.now(), 'the page was there before the moment').toBeLessThan(moment.getTime());

  await expect(bell(owner)).toHaveAccessibleName('Notifications, 1 unread', { timeout: 30_000 });
  expect(Date.now()).toBeGreaterThanOrEqual(moment.getTime());
  await bell(owner).click();
  const row = owner.getByRole('main').getByRole('listitem');
  await expect(row).toHaveCount(1);
  await expect(row).toContainText('Call the buyer back');
  await row.getByRole('link').click();
  await expect(owner.getByRole('button', { name: 'Complete: Call the buyer back' })).toBeVisible();
  await expect(bell(owner)).toHaveAccessibleName('Notifications');
});

test('on a phone', async ({ open, stage }) => {
  const staff = await open({ as: 'agent', ...PHONE });
  await ownLead(staff, stage.url);
  await showPane(staff, 'Now');
  const title = `Call on the way ${Date.now()}`;
  await tasks(staff).getByText('+ Add task').click();
  await adding(staff).getByLabel('What is to be done').fill(title);
  await adding(staff).getByRole('button', { name: /^Add task/ }).click();
  await expect(tasks(staff).getByText(title)).toBeVisible();
  await staff.getByRole('navigation').getByRole('link', { name: 'Agenda' }).last().click();
  await expect(staff.getByRole('button', { name: `Complete: ${title}` })).toBeVisible();
  await audit(staff);
});

test('without JavaScript a task is added and completed, and a name in a note names somebody', async ({ open, stage }) => {
  const scripted = await open({ as: 'agent' });
  await ownLead(scripted, stage.url);
  const page = await open({ storageState: await scripted.context().storageState(), javaScriptEnabled: false });
  await page.goto(scripted.url());
  const title = `Without scripts ${Date.now()}`;
  await tasks(page).getByText('+ Add task').click();
  await adding(page).getByLabel('What is to be done').fill(title);
  await adding(page).getByLabel('Due').fill('2030-06-03T09:30');
  await adding(page).getByRole('button', { name: /^Add task/ }).click();
  await expect(tasks(page).getByText(title)).toBeVisible();
  await tasks(page).getByRole('button', { name: `Complete: ${title}` }).click();
  await expect(tasks(page).getByRole('listitem')).toContainText('Done');
  const words = `@Marcus Bell plain ${Date.now()}`;
  await page.getByRole('textbox', { name: 'In your words' }).fill(words);
  await page.getByRole('button', { name: 'Add to the timeline' }).click();

  const manager = await open({ as: 'manager' });
  await visit(manager, '/notifications');
  await expect(manager.getByRole('listitem').filter({ hasText: words })).toContainText('Priya Raman mentioned you');
  await expect(composer(scripted)).toBeVisible();
});

test('a message is drafted, changed by somebody else, and discarded', async ({ open, stage }) => {
  const staff = await open({ as: 'agent' });
  await ownLead(staff, stage.url);
  const drafts = (page: Page) => page.getByRole('region', { name: 'Message drafts', exact: true });
  await staff.keyboard.press('m');
  const body = drafts(staff).getByLabel('Message', { exact: true });
  await expect(body).toBeFocused();
  await staff.keyboard.press('ControlOrMeta+Enter');
  await expect(drafts(staff).getByText('Write the message first.')).toBeVisible();
  const words = `Thank you for your call ${Date.now()}`;
  await staff.keyboard.type(`${words} ${'a'.repeat(160)}`);
  await expect(drafts(staff).getByText('Travels as 2 text messages')).toBeVisible();
  await audit(staff);
  await staff.keyboard.press('ControlOrMeta+Enter');
  const row = (page: Page) => drafts(page).getByRole('listitem').filter({ hasText: words });
  await expect(row(staff)).toContainText('Text message');
  await expect(timeline(staff).filter({ hasText: 'drafted a text message' })).toHaveCount(1);

  const manager = await open({ as: 'manager' });
  await visit(manager, new URL(staff.url()).pathname);
  await row(manager).getByRole('button', { name: /^Edit draft/ }).click();
  await drafts(manager).getByText('Email', { exact: true }).click();
  await drafts(manager).getByLabel('Subject').fill('About your house');
  await drafts(manager).getByRole('button', { name: /^Save draft/ }).click();
  await expect(row(staff)).toContainText('About your house');
  await audit(manager);

  await row(staff).getByRole('button', { name: /^Discard draft/ }).click();
  await expect(row(staff)).toHaveCount(0);
  await expect(row(manager)).toHaveCount(0);
});
