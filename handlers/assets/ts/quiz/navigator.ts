import { words } from '../page/words';

/** The map of questions: which are answered, and how many. */
export class Navigator {
  readonly #quiz: HTMLElement;

  constructor(quiz: HTMLElement) {
    this.#quiz = quiz;
  }

  mark(slot: string, answered: boolean): void {
    const cell = this.#quiz.querySelector(`.qmap a[data-slot="${CSS.escape(slot)}"]`);
    if (!cell) return;
    cell.classList.toggle('ok', answered);
    const state = cell.querySelector('[data-cell-state]');
    if (state) state.textContent = words(state, answered ? 'ok' : 'blank');
    const count = this.#quiz.querySelector('[data-answered]');
    if (count) count.textContent = String(this.#quiz.querySelectorAll('.qmap a.ok').length);
  }
}
