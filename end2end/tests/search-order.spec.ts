// A search comes in the order of how well leads fit it.

import { addLead } from '../support/add-lead.ts';
import { audit } from '../support/axe.ts';
import { names, openList } from '../support/lead-pages.ts';
import { signUp } from '../support/sign-up.ts';
import { expect, test } from '../support/test.ts';

test('who is called so comes first, until another order is chosen', async ({ open }) => {
  const owner = await open();
  await signUp(owner);
  const people = ['Mara Lindqvist', 'Otis Marable', 'Pia Olsen'] as const;
  for (const [number, name] of people.entries()) await addLead(owner, number, name, `mara.${number}@example.com`);

  await openList(owner);
  const order = (name: string) => owner.getByRole('button', { name, exact: true });
  await order('newest first').click();
  await expect(owner.getByRole('menu').getByText('Relevance')).toHaveCount(0);
  await owner.keyboard.press('Escape');
  await owner.getByRole('searchbox', { name: 'Search this list' }).fill('mara');
  await expect(owner).toHaveURL(/\?q=mara$/);
  await expect(names(owner)).toHaveText([...people]);
  await audit(owner);

  await order('by relevance, then newest first').click();
  await owner.getByRole('menuitem', { name: 'Newest first' }).or(owner.getByRole('menuitemradio', { name: 'Newest first' })).click();
  await expect(owner).toHaveURL(/\?q=mara&sort=newest$/);
  await expect(names(owner)).toHaveText([...people].reverse());
  await owner.keyboard.press('Escape');
  await expect(owner.getByRole('menu')).toBeHidden();
  await order('newest first').click();
  await owner.getByRole('menuitem', { name: 'Relevance' }).or(owner.getByRole('menuitemradio', { name: 'Relevance' })).click();
  await expect(owner).toHaveURL(/\?q=mara$/);
  await expect(names(owner)).toHaveText([...people]);
});
