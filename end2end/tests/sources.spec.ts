// Webhooks in: a partner's program sends leads, an admin says which value goes where, and what is refused is mended.

import { newSeller } from '../support/invented.ts';
import { leadLink, openList, timeline } from '../support/lead-pages.ts';
import { signUp } from '../support/sign-up.ts';
import {
  SOURCES,
  addSource,
  enterSource,
  field,
  inquiry,
  map,
  mappedSource,
  mapping,
  payloads,
  save,
  send,
  shownWay,
  value,
} from '../support/source-pages.ts';
import { PHONE, expect, test, visit } from '../support/test.ts';

test('a payload comes, is mapped on the screen, and becomes a lead that names its source', async ({ open }) => {
  test.slow();
  const page = await open();
  await signUp(page);
  const seller = newSeller();
  await visit(page, SOURCES);
  await page.getByRole('link', { name: 'Add the first source' }).click();
  await enterSource(page, 'Harbor listings');
  await expect(page).toHaveURL(/\/settings\/sources\/src_\w+$/);
  const way = await shownWay(page);
  await expect(page.getByText('Waiting for the first payload')).toBeVisible();

  const answer = await send(way, inquiry(seller));
  expect(answer.status, await answer.text()).toBe(202);
  // Nobody reloads the page. What tells its meaning is guessed.
  await expect(value(page, 'reach')).toBeVisible();
  await expect(page.getByText('Guessed from the names in the payload.')).toBeVisible();
  await expect(field(page, 'Email')).toContainText(seller.email);
  await expect(field(page, 'Asking price')).toContainText('$625,000');
  await map(page, 'who', 'Contact name');
  await expect(field(page, 'Contact name')).toContainText(seller.name);
  await map(page, 'reach', 'Phone');
  await expect(field(page, 'Phone')).toContainText(seller.phone);

  // A word that is no source of leads here: the table says what it means.
  await map(page, 'src', 'Source');
  await expect(page.getByText('1 field stops saving')).toBeVisible();
  const source = field(page, 'Source');
  await expect(source.getByRole('textbox', { name: 'Row 1: what comes' })).toHaveValue('harbor');
  await source.getByRole('combobox', { name: 'Row 1: what it becomes' }).selectOption({ label: 'Referral' });
  await expect(page.getByText('1 field stops saving')).toHaveCount(0);
  await expect(source).toContainText('Referral');
  const would = page.getByRole('region', { name: 'What this payload would do' });
  await expect(would).toContainText(`Add contact ${seller.name}`);
  await expect(would).toContainText('Add lead as New');
  await expect(page.getByText('Not used: event')).toBeVisible();

  await save(page);
  await expect(page.getByText('1 payload that waited is mapped now')).toBeVisible();
  await expect(page.getByText('Today 1 in: 1 new lead')).toBeVisible();

  await openList(page);
  await leadLink(page, seller.name).click();
  await expect(page.getByRole('heading', { level: 1, name: seller.name })).toBeVisible();
  await expect(timeline(page).filter({ hasText: 'Harbor listings' }).first()).toBeVisible();
});

test('what is refused says why, is mended, and becomes a lead', async ({ open }) => {
  test.slow();
  const page = await open();
  await signUp(page);
  const way = await mappedSource(page, 'Harbor listings', newSeller());

  const forged = newSeller();
  expect((await send(way, inquiry(forged), 'another secret of nobody')).status).toBe(401);
  const lost = newSeller();
  const unreachable = inquiry(lost);
  unreachable.person = { who: lost.name };
  expect((await send(way, unreachable)).status).toBe(202);

  // Both show by themselves, each with its reason.
  const nobody = payloads(page).filter({ hasText: lost.name });
  await expect(nobody).toContainText(/Neither phone nor email/);
  await expect(payloads(page).filter({ hasText: /does not match|signature/i }).first()).toBeVisible();
  await expect(payloads(page)).toHaveCount(2);
  await expect(nobody).toContainText('Still refused');

  // The body is mended; the screen says whether it would pass before it is sent.
  await nobody.getByRole('link', { name: `Edit and replay ${lost.name}` }).click();
  const body = nobody.getByRole('textbox', { name: 'What is mapped' });
  await expect(nobody.getByText(/It would be refused again: Neither phone nor email/)).toBeVisible();
  await body.fill('{ "person": ');
  await expect(nobody.getByText(/This is not JSON/)).toBeVisible();
  await body.fill(JSON.stringify({ ...unreachable, person: { who: lost.name, reach: lost.phone } }));
  await expect(nobody.getByText('It would become a lead.')).toBeVisible();
  await nobody.getByRole('button', { name: 'Replay edited payload' }).click();
  await expect(payloads(page)).toHaveCount(1);
  await page.getByRole('link', { name: /^Became a lead/ }).click();
  await expect(payloads(page).filter({ hasText: lost.name })).toContainText('edited');
  await openList(page);
  await expect(leadLink(page, lost.name)).toBeVisible();
  await expect(leadLink(page, forged.name)).toHaveCount(0);
});

