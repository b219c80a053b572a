import { words } from '../page/words';

/**
 * Items that are put in order. Their buttons move them on the page, and the form says that it has changed; without script
 * each press is a post of its own.
 */
export class Sequence {
  readonly #list: HTMLElement;
  readonly #status: HTMLElement | null;

  constructor(list: HTMLElement) {
    this.#list = list;
    this.#status = list.parentElement?.querySelector<HTMLElement>('[data-sequence-status]') ?? null;
  }

  start(): void {
    this.#list.addEventListener('click', (event) => {
      const button = (event.target as Element).closest<HTMLButtonElement>('button[name="move"]');
      const item = button?.closest('li');
      if (!button || !item) return;
      event.preventDefault();
      this.#move(item, button.value.startsWith('up.'));
      button.focus();
    });
  }

  #move(item: HTMLElement, up: boolean): void {
    const other = up ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    if (up) other.before(item);
    else other.after(item);
    this.#say(item);
    this.#list.dispatchEvent(new Event('change', { bubbles: true }));
  }

  #say(item: HTMLElement): void {
    const place = [...this.#list.children].indexOf(item) + 1;
    if (this.#status) this.#status.textContent = words(this.#list, 'moved', { place });
  }
}
