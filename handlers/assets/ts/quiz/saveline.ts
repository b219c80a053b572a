import { words } from '../page/words';

export type SaveState = 'saved' | 'saving' | 'offline' | 'failed' | 'signedout';

/** The line that says whether the answer is safe. */
export class SaveLine {
  readonly #quiz: HTMLElement;
  readonly #line = document.getElementById('save');

  constructor(quiz: HTMLElement) {
    this.#quiz = quiz;
  }

  show(state: SaveState, at = new Date()): void {
    const text = this.#line?.querySelector('[data-save-text]');
    if (!this.#line || !text) return;
    this.#line.dataset['state'] = state === 'signedout' ? 'failed' : state;
    text.textContent = words(this.#quiz, state, { time: time(at) });
  }
}

const time = (at: Date): string => [at.getHours(), at.getMinutes(), at.getSeconds()].map((n) => String(n).padStart(2, '0')).join(':');
