// The pictures of the README, light and dark, at a desk and on a phone: docs/screens/{page}-{device}-{theme}.png.

import path from 'node:path';
import type { Page } from '@playwright/test';
import { openLead, openList } from '../support/lead-pages.ts';
import { FORM, STEPS, SellerForm } from '../support/seller-form.ts';
import { signUp } from '../support/sign-up.ts';
import { PHONE, expect, test, visit } from '../support/test.ts';
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

const PAGES: Record<string, { member: boolean; devices?: (keyof typeof DEVICES)[]; show: (page: Page) => Promise<void> }> = {
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
  palette: {
    member: true,
    devices: ['desktop'],
    show: async (page) => {
      await visit(page, '/');
      await page.getByRole('button', { name: 'Commands' }).click();
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
      await signUp(page);
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
  import: {
    member: true,
    show: async (page) => {
      await visit(page, '/leads/import');
      const rows = ['Name,Phone,Address,Asking', 'Ana Okafor,512 555 0117,"12 Cedar Ave, Austin, TX 78702",385k', 'Otis Granger,555,"9 Manor Rd, Austin, TX 78723",410k'];
      await page.locator('#import-file').setInputFiles({ name: 'absentee-owners.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) });
      await page.locator('form[enctype] button').click();
      await page.getByRole('button', { name: 'Check 2 rows' }).click();
      await expect(page.getByText('Nothing is saved yet.')).toBeVisible();
    },
  },
  builder: {
    member: false,
    show: async (page) => {
      await signUp(page);
      await visit(page, '/forms');
      await page.locator('a[href^="/forms/form_"]:visible').first().click();
      await page.waitForURL(/\/forms\/form_\w+$/);
      await visit(page, `${page.url()}/edit`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
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

for (const [name, { member, devices, show }] of Object.entries(PAGES)) {
  for (const [device, options] of Object.entries(DEVICES)) {
    if (devices && !devices.some((one) => one === device)) continue;
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`${name}, ${device}, ${colorScheme}`, async ({ open }) => {
        const page = await open({ ...options, colorScheme, ...(member ? { as: 'owner' as const } : {}) });
        await show(page);
        await page.evaluate(() => document.fonts.ready);
        await page.mouse.move(0, 0);
        await page.screenshot({ path: path.join(FOLDER, `${name}-${device}-${colorScheme}.png`), animations: 'disabled', caret: 'hide' });
      });
    }
  }
}
