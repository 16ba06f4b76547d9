// Looks at a page with axe-core in light and dark, at desk and phone width, and at the narrowest width for overflow.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Page, expect } from '@playwright/test';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  impact: string;
  nodes: { target: unknown[]; failureSummary?: string }[];
}

/** Everything axe finds, one line each. */
async function violations(page: Page): Promise<string[]> {
  // Through the debugger, not as a script tag: the content policy of the page stays as it is.
  await page.evaluate(`if (!window.axe) { ${AXE} }`);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: (options: object) => Promise<{ violations: Violation[] }> } };
    return (await axe.run({ preload: false })).violations;
  });
  return found.flatMap(({ id, impact, nodes }) => nodes.map((node) => `${id} (${impact}) ${node.target.join(' ')}: ${node.failureSummary ?? ''}`));
}

/** How far the page can be pushed sideways, in pixels. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Colours on their way from one theme to the other are nobody's colours. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const ending = document.getAnimations().filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map((animation) => animation.finished));
  });
}

/** Fails on any violation in either theme at either width, and on sideways scrolling at 360 px. */
export async function audit(page: Page): Promise<void> {
  const found: string[] = [];
  const before = page.viewportSize();
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      for (const line of await violations(page)) found.push(`${width} px, ${colorScheme}: ${line}`);
    }
  }
  await page.setViewportSize({ width: 360, height: 800 });
  const sideways = await overflow(page);
  if (sideways > 0) found.push(`360 px: overflows sideways by ${sideways} px`);
  if (before !== null) await page.setViewportSize(before);
  expect(found, page.url()).toEqual([]);
}
