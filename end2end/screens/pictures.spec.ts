// The pictures of the README, light and dark, at a desk and on a phone: docs/screens/{page}-{device}-{theme}.png.

import path from 'node:path';
import type { Page } from '@playwright/test';
import { canvas, publish, settings } from '../support/builder-pages.ts';
import { facts, openLead, openList, showPane } from '../support/lead-pages.ts';
import { type Person, signIn } from '../support/people.ts';
import { FORM, STEPS, SellerForm } from '../support/seller-form.ts';
import { sendForm } from '../support/send-form.ts';
import { signUp } from '../support/sign-up.ts';
import { PHONE, alive, expect, test, visit } from '../support/test.ts';
import { addEndpoint } from '../support/webhook-pages.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../docs/screens');
const DEVICES = { desktop: { viewport: { width: 1440, height: 900 } }, phone: PHONE };

/** The house of the picture; nobody's. */
const HOUSE = {
  name: 'Henrik Sandoval',
  phone: '512 555 0148',
  email: 'henrik@example.com',
  street: '917 Tillery St',
  message: '',
};

/** The business of pictures that need one of their own; nobody's. */
const FOUNDED = { business: 'Cedar and Main Homes', name: 'Nora Whitlock' };

interface Picture {
  /** Whether the owner of the demo business is signed in. */
  member: boolean;
  /** How many leads an Empire of the picture's own has: what is changed there is in no other picture. */
  own?: number;
  devices?: (keyof typeof DEVICES)[];
  /** `other` opens a page of somebody else who works in the same business. */
  show: (page: Page, other: (person: Person) => Promise<Page>) => Promise<void>;
}

