// What the journeys play on, made once by the global setup and handed to the workers through the environment.

import type { signIn, Person } from './people.ts';

type Sessions = Record<Person, Awaited<ReturnType<typeof signIn>>>;

export interface Stage {
  /** Where Empire answers. */
  url: string;
  /** Origin of the host site; an admin has allowed it. */
  host: string;
  /** The host site under a name that nobody allowed. */
  stranger: string;
  sessions: Sessions;
}

const NAME = 'JOURNEYS_STAGE';

export function hand(stage: Stage): void {
  process.env[NAME] = JSON.stringify(stage);
}

export function take(): Stage {
  const text = process.env[NAME];
  if (text === undefined) throw new Error('The global setup did not run');
  return JSON.parse(text) as Stage;
}
