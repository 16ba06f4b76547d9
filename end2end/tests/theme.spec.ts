// Light and dark: the system decides until somebody does, and then that stays.

import type { Page } from '@playwright/test';
import { audit } from '../support/axe.ts';
import { expect, test, visit } from '../support/test.ts';

/** How light the ground of the page is, from 0 to 255. */
function ground(page: Page): Promise<number> {
  return page.evaluate(() => {
    const paint = document.createElement('canvas').getContext('2d');
    if (!paint) throw new Error('nothing to paint on');
    paint.fillStyle = getComputedStyle(document.body).backgroundColor;
    paint.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = paint.getImageData(0, 0, 1, 1).data;
    return (red + green + blue) / 3;
  });
}

test('the switch turns the page dark, on every page and after a reload, whatever the system says', async ({ open }) => {
  const page = await open({ as: 'viewer', colorScheme: 'light' });
  await visit(page, '/');
  expect(await ground(page)).toBeGreaterThan(220);
  const turn = page.getByRole('button', { name: 'Switch between light and dark' });
  await turn.click();
  await expect.poll(() => ground(page)).toBeLessThan(60);
  await page.reload();
  await expect.poll(() => ground(page)).toBeLessThan(60);
  await visit(page, '/leads');
  await expect(page.getByRole('table').getByRole('rowheader').first()).toBeVisible();
  expect(await ground(page)).toBeLessThan(60);
  // The audit asks for light and dark in turns: what was chosen stands above both.
  await audit(page);
  expect(await ground(page)).toBeLessThan(60);

  await turn.focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => ground(page)).toBeGreaterThan(220);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.reload();
  await expect.poll(() => ground(page)).toBeGreaterThan(220);
  await audit(page);
});
