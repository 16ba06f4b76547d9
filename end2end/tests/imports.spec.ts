// Bringing leads in from a file: checked first, bad rows named by line, run in the background, taken back.

import { audit } from '../support/axe.ts';
import { newSeller } from '../support/invented.ts';
import { facts, names, openLead, openList } from '../support/lead-pages.ts';
import { signUp } from '../support/sign-up.ts';
import { PHONE, expect, test, visit } from '../support/test.ts';
import { workbook } from '../support/workbook.ts';

const ROWS = 5_000;
/** Of every 125 rows one has a phone number that is none: 40 of them. */
const bad = (row: number): boolean => row % 125 === 7;

/** A file of sellers that nobody else has. */
function sellers(family: string): Buffer {
  const lines = Array.from({ length: ROWS }, (_, row) => {
    const phone = bad(row) ? '12' : `737 ${200 + Math.floor(row / 10_000)} ${String(row).padStart(4, '0')}`;
    return `Ana ${family}${row},${phone},"${row} ${family} St, Austin, TX 78702",${200 + (row % 300)}k`;
  });
  return Buffer.from(['Name,Phone,Address,Asking', ...lines].join('\n'));
}

test('five thousand rows are checked, imported and taken back; forty bad ones are named by line', async ({ open }) => {
  test.slow();
  const family = `Imp${Date.now().toString(36).replace(/\d/g, 'x')}`;
  // A business of its own: five thousand more rows would push those of other journeys out of their lists.
  const page = await open();
  await signUp(page);
  await openList(page);
  await page.getByRole('link', { name: 'Import' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Import leads' })).toBeVisible();
  await audit(page);
  await page.getByLabel('CSV file or Excel workbook (.xlsx)').setInputFiles({ name: `${family}.csv`, mimeType: 'text/csv', buffer: sellers(family) });
  await page.locator('form[enctype] button').click();
  await expect(page.getByText('5,000 rows, 4 columns')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Address goes into' })).toHaveValue(/.+/);
  await audit(page);

  await page.getByRole('button', { name: 'Check 5,000 rows' }).click();
  await expect(page.getByText('Nothing is saved yet.')).toBeVisible({ timeout: 60_000 });
  const problems = page.getByRole('table', { name: 'Rows that are not read' });
  // The headings stand in line 1, so the eighth row stands in line 9.
  await expect(problems.getByRole('rowheader').first()).toHaveText('9');
  await expect(problems).toContainText('Enter a 10-digit phone number, for example 512 555 0134.');
  await audit(page);

  await page.getByRole('button', { name: 'Import 4,960 rows' }).click();
  await expect(page.getByRole('button', { name: 'Take it back' })).toBeVisible({ timeout: 60_000 });
  const imported = page.url();
  await openList(page, `?q=${family}17`);
  await expect(names(page).first()).toContainText(`Ana ${family}17`);

  await visit(page, imported);
  await page.getByRole('button', { name: 'Take it back' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click();
  await expect(page.getByRole('heading', { name: 'Taken back' })).toBeVisible({ timeout: 60_000 });
  await openList(page, `?q=${family}17`);
  await expect(page.getByRole('heading', { name: 'No lead matches' })).toBeVisible();
});

test('a field of one\'s own and tags come in with a file, go out again, and are taken back', async ({ open }) => {
  const page = await open();
  await signUp(page);
  const seller = newSeller();
  await visit(page, '/settings/fields');
  await page.getByRole('region', { name: 'Leads' }).getByRole('button', { name: 'Add field' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a field to leads' });
  await dialog.getByLabel('Name').fill('Roof');
  await dialog.getByLabel('Holds').selectOption({ label: 'One of a list' });
  await dialog.getByLabel('Options, one a line').fill('Shingles\nTiles, red');
  await dialog.getByRole('button', { name: 'Save field' }).click();
  await expect(page.getByText('“Roof” saved')).toBeVisible();

  const rows = [`${seller.name},737 201 4455,"tiles, red","Probate, Absentee"`, 'Otis Granger,737 201 4456,Straw,'];
  const buffer = Buffer.from(['Name,Phone,Roof,Tags', ...rows].join('\n'));
  await visit(page, '/leads/import');
  await page.getByLabel('CSV file or Excel workbook (.xlsx)').setInputFiles({ name: 'roofs.csv', mimeType: 'text/csv', buffer });
  await page.locator('form[enctype] button').click();
  const roof = page.getByRole('combobox', { name: 'Roof goes into' });
  await expect(roof.getByRole('option', { name: 'Roof', exact: true })).toHaveJSProperty('selected', true);
  await expect(page.getByRole('combobox', { name: 'Tags goes into' })).toHaveValue('tags');
  await audit(page);
  await page.getByRole('button', { name: 'Check 2 rows' }).click();
  await expect(page.getByText('Nothing is saved yet.')).toBeVisible({ timeout: 60_000 });
  const problems = page.getByRole('table', { name: 'Rows that are not read' });
  await expect(problems).toContainText('“Straw” is none of the options.');
  await page.getByRole('button', { name: 'Import 1 row' }).click();
  await expect(page.getByRole('button', { name: 'Take it back' })).toBeVisible({ timeout: 60_000 });
  const imported = page.url();

  await openList(page, `?q=${encodeURIComponent(seller.name)}`);
  await openLead(page, seller.name);
  await expect(facts(page)).toContainText('Tiles, red');
  const tags = facts(page).getByRole('list', { name: 'Tags of the lead' });
  await expect(tags).toContainText('Probate');
  await expect(tags).toContainText('Absentee');

  const text = await (await page.request.get('/leads/export.csv')).text();
  expect(text.split('\r\n')[0]).toMatch(/,Tags,Tags of the contact,Tags of the property,Roof$/);
  expect(text).toContain('"Absentee, Probate",,,"Tiles, red"');

  await visit(page, imported);
  await page.getByRole('button', { name: 'Take it back' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click();
  await expect(page.getByRole('heading', { name: 'Taken back' })).toBeVisible({ timeout: 60_000 });
  await openList(page, `?q=${encodeURIComponent(seller.name)}`);
  await expect(names(page)).toHaveCount(0);
});

test('a workbook comes in, with texts and numbers as Excel keeps them', async ({ open }) => {
  const page = await open();
  await signUp(page);
  await visit(page, '/leads/import');
  const file = workbook([
    ['Owner', 'Mobile', 'Email', 'Property address', 'Asking price'],
    ['Ana Quillfeather & Sons', 7372010117, 'ana@example.com', '12 Cedar Ave, Austin, TX 78702', 385000],
    ['Otis Quillfeather', '737 201 0118', '', '9 Manor Rd, Austin, TX 78723', 410500],
    ['Bea Quillfeather', 12, '', '14 Manor Rd, Austin, TX 78723', 299000],
  ]);
  await page.getByLabel('CSV file or Excel workbook (.xlsx)').setInputFiles({ name: 'owners.xlsx', mimeType: 'application/octet-stream', buffer: file });
  await page.locator('form[enctype] button').click();
  await expect(page.getByText('3 rows, 5 columns')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Mobile goes into' })).toHaveValue(/.+/);
  await page.getByRole('button', { name: 'Check 3 rows' }).click();
  const problems = page.getByRole('table', { name: 'Rows that are not read' });
  await expect(problems.getByRole('rowheader')).toHaveText(['4']);
  await expect(problems).toContainText('Mobile');
  await page.getByRole('button', { name: 'Import 2 rows' }).click();
  await expect(page.getByRole('heading', { name: 'Imported' })).toBeVisible({ timeout: 30_000 });

  await page.getByRole('link', { name: 'See the leads' }).click();
  await expect(names(page)).toHaveCount(2);
  await openLead(page, 'Ana Quillfeather & Sons');
  for (const fact of ['737 201 0117', 'ana@example.com', '12 Cedar Ave', '$385,000']) await expect(facts(page)).toContainText(fact);
});

test('an import says how far it is, is stopped midway, and goes on with the rest', async ({ open }) => {
  test.slow();
  const many = 30_000;
  const page = await open();
  await signUp(page);
  await visit(page, '/leads/import');
  const lines = Array.from({ length: many }, (_, row) => `Ana Stop${row},737 ${201 + Math.floor(row / 10_000)} ${String(row % 10_000).padStart(4, '0')}`);
  const buffer = Buffer.from(['Name,Phone', ...lines].join('\n'));
  await page.getByLabel('CSV file or Excel workbook (.xlsx)').setInputFiles({ name: 'long.csv', mimeType: 'text/csv', buffer });
  await page.locator('form[enctype] button').click();
  await page.getByRole('button', { name: 'Check 30,000 rows' }).click();
  await page.getByRole('button', { name: 'Import 30,000 rows' }).click({ timeout: 60_000 });

  const busy = page.getByRole('region', { name: 'Importing' });
  const done = async (words: string): Promise<number> => Number(/^([\d,]+) of/.exec(words)?.[1]?.replaceAll(',', ''));
  const far = async () => done(await busy.getByText(/^[\d,]+ of 30,000 rows: /).innerText());
  const bar = async () => Number(await busy.getByRole('progressbar', { name: 'Importing' }).getAttribute('aria-valuenow'));
  await expect.poll(far).toBeGreaterThan(0);
  const [rows, percent] = [await far(), await bar()];
  await expect.poll(far).toBeGreaterThan(rows);
  await expect.poll(bar).toBeGreaterThan(percent);
  await busy.getByRole('button', { name: 'Stop import' }).click();

  const stopped = page.getByRole('region', { name: 'Stopped' });
  await expect(stopped).toContainText('are through. What came in stays until you take it back; the rest can still come.');
  const through = await done(await stopped.getByText(/of 30,000 rows/).innerText());
  expect(through).toBeGreaterThan(rows);
  expect(through).toBeLessThan(many);
  await expect(stopped.getByRole('button', { name: 'Take it back' })).toBeVisible();
  await audit(page);
  // What came in is there, and nothing comes after it.
  await page.reload();
  await expect(stopped).toContainText(`${through.toLocaleString('en-US')} of 30,000 rows`);
  await stopped.getByRole('button', { name: 'Go on with the rest' }).click();
  await expect(page.getByRole('heading', { name: 'Imported' })).toBeVisible({ timeout: 90_000 });
  await expect(page.getByRole('definition').first()).toContainText('30,000');
});

test('a file that is no list of leads is refused with its reason, on a phone too', async ({ open }) => {
  const page = await open({ as: 'manager', ...PHONE });
  await visit(page, '/leads/import');
  await page.getByLabel('CSV file or Excel workbook (.xlsx)').setInputFiles({ name: 'holiday.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('no workbook at all') });
  await page.locator('form[enctype] button').click();
  await expect(page.locator('#import-file-wrong')).not.toBeEmpty();
  await audit(page);
});

test('what a list shows goes out as a file', async ({ open }) => {
  const page = await open({ as: 'manager' });
  await openList(page, '?status=nurturing');
  const shown = await names(page).first().innerText();
  const href = await page.getByRole('link', { name: 'Export' }).getAttribute('href');
  const answer = await page.request.get(href ?? '');
  expect(answer.headers()['content-disposition']).toMatch(/^attachment; filename="leads-/);
  const text = await answer.text();
  expect(text.split('\n').length).toBeGreaterThan(2);
  expect(text).toContain(shown);
});
