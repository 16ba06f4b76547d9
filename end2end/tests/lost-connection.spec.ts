// What a member sees while the server is away, and that nothing written is lost. On an Empire of its own, which is
// stopped and started.

import { composer, names, openList, timeline } from '../support/lead-pages.ts';
import { signIn } from '../support/people.ts';
import { alive, expect, test } from '../support/test.ts';

test('a note written while the server is away is kept, and saved when it is back', async ({ open, start, complaints }) => {
  complaints.allow(/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_NETWORK/);
  const empire = await start({ leads: 12 });
  const staff = await open({ at: empire.url, storageState: await signIn(empire.url, 'agent') });
  await openList(staff);
  await names(staff).first().click();
  await alive(staff);
  const words = 'Her brother owns a half, both want to sell.';
  await composer(staff).getByRole('textbox').fill(words);

  await empire.down();
  await composer(staff).getByRole('button', { name: 'Save note' }).click();
  const entry = timeline(staff).filter({ hasText: words });
  await expect(entry).toContainText('Not saved.');
  await expect(entry.getByRole('button', { name: 'Try again' })).toBeVisible();
  await expect(staff.getByText('No connection.')).toBeVisible({ timeout: 20_000 });

  await entry.getByRole('button', { name: 'Edit' }).click();
  await expect(composer(staff).getByRole('textbox')).toHaveValue(words);
  await composer(staff).getByRole('button', { name: 'Save note' }).click();
  await expect(entry).toContainText('Not saved.');

  await empire.up();
  await staff.reload();
  await alive(staff);
  await expect(entry).toContainText('Not saved.');
  await entry.getByRole('button', { name: 'Try again' }).click();
  await expect(entry).toContainText('wrote a note');
  await expect(entry).not.toContainText('Not saved.');
  await expect(staff.getByText('No connection.')).toHaveCount(0);

  await staff.reload();
  await expect(timeline(staff).filter({ hasText: words })).toHaveCount(1);
});

test('the banner goes by itself when the server is back', async ({ open, start, complaints }) => {
  complaints.allow(/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_NETWORK/);
  const empire = await start({ leads: 1 });
  const staff = await open({ at: empire.url, storageState: await signIn(empire.url, 'agent') });
  await openList(staff);
  await empire.down();
  await expect(staff.getByText('No connection.')).toBeVisible({ timeout: 20_000 });
  await empire.up();
  await expect(staff.getByText('No connection.')).toHaveCount(0, { timeout: 20_000 });
});
