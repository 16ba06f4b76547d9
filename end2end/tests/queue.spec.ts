// The job queue for admins: Empire's own jobs where one business has it for itself, a pause with its author, and
// nothing for others. Jobs of the business, their edit and replay come with the first kind of job a business has.

import { PEOPLE, signIn } from '../support/people.ts';
import { signUp } from '../support/sign-up.ts';
import { PHONE, expect, test, visit } from '../support/test.ts';

const KIND = 'forms.notice_abandoned';

test('the only business sees what Empire does by itself, and changes nothing about it', async ({ open, start }) => {
  test.slow();
  const empire = await start({ leads: 1 });
  const page = await open({ at: empire.url, storageState: await signIn(empire.url, 'owner') });
  await visit(page, '/settings/queue');
  await expect(page.getByRole('heading', { level: 1, name: 'Job queue' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible();

  // A schedule brings one every full minute; nobody reloads the page.
  const jobs = page.getByRole('region', { name: 'Jobs', exact: true });
  const first = jobs.getByRole('link', { name: KIND }).last();
  await expect(first).toBeVisible({ timeout: 90_000 });
  await expect(jobs.getByText('Done', { exact: true }).first()).toBeVisible();
  await expect(first).toHaveAttribute('aria-expanded', 'false');
  await first.press('Enter');
  await expect(page).toHaveURL(/\/settings\/queue\?job=job_/);
  await expect(first).toHaveAttribute('aria-expanded', 'true');
  await expect(jobs.getByText('It is shown because your organization is the only one here')).toBeVisible();
  await expect(jobs.getByRole('region', { name: 'Payload' })).toContainText('"idle_minutes": 30');
  await expect(jobs.getByText('Try 1: Done')).toBeVisible();
  await expect(jobs.getByRole('button', { name: /Run|Cancel|Drop|Replay/ })).toHaveCount(0);

  // The address holds it: it opens again, also without scripts, and Escape closes it.
  const address = new URL(page.url());
  await first.press('Escape');
  await expect(page).toHaveURL(/\/settings\/queue$/);
  const plain = await open({ at: empire.url, storageState: await signIn(empire.url, 'owner'), javaScriptEnabled: false });
  await plain.goto(address.pathname + address.search);
  await expect(plain.getByText('Try 1: Done')).toBeVisible();

  // Another business moves in: from now on nobody sees what concerns both.
  const stranger = await open({ at: empire.url });
  await signUp(stranger);
  await expect(jobs.getByRole('link', { name: KIND })).toHaveCount(0, { timeout: 20_000 });
  await visit(stranger, '/settings/queue');
  await expect(stranger.getByRole('heading', { name: 'No jobs yet' })).toBeVisible();
});

test('a pause says whose it is and is taken back by a press', async ({ open }) => {
  const page = await open({ as: 'owner' });
  await visit(page, '/settings/queue');
  const queues = page.getByRole('table', { name: 'Table of queues and kinds of job' });
  const answer = await page.request.post('/rpc/jobs/pause', { form: { queue: 'parcels' } });
  expect(answer.ok(), await answer.text()).toBe(true);
  // The event arrives, and the screen asks again.
  await expect(queues).toContainText(`by ${PEOPLE.owner.name}`);
  await queues.getByRole('button', { name: 'Resume parcels' }).click();
  await expect(page.getByText('parcels goes on')).toBeVisible();
  await expect(queues.getByText('parcels')).toHaveCount(0);
});

test('the list is narrowed by its address', async ({ open, complaints }) => {
  complaints.allow(/status of 404.*jobs\/get/);
  const page = await open({ as: 'owner' });
  await visit(page, '/settings/queue');
  const states = page.getByRole('navigation', { name: 'Jobs by state' });
  await expect(states.getByRole('link', { name: 'All' })).toHaveAttribute('aria-current', 'page');
  await states.getByRole('link', { name: /^Failed for good/ }).click();
  await expect(page).toHaveURL(/\?state=dead$/);
  await expect(page.getByRole('heading', { name: 'Nothing failed for good' })).toBeVisible();
  await page.getByRole('link', { name: 'Show all jobs' }).click();
  await expect(page).toHaveURL(/\/settings\/queue$/);
  await page.goto('/settings/queue?kind=letters.send&job=job_00000000000000000000000001');
  await expect(page.getByText('letters.send')).toBeVisible();
  await expect(page.getByRole('heading', { name: /job was not found/ })).toBeVisible();
  await page.getByRole('link', { name: 'Remove: Kind is letters.send' }).click();
  await expect(page).toHaveURL(/\/settings\/queue$/);
});

test('others are told that it is not for them', async ({ open, complaints }) => {
  complaints.allow(/status of 403.*\/settings\/queue/);
  const page = await open({ as: 'manager' });
  await visit(page, '/settings/queue');
  await expect(page.getByRole('heading', { name: 'Your role does not show this' })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Settings' })).toHaveCount(0);
});

test('on a phone nothing hangs out of the page', async ({ open }) => {
  const page = await open({ as: 'owner', ...PHONE });
  await visit(page, '/settings/queue');
  await expect(page.getByRole('heading', { level: 1, name: 'Job queue' })).toBeVisible();
  const hangs = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(hangs).toBe(0);
});
