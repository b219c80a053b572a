import { Keep } from '../page/keep';

/** "Look at this again" marks. They are the learner's own and stay on the device. */
export class Flags {
  readonly #quiz: HTMLElement;
  readonly #kept: Keep;

  constructor(quiz: HTMLElement, attempt: string) {
    this.#quiz = quiz;
    this.#kept = new Keep(`flags.${attempt}.`);
  }

  start(): void {
    for (const slot of this.#kept.keys()) this.#show(slot, true);
    const button = this.#quiz.querySelector<HTMLButtonElement>('[data-flag]');
    const slot = this.#quiz.querySelector<HTMLElement>('form[data-slot]')?.dataset['slot'];
    if (!button || slot === undefined) return;
    button.hidden = false;
    button.setAttribute('aria-pressed', String(this.#kept.get(slot) === true));
    button.addEventListener('click', () => this.#toggle(button, slot));
  }

  #toggle(button: HTMLButtonElement, slot: string): void {
    const on = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', String(on));
    if (on) this.#kept.set(slot, true);
    else this.#kept.remove(slot);
    this.#show(slot, on);
  }

  #show(slot: string, on: boolean): void {
    const mark = this.#quiz.querySelector<HTMLElement>(`.qmap a[data-slot="${CSS.escape(slot)}"] [data-flag-mark]`);
    if (mark) mark.hidden = !on;
  }
}
