// A seller form sent without a browser, as a plain form would: for journeys that begin after the submit.

import { type APIRequestContext, expect, request } from '@playwright/test';
import type { Seller } from './invented.ts';
import { FORM, THANKS } from './seller-form.ts';

export interface Sending {
  /** Fields besides the seller's, for example the trap. */
  extra?: Record<string, string>;
}

/** Opens the form, answers everything, sends it, and expects the thanks. */
export async function sendForm(url: string, seller: Seller, sending: Sending = {}): Promise<void> {
  const api = await request.newContext({ baseURL: url, extraHTTPHeaders: { accept: 'text/html' } });
  const answer = await post(api, await hiddenFields(api), seller, sending);
  const text = await answer.text();
  expect(answer.ok(), text).toBe(true);
  expect(text).toContain(THANKS);
  await api.dispose();
}

/** Sends the last step with all answers; a redirect is followed. */
export function post(api: APIRequestContext, hidden: Record<string, string>, seller: Seller, sending: Sending = {}) {
  return api.post(FORM, {
    form: {
      ...hidden,
      'address.street': seller.street,
      'address.city': 'Austin',
      'address.region': 'TX',
      'address.postal_code': '78702',
      property_type: 'house',
      condition: 'repairs',
      situation: 'inherited',
      timing: 'within_30_days',
      name: seller.name,
      phone: seller.phone,
      email: seller.email,
      message: seller.message,
      ...sending.extra,
      _step: '2',
      _go: 'submit',
    },
  });
}

/** What the first page of the form carries along: its key, its stamp, its draft. */
export async function hiddenFields(api: APIRequestContext): Promise<Record<string, string>> {
  const page = await (await api.get(FORM)).text();
  const fields: Record<string, string> = {};
  for (const [tag] of page.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const name = /\bname="([^"]*)"/.exec(tag)?.[1];
    const value = /\bvalue="([^"]*)"/.exec(tag)?.[1];
    if (name !== undefined && value !== undefined) fields[name] = value;
  }
  return fields;
}
