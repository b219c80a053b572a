import { say } from '../page/live';
import { words } from '../page/words';

const spokenMinutes = [10, 5, 1];
const tolerance = 2500; // ms: answers tell whole seconds, and have been on their way

/** The time that is left by the server's clock. It can be hidden, and is spoken only at 10, 5 and 1 minutes and at the end. */
export class Timer {
  readonly #quiz: HTMLElement;
  readonly #box: HTMLElement | null;
  readonly #deadline: number; // by the server's clock
  #ahead: number; // ms, of the server's clock before this device's
  #last = Infinity;

  constructor(quiz: HTMLElement) {
    this.#quiz = quiz;
    this.#box = quiz.querySelector('.timer');
    const [deadline, server] = [Date.parse(quiz.dataset['deadline'] ?? ''), Date.parse(quiz.dataset['serverTime'] ?? '')];
    this.#deadline = deadline;
    this.#ahead = Number.isNaN(server) ? 0 : server - Date.now();
  }

  /** Takes the time that the server has told: somebody may have set this device's clock meanwhile. */
  correct(server: number): void {
    const ahead = server - Date.now();
    if (Math.abs(ahead - this.#ahead) > tolerance) this.#ahead = ahead;
  }

  /** Counts until the end, then calls `over` once. Without a deadline it does nothing. */
  start(over: () => void): void {
    if (!this.#box || Number.isNaN(this.#deadline)) return;
    this.#connectHiding(this.#box);
    const tick = (): void => {
      const left = Math.max(0, Math.ceil((this.#deadline - Date.now() - this.#ahead) / 1000));
      this.#show(left);
      if (left > 0) return;
      clearInterval(every);
      say(words(this.#quiz, 'over'));
      over();
    };
    const every = window.setInterval(tick, 1000);
    tick();
  }

  #show(left: number): void {
    const text = this.#box?.querySelector('[data-left]');
    if (text) text.textContent = digits(left);
    this.#box?.toggleAttribute('data-low', left <= 300);
    const passed = spokenMinutes.find((minutes) => left <= minutes * 60 && this.#last > minutes * 60);
    if (passed !== undefined && this.#last !== Infinity) say(words(this.#quiz, 'left', { n: passed }));
    this.#last = left;
  }

  #connectHiding(box: HTMLElement): void {
    const button = box.querySelector<HTMLButtonElement>('[data-timer]');
    if (!button) return;
    button.hidden = false;
    button.addEventListener('click', () => {
      const hidden = box.toggleAttribute('data-hidden');
      button.textContent = words(button, hidden ? 'show' : 'hide');
    });
  }
}

function digits(seconds: number): string {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n: number): string => String(n).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${two(m)}:${two(s)}`;
}
