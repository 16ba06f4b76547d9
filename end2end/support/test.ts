// The test of every journey: opens pages for visitors and members, and fails when a page complained.

import { type BrowserContext, type BrowserContextOptions, type Page, test as base, expect } from '@playwright/test';
import { Empire, type Options } from './empire.ts';
import type { Person } from './people.ts';
import { type Stage, take } from './stage.ts';

export { expect };

/** A phone held upright. */
export const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const;

interface Opening extends BrowserContextOptions {
  /** Who is signed in; nobody by default. */
  as?: Person;
  /** Another Empire than the one everybody shares. */
  at?: string;
}

interface Fixtures {
  stage: Stage;
  /** An Empire of the test's own, removed after its pages are closed: they would complain that it is gone. */
  start: (options: Options) => Promise<Empire>;
  /** A page in a browser of its own. */
  open: (opening?: Opening) => Promise<Page>;
  /** What pages may complain about in this test; anything else fails it. */
  complaints: Complaints;
}

/** Errors of the console and of scripts, and answers of the server that it should never give. */
export class Complaints {
  readonly #heard: string[] = [];
  readonly #allowed: RegExp[] = [];

  /** These are part of the test. */
  allow(...patterns: RegExp[]): void {
    this.#allowed.push(...patterns);
  }

  listen(page: Page): void {
    page.on('console', (message) => {
      if (message.type() === 'error') this.#hear(`console: ${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => this.#hear(`script: ${error.message}`));
    page.on('response', (answer) => {
      if (answer.status() >= 500) this.#hear(`${answer.status()}: ${answer.url()}`);
    });
  }

  get unexpected(): string[] {
    return this.#heard.filter((text) => !this.#allowed.some((pattern) => pattern.test(text)));
  }

  #hear(text: string): void {
    this.#heard.push(text);
  }
}

export const test = base.extend<Fixtures>({
  // eslint-like tools insist on a pattern here; Playwright reads the names from it.
  stage: async ({}, use) => use(take()),

  complaints: async ({}, use, info) => {
    const complaints = new Complaints();
    await use(complaints);
    if (info.status === 'passed') expect(complaints.unexpected, 'what pages complained about').toEqual([]);
  },

  start: async ({}, use) => {
    const started: Empire[] = [];
    await use(async (options) => {
      const empire = await Empire.start(options);
      started.push(empire);
      return empire;
    });
    await Promise.all(started.map((empire) => empire.remove()));
  },

  // `start` stands here so that its Empires are removed after the pages are closed.
  open: async ({ browser, stage, start: _, complaints }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async ({ as, at, ...options } = {}) => {
      const session = as === undefined ? {} : { storageState: stage.sessions[as] };
      const context = await browser.newContext({ baseURL: at ?? stage.url, ...session, ...options });
      contexts.push(context);
      const page = await context.newPage();
      complaints.listen(page);
      return page;
    });
    // Left open they would follow, and ask about, everything that later tests do.
    await Promise.all(contexts.map((context) => context.close()));
  },
});

/** Waits until the scripts of a signed-in page have taken it over: before, buttons would be plain HTML. */
export async function alive(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: /, profile$/ })).toBeEnabled();
}

/** Goes to a signed-in page and waits until it is alive. */
export async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await alive(page);
}
