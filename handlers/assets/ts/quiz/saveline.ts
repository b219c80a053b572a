import { words } from '../page/words';

export type SaveState = 'saved' | 'saving' | 'offline' | 'failed' | 'signedout';

/** The line that says whether the answer is safe. */
export class SaveLine {
  readonly #quiz: HTMLElement;
  readonly #line = document.getElementById('save');
  #keeping = true;

  constructor(quiz: HTMLElement) {
    this.#quiz = quiz;
  }

  show(state: SaveState, at = new Date()): void {
    const text = this.#line?.querySelector('[data-save-text]');
    if (!this.#line || !text) return;
    this.#line.dataset['state'] = state === 'signedout' ? 'failed' : state;
    const name = state === 'offline' && !this.#keeping ? 'offline-here' : state;
    text.textContent = words(this.#quiz, name, { time: time(at) });
  }

  /** Changes the words that say answers are kept on this device: they are in this page only. */
  keepNothing(): void {
    this.#keeping = false;
    for (const part of this.#quiz.querySelectorAll<HTMLElement>('[data-kept]')) {
      part.hidden = part.dataset['kept'] !== 'here';
    }
  }
}

const time = (at: Date): string => [at.getHours(), at.getMinutes(), at.getSeconds()].map((n) => String(n).padStart(2, '0')).join(':');
