import { isPassing, patience, type Session } from '../page/session';
import { sendPart } from './part';
import type { Pool } from './pool';

/** How far a transfer is. `detail` is the server's own sentence of why it refuses. */
export type Standing =
  | { state: 'waiting' | 'reading' | 'checking' }
  | { state: 'sending' | 'paused' | 'offline' | 'full'; sent: number }
  | { state: 'sent'; asset: string }
  | { state: 'refused'; detail: string };

/** What is to be sent, and where it belongs. `upload` is an earlier one to go on with. */
export interface Order {
  file: File;
  purpose: string;
  course: string;
  fingerprint: string;
  upload?: string;
}

interface Address {
  number: number;
  url: string;
}

const finishLimit = 600_000; // ms: a store may take its time to put a large file together
const addressesAtOnce = 100;
const diskFull = 503;

/** Why a transfer cannot go on; the text is shown. */
class Refused extends Error {}

/** Somebody else, such as another tab, has finished it; the text is the asset. */
class Arrived extends Error {}

/**
 * One file on its way: begun once, cut into parts, each sent until it has arrived, and finished. Whatever is lost, the
 * line, an address or the store's own memory, only the parts that are missing are sent again.
 */
export class Transfer {
  readonly order: Order;
  readonly #session: Session;
  readonly #pool: Pool;
  readonly #tell: (standing: Standing) => void;
  #stop = new AbortController();
  #upload: string;
  #partBytes = 0;
  #addresses = new Map<number, string>();
  readonly #tags = new Map<number, string>();
  readonly #done = new Set<number>();
  readonly #moving = new Map<number, number>(); // bytes of parts on their way

  constructor(order: Order, session: Session, pool: Pool, tell: (standing: Standing) => void) {
    this.order = order;
    this.#session = session;
    this.#pool = pool;
    this.#tell = tell;
    this.#upload = order.upload ?? '';
  }

