// In which order leads come: how well they fit a search, or any column, both ways, one behind the other.

import { addLead } from '../support/add-lead.ts';
import { audit } from '../support/axe.ts';
import { facts, leadLink, names, openLead, openList } from '../support/lead-pages.ts';
import { signUp } from '../support/sign-up.ts';
import { PHONE, expect, test, visit } from '../support/test.ts';

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

test('every column sorts both ways, by a press, with Shift, and without scripts', async ({ open }) => {
  const owner = await open();
  await signUp(owner);
  const people = ['Mara Lindqvist', 'Otis Marable', 'Pia Olsen'] as const;
  for (const [number, name] of people.entries()) await addLead(owner, number, name, `mara.${number}@example.com`);
  await openList(owner);
  const head = (name: RegExp) => owner.getByRole('columnheader', { name });
  const press = (name: RegExp, modifiers: 'Shift'[] = []) => head(name).getByRole('link').click({ modifiers });

  await press(/^Lead/);
  await expect(names(owner)).toHaveText([...people]);
  await press(/^Lead/);
  await expect(owner).toHaveURL(/\?sort=name.down$/);
  await expect(head(/^Lead/)).toHaveAttribute('aria-sort', 'descending');
  await expect(names(owner)).toHaveText([...people].reverse());
  await expect(owner.getByRole('button', { name: 'by name, Z to A', exact: true })).toBeVisible();

  await press(/^Owner/);
  await expect(owner).toHaveURL(/\?sort=owner.up$/);
  await expect(head(/^Owner/)).toHaveAttribute('aria-sort', 'ascending');
  await press(/^Lead/, ['Shift']);
  await expect(owner).toHaveURL(/\?sort=owner.up,name$/);
  await expect(names(owner)).toHaveText([...people]);
  await press(/^Status/);
  await press(/^Status/);
  await expect(owner).toHaveURL(/\?sort=status.down$/);
  for (const name of [/^Respond by/, /^Source/, /^Asking/, /^Created/]) {
    await press(name);
    await expect(head(name)).toHaveAttribute('aria-sort', /ascending|descending/);
    const first = await head(name).getAttribute('aria-sort');
    await press(name);
    await expect(head(name)).not.toHaveAttribute('aria-sort', first ?? '');
    await expect(names(owner)).toHaveCount(3);
  }
  await audit(owner);

  const plain = await open({ javaScriptEnabled: false });
  await plain.context().addCookies(await owner.context().cookies());
  await plain.goto('/leads?cols=city');
  await plain.getByRole('columnheader', { name: 'Lead' }).getByRole('link').click();
  await plain.getByRole('columnheader', { name: 'Lead' }).getByRole('link').click();
  await expect(names(plain)).toHaveText([...people].reverse());
  await plain.getByRole('columnheader', { name: 'City' }).getByRole('link').click();
  await expect(plain).toHaveURL(/sort=city.up/);
  await expect(names(plain)).toHaveCount(3);
});

test('a field of its own sorts from its column and from the menu, also on a phone', async ({ open }) => {
  const owner = await open();
  await signUp(owner);
  const people = ['Mara Lindqvist', 'Otis Marable', 'Pia Olsen'] as const;
  for (const [number, name] of people.entries()) await addLead(owner, number, name, `mara.${number}@example.com`);
  await visit(owner, '/settings/fields');
  await owner.getByRole('region', { name: 'Leads' }).getByRole('button', { name: 'Add field' }).click();
  const field = owner.getByRole('dialog', { name: 'Add a field to leads' });
  await field.getByLabel('Name').fill('Tries');
  await field.getByLabel('Holds').selectOption({ label: 'Number' });
  await field.getByRole('button', { name: 'Save field' }).click();
  await expect(owner.getByText('“Tries” saved')).toBeVisible();
  // Nothing is known of the first one.
  for (const [name, tries] of [['Otis Marable', '3'], ['Pia Olsen', '7']] as const) {
    await openList(owner);
    await openLead(owner, name);
    await facts(owner).getByRole('button', { name: 'Edit lead fields' }).click();
    await facts(owner).getByLabel('Tries').fill(tries);
    await facts(owner).getByRole('button', { name: 'Save fields' }).click();
    await expect(facts(owner).getByRole('button', { name: 'Save fields' })).toHaveCount(0);
    await expect(facts(owner)).toContainText('Tries');
  }

  await openList(owner);
  await owner.getByRole('button', { name: 'Columns' }).click();
  await owner.getByRole('dialog', { name: 'Columns' }).getByLabel('Tries').check();
  await owner.keyboard.press('Escape');
  const head = owner.getByRole('columnheader', { name: /^Tries/ });
  await head.getByRole('link').click();
  await expect(owner).toHaveURL(/sort=fld_[0-9a-z]+.down/);
  await expect(names(owner)).toHaveText(['Pia Olsen', 'Otis Marable', 'Mara Lindqvist']);
  await head.getByRole('link').click();
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  await expect(names(owner)).toHaveText(['Otis Marable', 'Pia Olsen', 'Mara Lindqvist']);

  await owner.getByRole('button', { name: 'by tries, lowest first', exact: true }).click();
  await owner.getByRole('menuitem', { name: 'Other orders' }).click();
  const form = owner.getByRole('dialog', { name: 'Order of the list' });
  await expect(form.getByLabel('Order', { exact: true })).toHaveValue(/^fld_.*.up$/);
  await audit(owner);
  await owner.setViewportSize({ width: 1440, height: 900 });
  await form.getByLabel('Order', { exact: true }).selectOption({ label: 'Status, first to last' });
  await form.getByLabel('Among equals', { exact: true }).selectOption({ label: 'Tries, highest first' });
  await form.getByRole('button', { name: 'Show in this order' }).click();
  await expect(form).toBeHidden();
  await expect(owner).toHaveURL(/sort=status.up,fld_[0-9a-z]+.down/);
  await expect(names(owner)).toHaveText(['Pia Olsen', 'Otis Marable', 'Mara Lindqvist']);
  const address = owner.url();

  const phone = await open(PHONE);
  await phone.context().addCookies(await owner.context().cookies());
  await visit(phone, address);
  await expect(leadLink(phone, 'Pia Olsen')).toBeVisible();
  await phone.getByRole('button', { name: 'by status, first to last, then by tries, highest first' }).click();
  await phone.getByRole('menuitem', { name: 'Other orders' }).click();
  const small = phone.getByRole('dialog', { name: 'Order of the list' });
  await small.getByLabel('Order', { exact: true }).selectOption({ label: 'Name, Z to A' });
  await small.getByLabel('Among equals', { exact: true }).selectOption({ label: 'As they come' });
  await small.getByRole('button', { name: 'Show in this order' }).click();
  await expect(phone).toHaveURL(/sort=name.down/);
  await expect(phone.getByRole('list', { name: 'Leads' }).getByRole('link').first()).toContainText('Pia Olsen');
});
