// Who works in the demo business, and how to be signed in as one of them without the sign-in page.

import { type APIRequestContext, type BrowserContextOptions, expect, request } from '@playwright/test';

export const PASSWORD = 'juniper demo house';

export const PEOPLE = {
  owner: { name: 'Dana Whitfield', email: 'dana@juniper.example' },
  manager: { name: 'Marcus Bell', email: 'marcus@juniper.example' },
  agent: { name: 'Priya Raman', email: 'priya@juniper.example' },
  viewer: { name: 'Walter Quinn', email: 'walter@juniper.example' },
} as const;

export type Person = keyof typeof PEOPLE;

type StorageState = Exclude<BrowserContextOptions['storageState'], string | undefined>;

/** Cookies of a session of that person. */
export async function signIn(url: string, person: Person): Promise<StorageState> {
  const api = await request.newContext({ baseURL: url });
  await signInWith(api, PEOPLE[person].email, PASSWORD);
  const state = await api.storageState();
  await api.dispose();
  return state;
}

/** Signs a request context in, as a plain form would. */
export async function signInWith(api: APIRequestContext, email: string, password: string): Promise<void> {
  const answer = await api.post('/rpc/sessions/sign_in', {
    form: { email, password, next: '/' },
    headers: { accept: 'text/html' },
    maxRedirects: 0,
  });
  expect(answer.status(), await answer.text()).toBe(302);
}
