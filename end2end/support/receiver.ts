// A partner's program, started and told what to do. See `receiver.mjs` for what it does.

import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';

export type Behaviour = 'takes' | 'fails' | 'redirects' | 'breaks' | 'hangs';

export interface Received {
  path: string;
  /** The header `webhook-id`. */
  id: string;
  type: string;
  /** How many signatures it carried. */
  signatures: number;
  /** What the reference library says. */
  verified: boolean;
  why?: string;
  behaviour: Behaviour;
}

export class Receiver {
  readonly url: string;
  readonly #child: ChildProcess;
  #orders = 0;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.url = `http://127.0.0.1:${port}/hooks`;
  }

  static async start(): Promise<Receiver> {
    const child = fork(path.join(import.meta.dirname, 'receiver.mjs'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    return new Receiver(child, await Receiver.#order<number>(child, 0, 'up'));
  }

  /** Verifies with these secrets from now on. */
  trust(...secrets: string[]): Promise<void> {
    return this.#ask('trust', secrets);
  }

  behave(how: Behaviour): Promise<void> {
    return this.#ask('behave', how);
  }

  /** Nobody listens any more. */
  down(): Promise<void> {
    return this.#ask('down');
  }

  /** Listens again, at the same address. */
  async up(): Promise<void> {
    await this.#ask('up');
  }

  /** Everything that came, oldest first. */
  requests(): Promise<Received[]> {
    return this.#ask('requests');
  }

  /** Forgets what came. */
  forget(): Promise<void> {
    return this.#ask('forget');
  }

  end(): void {
    this.#child.disconnect();
  }

  #ask<T>(order: string, value?: unknown): Promise<T> {
    this.#orders += 1;
    return Receiver.#order(this.#child, this.#orders, order, value);
  }

  static #order<T>(child: ChildProcess, number: number, order: string, value?: unknown): Promise<T> {
    return new Promise((resolve, reject) => {
      const gone = () => reject(new Error('The receiver has ended'));
      const hear = (answer: { number: number; value: T }) => {
        if (answer.number !== number) return;
        child.off('message', hear);
        child.off('exit', gone);
        resolve(answer.value);
      };
      child.on('message', hear);
      child.once('exit', gone);
      child.send({ number, order, value });
    });
  }
}
