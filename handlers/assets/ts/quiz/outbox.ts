import { isPassing, patience, type Session } from '../page/session';
import { isBlank, type Answer } from './answer';
import type { Navigator } from './navigator';
import type { SaveLine } from './saveline';
import type { Unsent } from './unsent';

/** One save of one slot. The same `op_id` sent twice is one save. */
export interface Save {
  op_id: string;
  seq: number;
  response: Answer;
  slot: string;
  url: string;
  made: number; // ms since 1970
}

/** What the server holds when it refuses a save because a later one came from elsewhere. */
export interface Later {
  seq: number;
  response: Answer;
}

/** How a save ended. "checked": its answer was fixed before. "waiting": it is kept on the device and will be tried again. */
export type Outcome =
  | { state: 'saved'; seq: number }
  | { state: 'stale'; later: Later }
  | { state: 'refused'; detail: string }
  | { state: 'closed' | 'checked' | 'waiting' };

// An exam is short: answers try again every 8 s at the latest.
const mostPatience = 3;

/**
 * Answers on their way to the server. Each is stored on the device before it is sent and stays there until the server has
 * answered, so neither a lost connection nor a closed page loses one; any page of the attempt sends what is left.
 */
export class Outbox {
  readonly #quiz: HTMLElement;
  readonly #kept: Unsent;
  readonly #session: Session;
  readonly #line: SaveLine;
  readonly #map: Navigator;
  #tries = 0;
  #retry = 0;
  #owner: string | undefined; // slot that the page's own question sends itself
  #again: () => void = () => void this.sendRest();
  #heard: (at: number) => void = () => undefined;

  constructor(quiz: HTMLElement, kept: Unsent, session: Session, line: SaveLine, map: Navigator) {
    this.#quiz = quiz;
    this.#kept = kept;
    this.#session = session;
    this.#line = line;
    this.#map = map;
  }

  /** Leaves the saves of one slot to the question on the page, which is called when it is time to try again. */
  leaveTo(slot: string, again: () => void): void {
    this.#owner = slot;
    this.#again = () => {
      again();
      void this.sendRest();
    };
  }

  /** Tells what time it is by the server's clock, in ms since 1970, with every answer. */
  tellTime(heard: (at: number) => void): void {
    this.#heard = heard;
  }

  start(): void {
    const anew = (): void => {
      this.#tries = 0;
      this.#again();
    };
    window.addEventListener('online', anew);
    window.addEventListener('pageshow', (event) => event.persisted && anew());
    window.addEventListener('beforeunload', (event) => this.#kept.fleeting && event.preventDefault());
    this.#kept.whenRefused(() => this.#line.keepNothing());
    this.#again();
    void this.#showUnsent();
  }

  /** Saves of a slot that were never acknowledged, oldest first. */
  async unsent(slot: string): Promise<Save[]> {
    return (await this.#kept.all()).filter((save) => save.slot === slot);
  }

  async drop(save: Save): Promise<void> {
    await this.#kept.remove(save);
    await this.#showUnsent();
  }

  /** Stores a save and sends it. */
  async send(save: Save): Promise<Outcome> {
    this.#line.show('saving');
    await this.#kept.put(save);
    let answer: Response;
    try {
      answer = await this.#session.send('PUT', save.url, { op_id: save.op_id, seq: save.seq, response: save.response });
    } catch {
      return this.#wait('offline');
    }
    this.#heard(Date.parse(answer.headers.get('Date') ?? ''));
    if (isPassing(answer.status)) return this.#wait('offline');
    if (answer.status === 401 || answer.status === 403) return this.#wait('signedout');
    return this.#conclude(save, answer);
  }

  /** Sends what is left of other slots. Reports whether each got an answer. */
  async sendRest(): Promise<boolean> {
    for (const save of (await this.#kept.all()).filter((s) => s.slot !== this.#owner)) {
      const outcome = await this.send(save);
      if (outcome.state === 'waiting') return false;
      // Somebody answered later elsewhere: only the page of that question can ask which answer holds, so it stays stored.
      if (outcome.state !== 'stale') await this.drop(save);
    }
    await this.#showUnsent();
    return true;
  }

  /** Keeps a form from leaving while answers wait on this device. */
  holdUntilSent(form: HTMLFormElement): void {
    let done = false;
    form.addEventListener('submit', (event) => {
      if (done) return;
      event.preventDefault();
      const submitter = event.submitter;
      void this.sendRest().then((sent) => {
        done = sent;
        if (!sent) return this.warn();
        // A form ignores a second submission while the first is still being announced.
        window.setTimeout(() => form.requestSubmit(submitter));
      });
    });
  }

  /** Points at the notice that answers are still on this device only. */
  async warn(): Promise<void> {
    await this.#showUnsent();
    this.#quiz.querySelector<HTMLElement>('[data-unsent]')?.focus();
  }

  async #conclude(save: Save, answer: Response): Promise<Outcome> {
    const body = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
    if (answer.ok) {
      this.#tries = 0;
      await this.drop(save);
      this.#line.show('saved', moment(body['saved_at']));
      this.#map.mark(save.slot, !isBlank(save.response));
      return { state: 'saved', seq: typeof body['seq'] === 'number' ? body['seq'] : save.seq };
    }
    this.#line.show('failed');
    if (answer.status === 409 && body['code'] === 'stale') return { state: 'stale', later: later(body) };
    if (body['code'] === 'assessment.answer_checked') return { state: 'checked' };
    return answer.status === 409 ? { state: 'closed' } : { state: 'refused', detail: reason(body) };
  }

  #wait(why: 'offline' | 'signedout'): Outcome {
    this.#line.show(why);
    void this.#showUnsent();
    clearTimeout(this.#retry);
    this.#retry = window.setTimeout(() => this.#again(), patience(Math.min(++this.#tries, mostPatience)));
    return { state: 'waiting' };
  }

  async #showUnsent(): Promise<void> {
    const notice = this.#quiz.querySelector<HTMLElement>('[data-unsent]');
    if (notice) notice.hidden = (await this.#kept.all()).length === 0;
  }
}

function reason(problem: Record<string, unknown>): string {
  const fields = (problem['fields'] ?? {}) as Record<string, string>;
  return fields['response'] ?? String(problem['detail'] ?? '');
}

function moment(text: unknown): Date {
  const at = new Date(typeof text === 'string' ? text : NaN);
  return Number.isNaN(at.getTime()) ? new Date() : at;
}

function later(body: Record<string, unknown>): Later {
  const held = (body['current'] ?? body) as Partial<Later>;
  return { seq: held.seq ?? 0, response: held.response ?? {} };
}
