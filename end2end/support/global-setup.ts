// Before all journeys: an Empire with a small business, somebody's web site beside it, and everybody signed in.

import { chromium } from '@playwright/test';
import { CHROMIUM } from './chromium.ts';
import { Empire } from './empire.ts';
import { allowOrigin } from './form-settings.ts';
import { startHostSite } from './host-site.ts';
import { PEOPLE, type Person, signIn } from './people.ts';
import { type Stage, hand } from './stage.ts';

/** Tests send many forms from one address and faster than people; `limits.spec.ts` looks at the real limits. */
const RAISED = {
  EMPIRE_FORM_REVIEW_PER_MINUTE: '10000',
  EMPIRE_FORM_REFUSE_PER_MINUTE: '10000',
  EMPIRE_FORM_DRAFTS_PER_MINUTE: '10000',
  EMPIRE_FORM_MIN_SECONDS: '0',
};

export default async function globalSetup(): Promise<() => Promise<void>> {
  const empire = await Empire.start({ leads: 120, settings: RAISED });
  const site = await startHostSite(empire.url);
  const end = async () => {
    await site.close();
    await empire.remove();
  };
  try {
    const people = Object.keys(PEOPLE) as Person[];
    const sessions = await Promise.all(people.map(async (person) => [person, await signIn(empire.url, person)] as const));
    const stage: Stage = {
      url: empire.url,
      host: site.origin,
      stranger: site.stranger,
      sessions: Object.fromEntries(sessions) as Stage['sessions'],
    };
    if (!process.env.SKIP_ALLOW) await allowHost(stage);
    hand(stage);
    return end;
  } catch (error) {
    await end();
    throw error;
  }
}

async function allowHost(stage: Stage): Promise<void> {
  const browser = await chromium.launch(CHROMIUM);
  const context = await browser.newContext({ baseURL: stage.url, storageState: stage.sessions.owner });
  await allowOrigin(await context.newPage(), stage.host);
  await browser.close();
}
