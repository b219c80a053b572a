// Loaded by the lesson of an assignment: keeps what is written as it is written, on the server and, while that is out of
// reach, in this browser.
import { Keep } from './page/keep';
import { isPassing, patience, Session } from './page/session';
import { words } from './page/words';

const quiet = 1500; // ms without a key before a draft is sent

interface Kept {
  from: number;
  text: string;
}

/** The form of an assignment. Markup and attributes: handlers/assets/README.md, 10.2. */
class AssignmentElement extends HTMLElement {
  #form!: HTMLFormElement;
  #field!: HTMLTextAreaElement;
  #from!: HTMLInputElement;
  #session!: Session;
  #keep!: Keep;
  #sent = '';
  #tries = 0;
  #busy = false;
  #over = false;
  #waiting: HTMLElement | null | undefined;
  #timer: number | undefined;
  #connected = false;

  connectedCallback(): void {
    const form = this.querySelector('form');
    const field = form?.querySelector('textarea');
    if (this.#connected || !form || !field) return;
    this.#connected = true;
    this.#form = form;
    this.#field = field;
    this.#from = form.querySelector<HTMLInputElement>('[name="from"]')!;
    this.#session = new Session(form.querySelector<HTMLInputElement>('[name="_csrf"]')!.value);
    this.#keep = new Keep(`assignment.${this.dataset['user'] ?? ''}.`);
    this.#sent = field.defaultValue;
    this.#restore();
    field.addEventListener('input', () => this.#written());
    form.addEventListener('submit', (event) => this.#leave(event));
    window.addEventListener('pageshow', () => (this.#over = false));
    window.addEventListener('online', () => void this.#save());
    window.addEventListener('pagehide', () => this.#hold());
  }

  // What could not be sent last time comes back, unless something newer was saved elsewhere meanwhile.
  #restore(): void {
    const kept = this.#keep.get<Kept>(this.#lesson);
    this.#keep.remove(this.#lesson);
    if (!kept || kept.text === this.#field.value || String(kept.from) !== this.#from.value) return;
    this.#field.value = kept.text;
    this.#say(words(this, 'restored'));
    this.#written();
  }

  // The form takes the text along. A draft that is on its way comes first, or the two would stand in each other's way.
  #leave(event: SubmitEvent): void {
    window.clearTimeout(this.#timer);
    if (this.#busy) {
      event.preventDefault();
      this.#waiting = event.submitter;
      return;
    }
    this.#over = true;
  }

  #written(): void {
    this.#hold();
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#save(), quiet);
  }

  #hold(): void {
    if (this.#field.value === this.#sent) return this.#keep.remove(this.#lesson);
    this.#keep.set(this.#lesson, { from: Number(this.#from.value), text: this.#field.value } satisfies Kept);
  }

  async #save(): Promise<void> {
    const text = this.#field.value;
    if (this.#busy || this.#over || text === this.#sent) return;
    this.#busy = true;
    this.#say(words(this, 'saving'));
    const answer = await this.#session.send('PUT', `/api/v1/lessons/${this.#lesson}/submission`, { from: Number(this.#from.value), text }).catch(() => null);
    this.#busy = false;
    const waiting = this.#waiting;
    if (answer?.ok) this.#saved(text, (await answer.json()) as { version: number });
    if (waiting !== undefined) {
      this.#waiting = undefined;
      return this.#form.requestSubmit(waiting);
    }
    if (answer?.ok) return;
    if (!answer || isPassing(answer.status)) return this.#later();
    const problem = (await answer.json().catch(() => ({}))) as { detail?: string; title?: string };
    this.#say(answer.status === 409 ? words(this, 'stale') : (problem.detail ?? problem.title ?? ''));
  }

  #saved(text: string, draft: { version: number }): void {
    this.#tries = 0;
    this.#sent = text;
    this.#from.value = String(draft.version);
    this.#hold();
    const at = new Date();
    this.#say(words(this, 'saved', { time: [at.getHours(), at.getMinutes(), at.getSeconds()].map((n) => String(n).padStart(2, '0')).join(':') }));
    if (this.#field.value !== text) this.#written();
  }

  #later(): void {
    this.#tries++;
    this.#say(words(this, 'kept'));
    this.#timer = window.setTimeout(() => void this.#save(), patience(this.#tries));
  }

  get #lesson(): string {
    return this.dataset['lesson'] ?? '';
  }

  #say(text: string): void {
    const line = this.#form.querySelector('[data-saved]');
    if (line) line.textContent = text;
  }
}

customElements.define('pd-assignment', AssignmentElement);
