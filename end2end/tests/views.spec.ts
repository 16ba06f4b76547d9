// Saved views that the list of leads opens with.

import { openList } from '../support/lead-pages.ts';
import { signUp } from '../support/sign-up.ts';
import { expect, test, visit } from '../support/test.ts';

test('leads open with the view that was chosen for them, also without scripts, and all of them are one press away', async ({ open }) => {
  const owner = await open();
  await signUp(owner);
  await openList(owner, '?status=new');
  await owner.getByRole('button', { name: 'Save view' }).click();
  const dialog = owner.getByRole('dialog', { name: 'Save this list as a view' });
  await dialog.getByLabel('Name').fill('Fresh');
  await dialog.getByRole('button', { name: 'Save view' }).click();
  const tab = owner.getByRole('link', { name: 'Fresh', exact: true });
  await expect(tab).toHaveAttribute('aria-current', 'page');

  const menu = owner.getByRole('button', { name: 'Change this view' });
  await menu.click();
  await owner.getByRole('menuitem', { name: 'Open leads with this view' }).click();
  await expect(owner.getByText('Leads open with “Fresh”')).toBeVisible();

  const opened = /\/leads\?status=new&view=view_\w+$/;
  await visit(owner, '/leads');
  await expect(owner).toHaveURL(opened);
  await expect(tab).toHaveAttribute('aria-current', 'page');

  // From page to page, without a new document.
  const places = owner.getByRole('navigation', { name: 'Main' });
  await owner.getByRole('link', { name: 'All', exact: true }).click();
  await expect(owner).toHaveURL(/\/leads\?all=1$/);
  await expect(tab).not.toHaveAttribute('aria-current', 'page');
  await places.getByRole('link', { name: 'Leads' }).click();
  await expect(owner).toHaveURL(opened);
  await places.getByRole('link', { name: 'Home' }).click();
  await expect(owner.getByRole('heading', { level: 1 })).not.toHaveText('Leads');
  await places.getByRole('link', { name: 'Leads' }).click();
  await expect(owner).toHaveURL(opened);
  await expect(tab).toHaveAttribute('aria-current', 'page');

  const session = await owner.context().storageState();
  const plain = await open({ storageState: session, javaScriptEnabled: false });
  await plain.goto('/leads');
  await expect(plain).toHaveURL(opened);
  await plain.goto('/leads?status=dead');
  await expect(plain).toHaveURL(/\/leads\?status=dead$/);

  // Its own choice goes before that of everybody; what is deleted is passed over.
  await menu.click();
  await expect(owner.getByRole('menuitem', { name: /^Open everybody’s leads with it/ })).toContainText('Share it first.');
  await owner.getByRole('menuitem', { name: 'Delete view' }).click();
  await expect(owner.getByText('View “Fresh” deleted.')).toBeVisible();
  await visit(owner, '/leads');
  await expect(owner).toHaveURL(/\/leads$/);
});
