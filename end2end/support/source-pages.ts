// The screen of sources as admins use it, and a program that sends to one.

import { createHmac } from 'node:crypto';
import { type Locator, type Page, expect } from '@playwright/test';
import type { Seller } from './invented.ts';
import { visit } from './test.ts';

export const SOURCES = '/settings/sources';

/** Where a source takes payloads, and what they are signed with. */
export interface Way {
  address: string;
  secret: string;
}

export const HEADER = 'x-harbor-signature';

/** Fills the form for a new source whose payloads carry their HMAC in a header. */
export async function enterSource(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await page.getByRole('radio', { name: /^Signature in a header/ }).check();
  await page.getByRole('textbox', { name: 'Header', exact: true }).fill(HEADER);
  await page.getByRole('textbox', { name: /^Before the signature/ }).fill('sha256=');
  await page.getByRole('button', { name: 'Add source' }).click();
}

/** Makes a source and answers its address and secret. */
export async function addSource(page: Page, name: string): Promise<Way> {
  await visit(page, `${SOURCES}?add=1`);
  await enterSource(page, name);
  await expect(page).toHaveURL(/\/settings\/sources\/src_\w+$/);
  const way = await shownWay(page);
  await page.getByRole('button', { name: 'I have it' }).click();
  return way;
}

/** What stands in the note about a new secret. */
export async function shownWay(page: Page): Promise<Way> {
  const address = page.getByRole('textbox', { name: 'Address', exact: true });
  await expect(address).toHaveValue(/\/in\/[a-z0-9-]+\/[\w-]{43}$/);
  return { address: await address.inputValue(), secret: await page.getByRole('textbox', { name: 'Secret', exact: true }).inputValue() };
}

/** Sends a payload as a partner's program would; `secret` is another one where the signature should be wrong. */
export async function send(way: Way, payload: unknown, secret = way.secret): Promise<Response> {
  const body = JSON.stringify(payload);
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return fetch(way.address, { method: 'POST', body, headers: { 'content-type': 'application/json', [HEADER]: `sha256=${signature}` } });
}

/** A payload as one listing site writes it: half of its names tell what they mean. */
export function inquiry(seller: Seller): { event: string; person: Record<string, unknown>; home: Record<string, unknown>; campaign: { src: string } } {
  return {
    event: 'listing.inquiry',
    person: { who: seller.name.toUpperCase(), reach: seller.phone, mail: seller.email },
    home: { line: seller.street, city: 'Austin', state: 'TX', zip: '78702', want: '625k' },
    campaign: { src: 'harbor' },
  };
}

export function mapping(page: Page): Locator {
  return page.getByRole('list', { name: 'Field mapping' });
}

/** The row of the mapping that goes into a field. */
export function field(page: Page, name: string): Locator {
  return mapping(page).locator('> li').filter({ has: page.getByRole('button', { name: `Remove ${name}`, exact: true }) });
}

/** A value of the payload that is shown. */
export function value(page: Page, name: string): Locator {
  return page.getByRole('region', { name: 'Payload', exact: true }).getByRole('button', { name: new RegExp(`^${name} `) });
}

/** Chooses a value of the payload and says where it goes. */
export async function map(page: Page, name: string, into: string): Promise<void> {
  await value(page, name).click();
  const dialog = page.getByRole('dialog', { name: /^Where does .* go\?$/ });
  await dialog.getByRole('combobox', { name: 'Goes into' }).selectOption({ label: into });
  await dialog.getByRole('button', { name: 'Map value' }).click();
  await expect(dialog).toBeHidden();
}

export async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save mapping' }).click();
  await expect(page.getByText(/^Mapping \d+ is saved/).first()).toBeVisible();
}

/** The rows of the payloads that are listed. */
export function payloads(page: Page): Locator {
  return page.getByRole('list', { name: 'Payloads, newest first' }).locator('> li');
}

/** A source with a first payload whose mapping is saved. */
export async function mappedSource(page: Page, name: string, seller: Seller): Promise<Way> {
  const way = await addSource(page, name);
  expect((await send(way, inquiry(seller))).status).toBe(202);
  await expect(value(page, 'reach')).toBeVisible();
  await map(page, 'who', 'Contact name');
  await map(page, 'reach', 'Phone');
  await save(page);
  return way;
}
