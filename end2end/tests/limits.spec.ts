// The limits of the public form, on Empires of their own: too fast and too many go to review, a flood is refused with words.

import { request } from '@playwright/test';
import { type Seller, newSeller } from '../support/invented.ts';
import { signIn } from '../support/people.ts';
import { hiddenFields, post, sendForm } from '../support/send-form.ts';
import { FORM, SellerForm } from '../support/seller-form.ts';
import { expect, test, visit } from '../support/test.ts';

/** Sends many forms, one after the other; the statuses of the answers. */
async function flood(url: string, sellers: Seller[]): Promise<number[]> {
  const api = await request.newContext({ baseURL: url, extraHTTPHeaders: { accept: 'text/html' } });
  const hidden = await hiddenFields(api);
  const statuses: number[] = [];
  for (const seller of sellers) {
    statuses.push((await post(api, { ...hidden, _key: crypto.randomUUID() }, seller)).status());
  }
  await api.dispose();
  return statuses;
}

test('with the limits as they come, who is too fast or sends too much waits in review', async ({ open, start }) => {
  const empire = await start({ leads: 1 });
  const hasty = newSeller();
  await sendForm(empire.url, hasty);
  const many = Array.from({ length: 12 }, newSeller);
  expect(new Set(await flood(empire.url, many))).toEqual(new Set([200]));
  const manager = await open({ at: empire.url, storageState: await signIn(empire.url, 'manager') });
  await visit(manager, '/review');
  const held = (seller: Seller) => manager.getByRole('article', { name: seller.name });
  await expect(held(hasty)).toContainText('Sent faster than a person can type');
  await expect(held(hasty)).not.toContainText('Many submissions from one address');
  await expect(held(many.at(-1) ?? hasty)).toContainText('Many submissions from one address');
});

test('a flood is refused, and a person caught in it keeps what was typed', async ({ open, start, complaints }) => {
  complaints.allow(/status of 429/);
  const empire = await start({
    leads: 1,
    settings: { EMPIRE_FORM_REVIEW_PER_MINUTE: '1', EMPIRE_FORM_REFUSE_PER_MINUTE: '2' },
  });
  for (const javaScriptEnabled of [false, true]) {
    const seller = newSeller();
    const visitor = await open({ at: empire.url, javaScriptEnabled });
    await visitor.goto(FORM);
    const form = new SellerForm(visitor);
    await form.toLastStep(seller);
    expect((await flood(empire.url, Array.from({ length: 3 }, newSeller))).at(-1)).toBe(429);
    await form.send.click();
    await expect(visitor.getByRole('alert').filter({ visible: true })).toContainText(/wait a minute/i);
    await expect(form.field('Your name')).toHaveValue(seller.name);
  }
});