  /** Bytes that have arrived or are on their way. */
  get sent(): number {
    let bytes = 0;
    for (const number of this.#done) bytes += this.#size(number);
    for (const moving of this.#moving.values()) bytes += moving;
    return Math.min(bytes, this.order.file.size);
  }

  /** Sends what is missing. Comes back when the file has arrived, was refused, or was paused. */
  async run(): Promise<void> {
    this.#stop = new AbortController();
    try {
      const asset = await this.#arrive();
      this.#tell({ state: 'sent', asset });
    } catch (error) {
      if (error instanceof Arrived) this.#tell({ state: 'sent', asset: error.message });
      else if (error instanceof Refused) this.#tell({ state: 'refused', detail: error.message });
      else if (this.#stop.signal.aborted) this.#tell({ state: 'paused', sent: this.sent });
      else throw error;
    }
  }

  pause(): void {
    this.#stop.abort();
    this.#moving.clear();
  }

  /** The upload's own address at the API, once it has begun. */
  get address(): string {
    return this.#upload && `/api/v1/uploads/${this.#upload}`;
  }

  async #arrive(): Promise<string> {
    await (this.#upload ? this.#goOn() : this.#begin());
    for (;;) {
      await this.#sendMissing();
      this.#tell({ state: 'checking' });
      const asset = await this.#finish();
      if (asset) return asset;
    }
  }

  async #begin(): Promise<void> {
    const { file, purpose, course, fingerprint } = this.order;
    const ticket = await this.#ask('POST', '/api/v1/uploads', { name: file.name, bytes: file.size, type: file.type, purpose, course, fingerprint });
    this.#upload = ticket['id'] as string;
    this.#partBytes = ticket['part_bytes'] as number;
    for (const { number, url } of ticket['parts'] as Address[]) this.#addresses.set(number, url);
  }

  /** Asks what has arrived already. */
  async #goOn(): Promise<void> {
    const known = await this.#ask('GET', this.address);
    if (known['state'] === 'refused') throw new Refused(String(known['detail'] ?? ''));
    if (known['state'] !== 'receiving') throw new Arrived(known['asset'] as string);
    this.#partBytes = known['part_bytes'] as number;
    this.#done.clear();
    for (const number of known['received'] as number[]) this.#done.add(number);
  }

  get #count(): number {
    return Math.ceil(this.order.file.size / this.#partBytes);
  }

  #size(number: number): number {
    return Math.min(this.#partBytes, this.order.file.size - (number - 1) * this.#partBytes);
  }

  async #sendMissing(): Promise<void> {
    const missing = Array.from({ length: this.#count }, (_, i) => i + 1).filter((number) => !this.#done.has(number));
    this.#tell({ state: 'sending', sent: this.sent });
    const stop = this.#stop;
    const all = await Promise.allSettled(missing.map((number) => this.#pool.run(() => this.#sendPart(number, missing))));
    const failed = all.find((one) => one.status === 'rejected');
    if (failed) {
      stop.abort(); // one refusal stops the others
      throw failed.reason;
    }
  }

  async #sendPart(number: number, missing: number[]): Promise<void> {
    const from = (number - 1) * this.#partBytes;
    const content = this.order.file.slice(from, from + this.#size(number));
    for (let tries = 1; ; tries++) {
      this.#stop.signal.throwIfAborted();
      const url = await this.#addressOf(number, missing);
      const sent = await sendPart(url, content, this.#stop.signal, (bytes) => {
        this.#moving.set(number, bytes);
        this.#tell({ state: 'sending', sent: this.sent });
      });
      this.#moving.delete(number);
      if (sent.ok) {
        this.#tags.set(number, sent.etag);
        this.#done.add(number);
        this.#tell({ state: 'sending', sent: this.sent });
        return;
      }
      this.#addresses.delete(number);
      if (sent.status === 404) await this.#goOn(); // the store has forgotten it, or somebody else has finished it
      else if (sent.status !== 403 || tries > 1) await this.#patience(tries, sent.status === diskFull ? 'full' : 'offline');
    }
  }

  async #addressOf(number: number, missing: number[]): Promise<string> {
    const known = this.#addresses.get(number);
    if (known) return known;
    const next = missing.filter((n) => n >= number && !this.#done.has(n) && !this.#addresses.has(n)).slice(0, addressesAtOnce);
    const { parts } = await this.#ask('POST', `${this.address}/parts`, { numbers: next.length > 0 ? next : [number] });
    for (const address of parts as Address[]) this.#addresses.set(address.number, address.url);
    return this.#addresses.get(number) ?? '';
  }

  /** Says that all parts were sent. Empty when some are missing after all. */
  async #finish(): Promise<string> {
    const parts = Array.from(this.#tags, ([number, etag]) => ({ number, etag }));
    const answer = await this.#insist('POST', `${this.address}/finish`, { parts }, finishLimit);
    const body = await read(answer);
    if (answer.status === 409 && Array.isArray(body['missing'])) {
      for (const number of body['missing'] as number[]) {
        this.#done.delete(number);
        this.#tags.delete(number);
      }
      return '';
    }
    if (!answer.ok || body['state'] === 'refused') throw new Refused(String(body['detail'] ?? ''));
    return body['asset'] as string;
  }

  async #ask(method: 'GET' | 'POST', url: string, body?: unknown): Promise<Record<string, unknown>> {
    const answer = await this.#insist(method, url, body);
    const said = await read(answer);
    if (said['code'] === 'upload.over') await this.#goOn();
    if (!answer.ok) throw new Refused(String(reasons(said) || said['detail'] || ''));
    return said;
  }

  /** Sends until there is an answer that means something. */
  async #insist(method: 'GET' | 'POST', url: string, body?: unknown, limit?: number): Promise<Response> {
    for (let tries = 1; ; tries++) {
      this.#stop.signal.throwIfAborted();
      let status = 0;
      try {
        const answer = await this.#session.send(method, url, body, false, limit);
        if (!isPassing(answer.status)) return answer;
        status = answer.status;
      } catch {
        // No line.
      }
      await this.#patience(tries, status === diskFull ? 'full' : 'offline');
    }
  }

  /** Waits before the next try: shorter when the line comes back meanwhile, not at all when it is over. */
  #patience(tries: number, why: 'offline' | 'full'): Promise<void> {
    this.#tell({ state: why, sent: this.sent });
    const { signal } = this.#stop;
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        window.removeEventListener('online', done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = window.setTimeout(done, Math.min(patience(tries), 15_000));
      window.addEventListener('online', done);
      signal.addEventListener('abort', done);
    });
  }
}

async function read(answer: Response): Promise<Record<string, unknown>> {
  return (await answer.json().catch(() => ({}))) as Record<string, unknown>;
}

// What is wrong with single fields says more than that something is.
function reasons(problem: Record<string, unknown>): string {
  return Object.values((problem['fields'] as Record<string, string> | undefined) ?? {}).join(' ');
}
