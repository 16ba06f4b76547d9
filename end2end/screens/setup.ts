// An Empire with the whole demo business, for pictures.

import { Empire } from '../support/empire.ts';
import { PEOPLE, type Person, signIn } from '../support/people.ts';
import { type Stage, hand } from '../support/stage.ts';

export default async function setup(): Promise<() => Promise<void>> {
  const empire = await Empire.start({ leads: 2_000 });
  const people = Object.keys(PEOPLE) as Person[];
  const sessions = await Promise.all(people.map(async (person) => [person, await signIn(empire.url, person)] as const));
  hand({ url: empire.url, host: '', stranger: '', sessions: Object.fromEntries(sessions) as Stage['sessions'] });
  return () => empire.remove();
}
