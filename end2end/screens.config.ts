// Takes the pictures of the README: `npm run screens`. Not part of the tests.

import { defineConfig } from '@playwright/test';
import { CHROMIUM } from './support/chromium.ts';

export default defineConfig({
  testDir: 'screens',
  outputDir: 'test-results',
  globalSetup: './screens/setup.ts',
  workers: 2,
  fullyParallel: true,
  timeout: 60_000,
  reporter: 'list',
  use: {
    browserName: 'chromium',
    launchOptions: CHROMIUM,
    locale: 'en-US',
    timezoneId: 'America/Chicago',
    contextOptions: { reducedMotion: 'reduce' },
  },
});
