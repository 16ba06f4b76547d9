// The form builder: from an empty form to a lead, by mouse, by keys, on a phone, and by two people at once.

import { audit } from '../support/axe.ts';
import { addField, canvas, drag, dragByFinger, keys, newForm, preview, publish, saved, settings, step } from '../support/builder-pages.ts';
import { newSeller } from '../support/invented.ts';
import { leadLink, openList } from '../support/lead-pages.ts';
import { signUp } from '../support/sign-up.ts';
import { PHONE, expect, test, visit } from '../support/test.ts';

test('a form is built with the mouse, published, sent, and becomes a lead', async ({ open }) => {
  test.slow();
  const page = await open();
  await signUp(page);
  await newForm(page, 'Quick offer');
  await page.getByRole('button', { name: 'Add step' }).click();
  await settings(page).getByRole('textbox', { name: 'Heading' }).fill('About the house');
  await addField(page, 2, 'Property type');
  await addField(page, 2, 'Asking price');
  await expect(settings(page).getByRole('textbox', { name: 'Question' })).toHaveValue('Asking price in dollars');
  await settings(page).getByRole('textbox', { name: 'Question' }).fill('What would you ask for it?');
  await expect(preview(page).getByText('What would you ask for it?')).toBeVisible();

  // Only if the property is a house: the first answer of the list.
  await settings(page).getByRole('button', { name: 'Add a condition' }).click();
  await expect(canvas(page).getByText('only if What kind of property is it? is “House”')).toBeVisible();
  await expect(preview(page).getByText('What would you ask for it?')).toBeVisible();

  // The email comes first, the second step before the first one.
  await drag(page, page.getByRole('button', { name: 'Move Email' }), canvas(page).locator('[data-row=name]'), 'above');
  await expect.poll(() => keys(page, 1)).toEqual(['email', 'name', 'phone']);
  await drag(page, page.getByRole('button', { name: 'Move About the house' }), step(page, 1), 'above');
  await expect.poll(() => keys(page, 1)).toEqual(['property_type', 'asking']);
  // What others depend on cannot go behind them.
  await drag(page, page.getByRole('button', { name: 'Move What kind of property is it?' }), canvas(page).locator('[data-row=phone]'), 'below');
  await expect(page.getByText('Put back where it was')).toBeVisible();
  await expect.poll(() => keys(page, 1)).toEqual(['property_type', 'asking']);
  await publish(page, 1);
  await expect(page.getByText('Version 1, 30 days')).toBeVisible();

  const visitor = await open();
  const seller = newSeller();
  const code = await page.locator('code').textContent();
  const slug = /data-form="([^"]+)"/.exec(code ?? '')?.[1] ?? '';
  await visitor.goto(`/f/${slug}`);
  await expect(visitor.getByRole('heading', { level: 1, name: 'About the house' })).toBeVisible();
  await expect(visitor.getByLabel('What would you ask for it?')).toBeHidden();
  await visitor.getByLabel('What kind of property is it?').selectOption('House');
  await visitor.getByLabel('What would you ask for it?').fill('540,000');
  await visitor.getByRole('button', { name: 'Continue', exact: true }).click();
  await visitor.getByLabel('Your name').fill(seller.name);
  await visitor.getByLabel('Mobile phone').fill(seller.phone);
  await visitor.getByRole('button', { name: 'Send my answers' }).click();
  await expect(visitor.getByRole('heading', { level: 1, name: 'Thank you. We have your answers.' })).toBeVisible();

  // The results follow by themselves; views come a few seconds later.
  const sent = page.getByRole('listitem').filter({ hasText: 'Sent it' });
  await expect(sent).toContainText('1');
  await openList(page);
  await expect(leadLink(page, seller.name)).toBeVisible();
});

test('everything is moved by keys alone, told, and taken back', async ({ open }) => {
  const page = await open();
  await signUp(page);
  await newForm(page, 'By keys');
  const said = page.getByRole('main').getByRole('alert').last();
  await page.getByRole('button', { name: 'Move Email' }).focus();
  await page.keyboard.press('Space');
  await expect(page.getByText(/Email lifted\. Step 1, How do we reach you\?, place 3 of 3\./)).toBeAttached();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(page.getByText('Step 1, How do we reach you?, place 1 of 3')).toBeAttached();
  await page.keyboard.press('Space');
  await expect(said).toContainText('Email put down.');
  await expect.poll(() => keys(page, 1)).toEqual(['email', 'name', 'phone']);
  await expect(page.getByRole('button', { name: 'Move Email' })).toBeFocused();
  // Escape puts back what is lifted.
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  await expect(said).toContainText('Email put back.');
  await expect.poll(() => keys(page, 1)).toEqual(['email', 'name', 'phone']);
  await page.keyboard.press('Control+z');
  await expect.poll(() => keys(page, 1)).toEqual(['name', 'phone', 'email']);
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(() => keys(page, 1)).toEqual(['email', 'name', 'phone']);
  // It is saved without anybody pressing anything.
  await expect(saved(page)).toBeVisible();
  await page.reload();
  await expect.poll(() => keys(page, 1)).toEqual(['email', 'name', 'phone']);
});

