// The public seller form as a visitor works it: on its own page or in a frame, with JavaScript or without.

import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test';
import type { Seller } from './invented.ts';

export const STEPS = ['Where is the house?', 'What should we know?', 'How do we reach you?'] as const;
export const THANKS = 'Thank you. We have your house.';
export const FORM = '/f/sell-your-house';

export class SellerForm {
  readonly #root: Page | FrameLocator;

  constructor(root: Page | FrameLocator) {
    this.#root = root;
  }

  heading(name: string): Locator {
    return this.#root.getByRole('heading', { level: 1, name, exact: true });
  }

  field(label: string): Locator {
    return this.#root.getByLabel(label, { exact: true });
  }

  get onward(): Locator {
    return this.#root.getByRole('button', { name: 'Continue', exact: true });
  }

  get send(): Locator {
    return this.#root.getByRole('button', { name: 'Send my answers' });
  }

  get back(): Locator {
    return this.#root.getByRole('button', { name: 'Back', exact: true });
  }

  get problems(): Locator {
    return this.#root.getByRole('alert').filter({ hasText: /another look/ });
  }

  /** Fills the first step. */
  async place(seller: Seller): Promise<void> {
    await expect(this.heading(STEPS[0])).toBeVisible();
    await this.field('Street address').fill(seller.street);
    await this.field('City').fill('Austin');
    await this.field('State').selectOption('TX');
    await this.field('ZIP code').fill('78702');
    await this.field('What kind of property is it?').selectOption('House');
  }

  /** Fills the second step. */
  async house(): Promise<void> {
    await expect(this.heading(STEPS[1])).toBeVisible();
    await this.field('What condition is it in?').selectOption('Needs repairs');
    await this.field('Why are you selling?').selectOption('I inherited it');
    await this.field('Within 30 days').check();
  }

  /** Fills the third step. */
  async person(seller: Seller): Promise<void> {
    await expect(this.heading(STEPS[2])).toBeVisible();
    await this.field('Your name').fill(seller.name);
    await this.field('Mobile phone').fill(seller.phone);
  }

  /** From the first step to the last, which stays unsent. */
  async toLastStep(seller: Seller): Promise<void> {
    await this.place(seller);
    await this.onward.click();
    await this.house();
    await this.onward.click();
    await this.person(seller);
  }

  /** Everything, to the thanks. */
  async fillIn(seller: Seller): Promise<void> {
    await this.toLastStep(seller);
    await this.send.click();
    await expect(this.heading(THANKS)).toBeVisible();
  }
}