test('a better mapping lets refused payloads pass, and they are replayed once', async ({ open }) => {
  test.slow();
  const page = await open();
  await signUp(page);
  const way = await mappedSource(page, 'Harbor listings', newSeller());
  const seller = newSeller();
  const unpriced = inquiry(seller);
  unpriced.home.want = 'call me';
  expect((await send(way, unpriced)).status).toBe(202);
  const row = payloads(page).filter({ hasText: seller.name });
  await expect(row).toContainText('home.want “call me”');
  await expect(row).toContainText('Still refused');

  await field(page, 'Asking price').getByRole('button', { name: 'Remove Asking price' }).click();
  await expect(row).toContainText('Would pass');
  await expect(page.getByText('Mapping 1, edited')).toBeVisible();
  await save(page);
  await row.getByRole('button', { name: `Replay ${seller.name}` }).click();
  await expect(payloads(page)).toHaveCount(0);
  await openList(page);
  await expect(leadLink(page, seller.name)).toHaveCount(1);

  // The same payload again is known by what it is.
  expect((await send(way, unpriced)).status).toBe(200);
});

test('two people save a mapping: the second is told, and nothing is lost', async ({ open }) => {
  test.slow();
  const page = await open();
  await signUp(page);
  await mappedSource(page, 'Harbor listings', newSeller());
  const other = await page.context().newPage();
  await visit(other, new URL(page.url()).pathname);
  await expect(mapping(other).locator('> li').first()).toBeVisible();
  await field(page, 'Email').getByRole('button', { name: 'Remove Email' }).click();
  await field(other, 'Asking price').getByRole('button', { name: 'Remove Asking price' }).click();
  await save(page);
  await expect(other.getByText(/saved mapping 2 while you were editing/)).toBeVisible();
  await expect(field(other, 'Asking price')).toHaveCount(0);
  await other.getByRole('button', { name: 'Keep mine' }).click();
  await save(other);
  await expect(field(page, 'Email')).toBeVisible();
  await expect(field(page, 'Asking price')).toHaveCount(0);
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Versions of the mapping' }).click();
  await page.getByRole('button', { name: 'Restore mapping 1' }).click();
  await expect(page.getByText('Mapping 1 is saved again as 4')).toBeVisible();
  await expect(field(page, 'Asking price')).toBeVisible();
});

test('a source is made and looked at without JavaScript', async ({ open }) => {
  const founder = await open();
  await signUp(founder);
  const page = await open({ javaScriptEnabled: false, storageState: await founder.context().storageState() });
  await page.goto(`${SOURCES}?add=1`);
  await page.getByRole('button', { name: 'Add source' }).click();
  await expect(page.getByText('Enter a name, for example Northbeam listings.')).toBeVisible();
  await enterSource(page, 'Harbor listings');
  await expect(page).toHaveURL(/\/settings\/sources\/src_\w+$/);
  const way = await shownWay(page);
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Secret', exact: true })).toHaveCount(0);
  expect((await send(way, inquiry(newSeller()), 'wrong')).status).toBe(401);
  await page.reload();
  await payloads(page).first().getByRole('link').first().click();
  await expect(page.getByRole('region', { name: /^Headers and body inp_/ })).toContainText('x-harbor-signature');
});

test('a secret is rotated with an overlap; a source is switched off, on, and deleted', async ({ open }) => {
  test.slow();
  const page = await open();
  await signUp(page);
  const way = await addSource(page, 'Harbor listings');
  await page.getByRole('button', { name: 'Rotate' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rotate secret' }).click();
  const fresh = await shownWay(page);
  expect(fresh.secret).not.toBe(way.secret);
  expect((await send(way, inquiry(newSeller()))).status, 'the old secret counts as well').toBe(202);
  await page.getByRole('button', { name: 'End it now' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End it now' }).click();
  await expect(page.getByText('Counts as well')).toHaveCount(0);
  expect((await send(way, inquiry(newSeller()))).status).toBe(401);
  expect((await send(fresh, inquiry(newSeller()))).status).toBe(202);

  const act = async (action: string) => {
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: action }).click();
    await page.getByRole('dialog').getByRole('button', { name: action }).click();
  };
  await act('Switch off');
  await expect(page.getByText('The source is switched off.')).toBeVisible();
  expect((await send(fresh, inquiry(newSeller()))).status).toBe(409);
  await page.getByRole('button', { name: 'Switch on' }).click();
  await expect(page.getByText('The source is switched off.')).toHaveCount(0);
  await act('Delete source');
  await expect(page).toHaveURL(/\/settings\/sources$/);
  await expect(page.getByText('No sources yet')).toBeVisible();
  expect((await send(fresh, inquiry(newSeller()))).status).toBe(404);
});

test('a phone shows one part at a time, and the keyboard alone maps a value', async ({ open }) => {
  test.slow();
  const desk = await open();
  await signUp(desk);
  const way = await addSource(desk, 'Harbor listings');
  await send(way, inquiry(newSeller()));
  await expect(value(desk, 'who')).toBeVisible();
  await value(desk, 'who').press('Enter');
  await desk.getByRole('combobox', { name: 'Goes into' }).selectOption({ label: 'Contact name' });
  await desk.getByRole('button', { name: 'Map value' }).press('Enter');
  await expect(field(desk, 'Contact name')).toBeVisible();

  const phone = await open({ ...PHONE, storageState: await desk.context().storageState() });
  await visit(phone, new URL(desk.url()).pathname);
  await expect(mapping(phone)).toBeVisible();
  await expect(value(phone, 'who')).toBeHidden();
  await phone.getByRole('radiogroup', { name: 'Show' }).getByText('Payload', { exact: true }).click();
  await expect(value(phone, 'who')).toBeVisible();
  await expect(mapping(phone)).toBeHidden();
});

test('who may not manage sources is shown none', async ({ open, complaints }) => {
  complaints.allow(/status of 403.*\/settings\/sources/);
  const page = await open({ as: 'viewer' });
  await visit(page, SOURCES);
  await expect(page.getByText('Your role does not show this')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Sources' })).toHaveCount(0);
});