const PAGES: Record<string, Picture> = {
  home: {
    member: true,
    show: async (page) => {
      await visit(page, '/');
      await expect(page.getByRole('heading', { level: 1 })).toContainText('Dana');
    },
  },
  leads: {
    member: true,
    show: async (page) => {
      await openList(page, '?status=new,contacted,qualified&cols=tags&where=beds.at_least%283%29');
      await expect(page.getByRole('heading', { level: 1, name: 'Leads' })).toBeVisible();
    },
  },
  lead: {
    member: true,
    show: async (page) => {
      // Demo data are the same every day: the newest qualified lead has a history worth showing.
      await openList(page, '?status=qualified');
      const first = page.locator('a[href^="/leads/lead_"]:visible').first();
      // On a phone the whole card is the link; its first line is the name.
      const [name = ''] = (await first.innerText()).trim().split('\n');
      await openLead(page, name);
    },
  },
  agenda: {
    member: true,
    show: async (page) => {
      await visit(page, '/agenda');
      await expect(page.getByRole('button', { name: /^Complete: / }).first()).toBeVisible();
    },
  },
  notifications: {
    member: true,
    show: async (page) => {
      await visit(page, '/notifications');
      await expect(page.getByRole('main').getByRole('listitem').first()).toBeVisible();
    },
  },
  duty: {
    member: true,
    show: async (page) => {
      await visit(page, '/settings/duty');
      await page.getByRole('button', { name: /^Try / }).click();
      await expect(page.getByText('Who would have got them', { exact: false })).toBeVisible();
    },
  },
  activity: {
    member: true,
    show: async (page) => {
      await visit(page, '/activity');
      await expect(page.getByRole('main').locator('ol > li').first()).toBeVisible();
    },
  },
  team: {
    member: true,
    show: async (page) => {
      await visit(page, '/team?period=month');
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    },
  },
  peek: {
    member: true,
    devices: ['desktop'],
    show: async (page) => {
      await openList(page, '?status=qualified');
      await page.keyboard.press('j');
      await page.keyboard.press('Space');
      await expect(page.getByRole('group', { name: 'Essentials' }).getByRole('listitem').first()).toBeVisible();
    },
  },
  bulk: {
    member: true,
    show: async (page) => {
      await openList(page, '?status=new,contacted,qualified');
      if (isPhone(page)) await page.getByRole('button', { name: 'Choose', exact: true }).click();
      const boxes = isPhone(page) ? page.getByRole('list', { name: 'Leads' }).getByRole('checkbox') : page.getByRole('checkbox', { name: /^Choose (?!all)/ });
      for (const at of [0, 1, 3]) await boxes.nth(at).check();
      await expect(page.getByRole('toolbar', { name: 'Change the chosen leads' })).toContainText('3 chosen');
    },
  },
  deleted: {
    member: true,
    own: 200,
    show: async (page) => {
      const before = page.viewportSize();
      await page.setViewportSize(DEVICES.desktop.viewport);
      await openList(page, '?status=disqualified');
      for (const at of [0, 2, 3]) await page.getByRole('checkbox', { name: /^Choose (?!all)/ }).nth(at).check();
      await page.getByRole('toolbar', { name: 'Change the chosen leads' }).getByRole('button', { name: 'Delete' }).click();
      await expect(page.getByText('3 leads deleted')).toBeVisible();
      if (before) await page.setViewportSize(before);
      await visit(page, '/leads/deleted');
      await expect(page.getByRole('button', { name: /^Restore / })).toHaveCount(3);
    },
  },
  'both-values': {
    member: true,
    own: 60,
    show: async (page, other) => {
      await visit(page, '/');
      const seller = { ...HOUSE, name: 'Odile Marchetti', message: 'The key is with the neighbour.' };
      await sendForm(new URL(page.url()).origin, seller);
      const theirs = await other('manager');
      for (const one of [page, theirs]) {
        await openList(one, '?q=Marchetti');
        await openLead(one, seller.name);
        await showPane(one, 'Facts');
      }
      await page.getByRole('button', { name: 'Add the asking price' }).click();
      await facts(page).getByLabel('Asking price').fill('385k');
      await theirs.getByRole('button', { name: 'Add the asking price' }).click();
      await facts(theirs).getByLabel('Asking price').fill('410k');
      await theirs.keyboard.press('Enter');
      await expect(facts(theirs)).toContainText('$410,000');
      await facts(page).getByLabel('Asking price').press('Enter');
      await expect(page.getByRole('dialog', { name: 'Two people changed the asking price' })).toContainText('by Marcus Bell');
    },
  },
  member: {
    member: true,
    show: async (page) => {
      await visit(page, '/team?period=month');
      await page.getByRole('main').locator('a[href^="/team/mem_"]:visible').filter({ hasText: 'Priya Raman' }).first().click();
      await expect(page.getByRole('heading', { level: 1 })).toContainText('Priya Raman');
      await expect(page.getByRole('main').locator('ol > li').first()).toBeVisible();
    },
  },
  shortcuts: {
    member: true,
    show: async (page) => {
      await visit(page, '/');
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    },
  },
  palette: {
    member: true,
    show: async (page) => {
      await visit(page, '/');
      // Phones have no button for it; keyboards of tablets and phones open it all the same.
      if (isPhone(page)) await page.keyboard.press('ControlOrMeta+k');
      else await page.getByRole('button', { name: 'Commands' }).click();
      await expect(page.getByRole('combobox', { name: 'Search or run a command' })).toBeFocused();
      await page.keyboard.type('lead');
      await expect(page.getByRole('option').first()).toBeVisible();
    },
  },
  duplicates: {
    member: true,
    show: async (page) => {
      await visit(page, '/leads/duplicates');
      await expect(page.getByRole('button', { name: /^Not the same: / }).first()).toBeVisible();
    },
  },
  merge: {
    member: true,
    show: async (page) => {
      await visit(page, '/leads/duplicates');
      await page.getByRole('link', { name: /^Compare / }).first().click();
      await expect(page.getByRole('heading', { level: 1, name: 'Is this the same person?' })).toBeVisible();
    },
  },
  form: {
    member: false,
    show: async (page) => {
      await page.goto(FORM);
      const form = new SellerForm(page);
      await form.place(HOUSE);
      await form.onward.click();
      await form.house();
      await form.onward.click();
      await form.person(HOUSE);
      await expect(form.heading(STEPS[2])).toBeVisible();
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    },
  },
  webhooks: {
    member: false,
    show: async (page) => {
      // A business of its own: pictures taken side by side must not show in each other.
      await signUp(page, FOUNDED);
      await visit(page, '/settings/webhooks');
      await page.getByRole('button', { name: 'Open an inspector' }).click();
      const inspector = await page.getByRole('textbox', { name: 'Its address' }).inputValue();
      await addEndpoint(page, inspector, ['lead.created', 'lead.status_changed', 'form.submitted']);
      await page.getByRole('button', { name: 'I have it' }).click();
      await page.getByRole('button', { name: 'Send a test' }).click();
      await expect(page.getByText(/The test was answered with 200/)).toBeVisible();
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    },
  },
  fields: {
    member: true,
    show: async (page) => {
      await visit(page, '/settings/fields');
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    },
  },
  'import-start': {
    member: false,
    show: async (page) => {
      await imported(page);
      await visit(page, '/leads/import');
      await expect(page.getByRole('table', { name: 'Table of imports' })).toContainText(LIST);
    },
  },
  'import-result': {
    member: false,
    show: imported,
  },
  'import-undone': {
    member: false,
    show: async (page) => {
      await imported(page);
      await page.getByRole('button', { name: 'Take it back' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click();
      await expect(page.getByRole('heading', { name: 'Taken back' })).toBeVisible();
    },
  },
  import: {
    member: true,
    show: async (page) => {
      await visit(page, '/leads/import');
      const rows = ['Name,Phone,Address,Asking', 'Ana Okafor,512 555 0117,"12 Cedar Ave, Austin, TX 78702",385k', 'Otis Granger,555,"9 Manor Rd, Austin, TX 78723",410k'];
      await page.locator('#import-file').setInputFiles({ name: LIST, mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) });
      await page.locator('form[enctype] button').click();
      await page.getByRole('button', { name: 'Check 2 rows' }).click();
      await expect(page.getByText('Nothing is saved yet.')).toBeVisible();
    },
  },
  forms: {
    member: true,
    show: async (page) => {
      await visit(page, '/forms');
      await expect(page.getByRole('table', { name: 'Forms' }).getByRole('rowheader').first()).toBeVisible();
    },
  },
  'new-form': {
    member: true,
    show: async (page) => {
      await visit(page, '/forms/new');
      await page.getByRole('textbox', { name: 'What is it called?' }).fill('What is my house worth?');
    },
  },
  results: {
    member: true,
    show: async (page) => {
      await visit(page, '/forms');
      await page.locator('a[href^="/forms/form_"]:visible').first().click();
      await expect(page.getByRole('figure', { name: 'Where do visitors leave?' })).toBeVisible();
      await alive(page);
    },
  },
  builder: {
    member: false,
    show: builder,
  },
  versions: {
    member: false,
    show: async (page) => {
      await builder(page);
      await canvas(page).getByRole('button', { name: 'Where is the house?', exact: true }).click();
      await settings(page).getByRole('textbox', { name: 'Heading' }).fill('Where is your house?');
      await publish(page, 2);
      // What was said about it goes.
      await visit(page, page.url());
      await page.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem', { name: 'Versions' }).click();
      await expect(page.getByRole('dialog', { name: 'Versions of the form' }).getByRole('listitem')).toHaveCount(2);
    },
  },
  theme: {
    member: false,
    show: async (page) => {
      await builder(page);
      await page.getByRole('group', { name: 'Mode' }).getByRole('button', { name: 'Theme' }).click();
      if (isPhone(page)) await page.getByRole('radiogroup', { name: 'Show' }).getByText('Settings', { exact: true }).click();
      await settings(page).getByRole('textbox', { name: 'Accent colour', exact: true }).fill('#0f6b46');
      await page.getByRole('group', { name: 'Corners' }).getByRole('button', { name: 'Round' }).click();
      await expect(page.getByText('Every edit saved')).toBeVisible();
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    },
  },
  'sign-in': {
    member: false,
    show: async (page) => {
      await page.goto('/sign-in');
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    },
  },
};

/** The name of the list in the pictures of imports. */
const LIST = 'absentee-owners.csv';

function isPhone(page: Page): boolean {
  return (page.viewportSize()?.width ?? 0) < 768;
}

/** The builder with the form that a new business has. */
async function builder(page: Page): Promise<void> {
  await signUp(page, FOUNDED);
  await visit(page, '/forms');
  await page.locator('a[href^="/forms/form_"]:visible').first().click();
  await page.waitForURL(/\/forms\/form_\w+$/);
  await visit(page, `${page.url()}/edit`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

/** A business that has brought in a list, and looks at what came of it. */
async function imported(page: Page): Promise<void> {
  await signUp(page, FOUNDED);
  await visit(page, '/leads/import');
  const first = ['Ana', 'Otis', 'Bea', 'Milo', 'Vera', 'Hugo', 'Ines', 'Jonas'];
  const last = ['Okafor', 'Granger', 'Lindgren', 'Boone', 'Nettles', 'Sandoval'];
  const rows = Array.from({ length: 48 }, (_, at) => {
    // Two have a number that is none.
    const phone = at === 7 || at === 31 ? '555' : `737 201 ${String(1000 + at)}`;
    return `${first[at % 8]} ${last[at % 6]},${phone},"${12 + at} Cedar Ave, Austin, TX 78702",${310 + at}k`;
  });
  await page.locator('#import-file').setInputFiles({ name: LIST, mimeType: 'text/csv', buffer: Buffer.from(['Name,Phone,Address,Asking', ...rows].join('\n')) });
  await page.locator('form[enctype] button').click();
  await page.getByRole('button', { name: 'Check 48 rows' }).click();
  await page.getByRole('button', { name: 'Import 46 rows' }).click();
  await expect(page.getByRole('heading', { name: 'Imported' })).toBeVisible();
}

for (const [name, { member, own, devices, show }] of Object.entries(PAGES)) {
  for (const [device, options] of Object.entries(DEVICES)) {
    if (devices && !devices.some((one) => one === device)) continue;
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`${name}, ${device}, ${colorScheme}`, async ({ open, start }) => {
        const empire = own === undefined ? undefined : await start({ leads: own, settings: { EMPIRE_FORM_MIN_SECONDS: '0' } });
        const opened = async (as: Person, more: object) =>
          open(empire ? { ...more, at: empire.url, storageState: await signIn(empire.url, as) } : { ...more, as });
        const page = member ? await opened('owner', { ...options, colorScheme }) : await open({ ...options, colorScheme });
        await show(page, (person) => opened(person, DEVICES.desktop));
        await page.evaluate(() => document.fonts.ready);
        await page.mouse.move(0, 0);
        await page.screenshot({ path: path.join(FOLDER, `${name}-${device}-${colorScheme}.png`), animations: 'disabled', caret: 'hide' });
      });
    }
  }
}
