// An Empire of our own: a fresh database with demo data, a free port, the program started and stopped as a process.
// Where the program and the site come from is the caller's environment (see README.md).

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';

const TARGET = process.env.CARGO_TARGET_DIR ?? path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'empire', 'target');

export interface Options {
  /** Leads in the demo business; none leaves the database empty. */
  leads: number;
  /** Settings besides the usual ones, for example { EMPIRE_FORM_MIN_SECONDS: '0' }. */
  settings?: Record<string, string>;
}

export class Empire {
  readonly url: string;
  readonly #port: number;
  readonly #folder: string;
  readonly #settings: Record<string, string>;
  readonly #dropDatabase: () => void;
  #child: ChildProcess | undefined;

  private constructor(port: number, folder: string, settings: Record<string, string>, dropDatabase: () => void) {
    this.#port = port;
    this.url = `http://127.0.0.1:${port}`;
    this.#folder = folder;
    this.#settings = settings;
    this.#dropDatabase = dropDatabase;
  }

  /** Fills a fresh database and serves it. */
  static async start(options: Options): Promise<Empire> {
    const port = await freePort();
    const folder = mkdtempSync(path.join(tmpdir(), 'empire-journeys-'));
    const database = freshDatabase();
    const settings = {
      EMPIRE_LISTEN: `127.0.0.1:${port}`,
      EMPIRE_DATA_DIR: folder,
      EMPIRE_DATABASE_URL: database.url,
      EMPIRE_SITE_ROOT: process.env.EMPIRE_SITE_ROOT ?? path.join(TARGET, 'site'),
      EMPIRE_DEMO: 'true',
      EMPIRE_LOG: process.env.EMPIRE_TEST_LOG ?? 'warn',
      ...options.settings,
    };
    const empire = new Empire(port, folder, settings, database.drop);
    if (options.leads > 0) {
      execFileSync(program(), ['seed', '--leads', String(options.leads)], { env: empire.#environment(), stdio: ['ignore', 'ignore', 'inherit'] });
    }
    await empire.up();
    return empire;
  }

  /** Starts the program on its port and waits until it is ready. */
  async up(): Promise<void> {
    const log = openSync(path.join(this.#folder, 'log.txt'), 'a');
    const child = spawn(program(), ['serve'], { env: this.#environment(), stdio: ['ignore', log, log] });
    closeSync(log);
    this.#child = child;
    const deadline = Date.now() + 30_000;
    while (!(await answers(`${this.url}/readyz`))) {
      if (child.exitCode !== null || Date.now() > deadline) {
        throw new Error(`Empire did not become ready on port ${this.#port}:\n${this.log()}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Stops the program; its data stay. At once, as a crash or a pulled plug would, so that no test waits for streams. */
  async down(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  /** Stops the program and removes everything it wrote. */
  async remove(): Promise<void> {
    await this.down();
    this.#dropDatabase();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** What the program said so far. */
  log(): string {
    const file = path.join(this.#folder, 'log.txt');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  #environment(): Record<string, string> {
    // Settings of the caller's own Empire must not leak into this one.
    const inherited = Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('EMPIRE_'),
    );
    return { ...Object.fromEntries(inherited), ...this.#settings };
  }
}

function program(): string {
  const candidates = process.env.EMPIRE_TEST_BINARY
    ? [process.env.EMPIRE_TEST_BINARY]
    : [path.join(TARGET, 'release', 'empire'), path.join(TARGET, 'debug', 'empire')];
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found === undefined) throw new Error(`No program to test: build it (cargo build --release -p server) or set EMPIRE_TEST_BINARY. Looked for ${candidates.join(', ')}`);
  return found;
}

/** SQLite in the data folder, or a new database on the server of EMPIRE_TEST_POSTGRES_URL. */
function freshDatabase(): { url: string; drop: () => void } {
  if (process.env.EMPIRE_TEST_DATABASE !== 'postgres') return { url: '', drop: () => {} };
  const server = process.env.EMPIRE_TEST_POSTGRES_URL;
  if (!server) throw new Error('EMPIRE_TEST_DATABASE=postgres needs EMPIRE_TEST_POSTGRES_URL');
  const name = `journeys_${process.pid}_${Date.now()}`;
  const ask = (sql: string) => execFileSync(psql(), ['--quiet', '--no-psqlrc', '--command', sql, server], { stdio: ['ignore', 'ignore', 'inherit'] });
  ask(`CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => ask(`DROP DATABASE ${name} WITH (FORCE)`) };
}

/** Debian keeps the programs of its PostgreSQL versions beside each other; the newest speaks to all. */
function psql(): string {
  const versions = '/usr/lib/postgresql';
  if (!existsSync(versions)) return 'psql';
  const installed = readdirSync(versions)
    .map((version) => path.join(versions, version, 'bin', 'psql'))
    .filter((file) => existsSync(file));
  return installed.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1) ?? 'psql';
}

/** A port nobody listens on right now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
