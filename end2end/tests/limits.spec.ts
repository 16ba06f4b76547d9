// The limits as they are without raising them: too fast goes to review, far too many are refused with words.

import { request } from '@playwright/test';
import { Empire } from '../support/empire.ts';
import { newSeller } from '../support/invented.ts';
import { signIn } from '../support/people.ts';
import { hiddenFields, post, sendForm } from '../support/send-form.ts';
import { FORM, SellerForm } from '../support/seller-form.ts';
import { expect, test, visit } from '../support/test.ts';

test('a form sent within a second waits in review, and a flood is refused', async ({ open, complaints }) => {
  complaints.allow(/status of 429/);
  const empire = await Empire.start({ leads: 1 });
  try {
    const hasty = newSeller();
    await sendForm(empire.url, hasty);
    const manager = await open({ at: empire.url, storageState: await signIn(empire.url, 'manager') });
    await visit(manager, '/review');
    await expect(manager.getByRole('main')).toContainText(hasty.name);
    await expect(manager.getByRole('main')).toContainText('Sent faster than a person can type');

    await test.step('sixty a minute are taken, then it says to wait', async () => {
      const api = await request.newContext({ baseURL: empire.url, extraHTTPHeaders: { accept: 'text/html' } });
      const hidden = await hiddenFields(api);
      let status = 200;
      for (let sent = 0; sent < 70 && status !== 429; sent++) {
        status = (await post(api, { ...hidden, _key: crypto.randomUUID() }, newSeller())).status();
      }
      expect(status).toBe(429);
      await api.dispose();

      const visitor = await open({ at: empire.url, javaScriptEnabled: false });
      const seller = newSeller();
      await visitor.goto(FORM);
      const form = new SellerForm(visitor);
      await form.toLastStep(seller);
      await form.send.click();
      await expect(visitor.getByRole('alert')).toContainText(/try again|wait/i);
      await expect(form.field('Your name')).toHaveValue(seller.name);
    });
  } finally {
    await empire.remove();
  }
});