test('what stops publishing leads to its place; an older version is restored', async ({ open }) => {
  test.slow();
  const page = await open();
  await signUp(page);
  await newForm(page, 'Two versions');
  await publish(page, 1);
  await canvas(page).getByRole('button', { name: /^Email/ }).click();
  await settings(page).getByRole('textbox', { name: 'Question' }).fill('');
  await canvas(page).getByRole('button', { name: /^Your name/ }).click();
  await page.getByText('1 thing to mend before it can be published').click();
  await page.getByRole('button', { name: /Write the question/ }).click();
  await settings(page).getByRole('textbox', { name: 'Question' }).fill('Your email');
  await expect(page.getByText('1 thing to mend before it can be published')).toHaveCount(0);
  await publish(page, 2);

  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Versions' }).click();
  await expect(page.getByText('1 step, 3 fields, 0 sent').first()).toBeVisible();
  await page.getByRole('button', { name: 'Restore version 1' }).click();
  await expect(page.getByText('Version 1 is the draft now')).toBeVisible();
  await expect(canvas(page).getByRole('button', { name: /^Email/ })).toBeVisible();
  await expect(page.getByText('Draft of version 3')).toBeVisible();
  await publish(page, 3);
});

test('two people edit: nothing is lost, and both are told', async ({ open }) => {
  test.slow();
  const page = await open();
  await signUp(page);
  await newForm(page, 'Together');
  const address = new URL(page.url()).pathname;
  const other = await page.context().newPage();
  await visit(other, address);
  await expect(saved(other)).toBeVisible();

  // Who is not typing sees what the other one does.
  await addField(page, 1, 'Message');
  await expect(canvas(other).locator('[data-row=message]')).toBeVisible();

  // Who is, keeps it and chooses.
  await other.route('**/rpc/forms/draft*', async (route) => {
    await new Promise((later) => setTimeout(later, 3_000));
    await route.continue();
  });
  await addField(page, 1, 'Living area');
  await addField(other, 1, 'Year built');
  await expect(other.getByText(/changed this form while you did/)).toBeVisible();
  await expect(other.getByText('Only in yours: Year built')).toBeVisible();
  await expect(other.getByText('Only in theirs: Living area in square feet')).toBeVisible();
  await other.getByRole('button', { name: 'Keep mine' }).click();
  await expect(saved(other)).toBeVisible();
  await expect(canvas(page).locator('[data-row=year_built]')).toBeVisible();
  await expect(canvas(page).locator('[data-row=area]')).toHaveCount(0);
  // What gave way is one undo away.
  await other.keyboard.press('Control+z');
  await expect(canvas(other).locator('[data-row=area]')).toBeVisible();
});

test('a form is built on a phone', async ({ open }) => {
  const page = await open(PHONE);
  await signUp(page);
  await newForm(page, 'On a phone');
  await addField(page, 1, 'Choice');
  await canvas(page).getByRole('button', { name: /^Which one/ }).tap();
  await settings(page).getByRole('textbox', { name: 'Question' }).fill('How did you hear of us?');
  await settings(page).getByRole('textbox', { name: 'Choice 1', exact: true }).fill('A sign');
  await page.getByText('Preview', { exact: true }).first().tap();
  await expect(preview(page).getByText('How did you hear of us?')).toBeVisible();
  await page.getByText('Steps', { exact: true }).first().tap();
  await page.getByRole('button', { name: 'More about step 1' }).tap();
  await page.getByRole('menuitem', { name: 'Duplicate step' }).tap();
  await expect(canvas(page).locator('[data-step]')).toHaveCount(2);
  await publish(page, 1);
});

test('a field is dragged with a finger, and its place is kept', async ({ open }) => {
  const page = await open(PHONE);
  await signUp(page);
  await newForm(page, 'By finger');
  const move = page.getByRole('button', { name: 'Move Email' });
  await dragByFinger(page, move, canvas(page).locator('[data-row=name]'), 'above');
  await expect.poll(() => keys(page, 1)).toEqual(['email', 'name', 'phone']);
  await dragByFinger(page, move, canvas(page).locator('[data-row=name]'), 'below');
  await expect.poll(() => keys(page, 1)).toEqual(['name', 'email', 'phone']);
  await expect(saved(page)).toBeVisible();
  // A tap lifts nothing.
  await move.tap();
  await page.reload();
  await expect.poll(() => keys(page, 1)).toEqual(['name', 'email', 'phone']);
});

test('the builder passes axe, with what is wrong and with a theme', async ({ open }) => {
  test.slow();
  const page = await open();
  await signUp(page);
  await newForm(page, 'Looked at');
  await addField(page, 1, 'Consent');
  await addField(page, 1, 'Choice');
  await settings(page).getByRole('button', { name: 'Add a condition' }).click();
  await expect(page.getByText(/to mend before it can be published/)).toBeVisible();
  await audit(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: 'Theme', exact: true }).click();
  await audit(page);
  await visit(page, '/forms/new');
  await audit(page);
});

test('a form is made and looked at without JavaScript', async ({ open, complaints }) => {
  // A step with answers that need another look comes back as refused.
  complaints.allow(/status of 422.*\/preview/);
  const founder = await open();
  await signUp(founder);
  const page = await open({ javaScriptEnabled: false, storageState: await founder.context().storageState() });
  await page.goto('/forms/new');
  await page.getByRole('button', { name: 'Make the form' }).click();
  await expect(page.getByText('Fill this in.')).toBeVisible();
  await page.getByRole('textbox', { name: 'What is it called?' }).fill('Plain');
  await page.getByRole('button', { name: 'Make the form' }).click();
  await expect(page).toHaveURL(/\/forms\/form_\w+\/edit$/);
  await expect(canvas(page).getByText('Where is the house?')).toBeVisible();
  await page.goto(page.url().replace(/edit$/, 'preview'));
  await page.getByLabel('Street address').fill('917 Tillery St');
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await expect(page.getByText(/answers need another look/)).toBeVisible();
});
