// Starts the built program as an operator would: in a data folder of its own, on a free port of this machine, and asks
// it to stop in the end. What it prints is kept, because that is the first thing one wants to see when a test fails.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const program = process.env.ACADEMY_E2E_BIN ?? join(root, 'bin/academy');

/** The first start imports six courses and films four lectures; a busy machine needs its time. */
const startSeconds = 180;
const stopSeconds = 30;

/** Password of the accounts that only a demonstration has. */
export const demoPassword = 'academy-demo';

const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

export class Academy {
  #child;
  #command;
  #output = '';
  #variables;

  constructor(command, data, port, variables) {
    this.#command = command;
    this.#variables = variables;
    this.data = data;
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
  }

  /** Starts `academy demo` or `academy serve` and comes back when it answers. Without a data folder it gets a fresh one. */
  static async start(command = 'demo', { data, port, variables = {} } = {}) {
    const academy = new Academy(command, data ?? (await freshFolder()), port ?? (await freePort()), variables);
    await academy.start();
    return academy;
  }

  /** Starts the same academy once more, at the same address. */
  async start() {
    this.#child = launch([this.#command], this.data, { ACADEMY_LISTEN: `127.0.0.1:${this.port}`, ACADEMY_BASE_URL: this.url, ...this.#variables });
    for (const stream of [this.#child.stdout, this.#child.stderr]) stream.on('data', (text) => (this.#output += text));
    const deadline = Date.now() + startSeconds * 1000;
    while (!(await this.#ready())) {
      if (this.#ended) throw new Error(`academy ${this.#command} ended with ${this.#child.exitCode}:\n${this.#output}`);
      if (Date.now() > deadline) throw new Error(`academy ${this.#command} is not ready after ${startSeconds} s:\n${this.#output}`);
      await sleep(50);
    }
  }

  get pid() {
    return this.#child.pid;
  }

  /** Everything printed since the first start. */
  get output() {
    return this.#output;
  }

  get #ended() {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  async #ready() {
    try {
      return (await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(2000) })).ok;
    } catch {
      return false;
    }
  }

  /** Sends a signal and answers the exit code once the program has ended, null when the signal was its end. */
  async stop(signal = 'SIGINT') {
    if (this.#ended) return this.#child.exitCode;
    const ended = once(this.#child, 'exit', { signal: AbortSignal.timeout(stopSeconds * 1000) });
    this.#child.kill(signal);
    const [code] = await ended.catch(() => {
      throw new Error(`academy ${this.#command} goes on ${stopSeconds} s after ${signal}:\n${this.#output}`);
    });
    return code;
  }

  /** Stops the academy and removes its data. */
  async remove() {
    await this.stop();
    await rm(this.data, { recursive: true, force: true });
  }
}

/** Runs one command of the program to its end: {code, output}. */
export async function run(args, data, input = '', variables = {}) {
  const child = launch(args, data, variables);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  child.stdin.end(input);
  const [code] = await once(child, 'exit', { signal: AbortSignal.timeout(startSeconds * 1000) });
  return { code, output };
}

function launch(args, data, variables = {}) {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, LANG: 'en_GB.UTF-8', ACADEMY_DATA: data, ACADEMY_METRICS_LISTEN: 'off', ...variables };
  const child = spawn(program, args, { cwd: root, env });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** An empty folder that the database's own account may pass through when the tests run as root. */
export async function freshFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'academy-e2e-'));
  await chmod(folder, 0o711);
  return folder;
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
