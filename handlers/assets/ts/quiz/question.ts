import { newID } from '../page/id';
import { words } from '../page/words';
import { describe, fileRefused, isTyped, read, same, write, type Answer } from './answer';
import type { Navigator } from './navigator';
import type { Later, Outbox, Outcome, Save } from './outbox';
import type { SaveLine } from './saveline';

const typingPause = 800; // ms

/**
 * The question on the page. Saves go out one after another: the next one starts from the sequence that the server gave the
 * last, so this page never contradicts itself. The hidden fields follow, so that the form post is never stale either.
 */
export class Question {
  readonly #quiz: HTMLElement;
  readonly #form: HTMLFormElement;
  readonly #outbox: Outbox;
  readonly #line: SaveLine;
  readonly #map: Navigator;
  readonly #slot: string;
  #seq: number; // last one that the server has
  #saved: Answer | undefined; // what the server has, as far as this page knows
  #running: Promise<void> | undefined;
  #typing = 0;
  #conflict: Later | undefined;
  #closed = false;
  #leaving = false;
  #touched = false;
  readonly #restored: Promise<void>;

  constructor(quiz: HTMLElement, form: HTMLFormElement, outbox: Outbox, line: SaveLine, map: Navigator) {
    this.#quiz = quiz;
    this.#form = form;
    this.#outbox = outbox;
    this.#line = line;
    this.#map = map;
    this.#slot = form.dataset['slot'] ?? '';
    this.#seq = Number(form.dataset['seq'] ?? 0);
    this.#saved = read(form);
    this.#listen();
    this.#restored = this.#restore();
    outbox.leaveTo(this.#slot, () => void this.#save());
  }

  /** The time is over: sends what is there, then switches the fields off and says so. */
  async close(): Promise<void> {
    await this.#settle();
    this.#lock();
  }

  // An answer that never reached the server is newer than what the server drew, and older than what is being given.
  async #restore(): Promise<void> {
    const last = (await this.#outbox.unsent(this.#slot)).at(-1);
    if (last && !this.#touched) write(this.#form, last.response);
  }

  #listen(): void {
    for (const name of ['change', 'input']) this.#form.addEventListener(name, () => (this.#touched = true));
    this.#form.addEventListener('change', () => void this.#save());
    this.#form.addEventListener('input', (event) => {
      if (!isTyped(event.target)) return;
      this.#stopTyping();
      this.#typing = window.setTimeout(() => void this.#save(), typingPause);
    });
    this.#form.addEventListener('focusout', (event) => {
      if (isTyped(event.target)) void this.#save();
    });
    this.#form.addEventListener('submit', (event) => this.#submit(event));
    this.#quiz.querySelector('[data-stale-use]')?.addEventListener('click', () => this.#resolve(true));
    this.#quiz.querySelector('[data-stale-keep]')?.addEventListener('click', () => this.#resolve(false));
  }

  /** Saves until the server has what the form shows, or cannot have it now. */
  async #save(): Promise<void> {
    this.#stopTyping();
    this.#running ??= this.#work().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #work(): Promise<void> {
    await this.#restored;
    for (const save of await this.#outbox.unsent(this.#slot)) {
      if (!(await this.#sendOne(save))) return;
    }
    // While somebody is typing, their next pause saves.
    while (!this.#conflict && !this.#closed && this.#typing === 0) {
      const answer = read(this.#form);
      if (answer === undefined || same(answer, this.#saved)) return;
      if (!(await this.#sendOne(this.#makeSave(answer)))) return;
    }
  }

  #stopTyping(): void {
    clearTimeout(this.#typing);
    this.#typing = 0;
  }

  #makeSave(response: Answer): Save {
    return { op_id: newID(), seq: this.#seq + 1, response, slot: this.#slot, url: this.#form.dataset['url'] ?? '', made: Date.now() };
  }

  /** Reports whether more may be sent. */
  async #sendOne(save: Save): Promise<boolean> {
    if (this.#conflict || this.#closed) return false;
    return this.#accept(save, await this.#outbox.send(save));
  }

  #accept(save: Save, outcome: Outcome): boolean {
    switch (outcome.state) {
      case 'saved':
        this.#takeSaved(save, outcome.seq);
        return true;
      case 'stale':
        return this.#meetConflict(save, outcome.later);
      case 'checked':
        // Another page of this attempt has asked whether it is right: this one shows what that was told.
        void this.#outbox.drop(save).then(() => location.reload());
        return false;
      case 'closed':
        void this.#outbox.drop(save);
        this.#lock();
        return false;
      case 'refused':
        void this.#outbox.drop(save);
        if (save.response.asset !== undefined) this.#refuseFile(outcome.detail);
        return false;
      case 'waiting':
        return false;
    }
  }

  // A file that is not taken leaves what was handed in before.
  #refuseFile(detail: string): void {
    write(this.#form, this.#saved ?? { asset: '' });
    this.#form.dispatchEvent(new CustomEvent<string>(fileRefused, { detail }));
  }

  #takeSaved(save: Save, seq: number): void {
    if (seq < this.#seq) {
      // It had arrived in an earlier page, and the server has a later answer since: the one it drew.
      if (this.#saved && same(read(this.#form), save.response)) write(this.#form, this.#saved);
      return;
    }
    this.#seq = seq;
    this.#saved = save.response;
    this.#renewFields();
  }

  #meetConflict(save: Save, later: Later): boolean {
    void this.#outbox.drop(save);
    this.#seq = later.seq;
    this.#renewFields();
    if (same(later.response, read(this.#form))) {
      this.#saved = later.response;
      this.#line.show('saved');
      return true;
    }
    this.#conflict = later;
    const notice = this.#quiz.querySelector<HTMLElement>('[data-stale]');
    const held = notice?.querySelector('[data-stale-answer]');
    if (held) held.textContent = describe(this.#form, later.response, words(this.#quiz, 'blank'));
    if (notice) notice.hidden = false;
    notice?.focus();
    return false;
  }

  #resolve(useTheirs: boolean): void {
    const later = this.#conflict;
    if (!later) return;
    this.#conflict = undefined;
    this.#saved = later.response;
    if (useTheirs) {
      write(this.#form, later.response);
      this.#line.show('saved');
      this.#map.mark(this.#slot, true);
    }
    const notice = this.#quiz.querySelector<HTMLElement>('[data-stale]');
    if (notice) notice.hidden = true;
    this.#form.querySelector<HTMLElement>('input:checked, fieldset :is(textarea, select, input:not([type]), [type="text"])')?.focus();
    void this.#save();
  }

  /** Waits for saving to end; false when something is still on this device only. */
  async #settle(): Promise<boolean> {
    await this.#save();
    await this.#save(); // what changed while the first was ending
    return (await this.#outbox.unsent(this.#slot)).length === 0 && !this.#conflict;
  }

  #submit(event: SubmitEvent): void {
    if (this.#leaving) return;
    event.preventDefault();
    const submitter = event.submitter;
    void this.#settle().then((safe) => {
      if (this.#conflict) return this.#quiz.querySelector<HTMLElement>('[data-stale]')?.focus();
      if (!safe) return void this.#outbox.warn();
      this.#leaving = true;
      // A form ignores a second submission while the first is still being announced.
      window.setTimeout(() => this.#form.requestSubmit(submitter));
    });
  }

  #renewFields(): void {
    this.#form.dataset['seq'] = String(this.#seq);
    this.#setHidden('seq', String(this.#seq + 1));
    this.#setHidden('op_id', newID());
  }

  #setHidden(name: string, value: string): void {
    const field = this.#form.querySelector<HTMLInputElement>(`input[type="hidden"][name="${name}"]`);
    if (field) field.value = value;
  }

  #lock(): void {
    this.#closed = true;
    for (const set of this.#form.querySelectorAll('fieldset')) set.disabled = true;
    for (const button of this.#form.querySelectorAll<HTMLButtonElement>('button[type="submit"]')) button.disabled = true;
    const note = this.#quiz.querySelector<HTMLElement>('[data-deadline-note]');
    if (note) note.hidden = false;
    note?.focus();
  }
}
