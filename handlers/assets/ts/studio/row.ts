import { words } from '../page/words';
import type { Standing, Transfer } from './transfer';

const memory = 15_000; // ms over which the speed is measured

/** A file in the list of those on their way. */
export class Row {
  readonly #from: Element;
  readonly #item: HTMLElement;
  readonly #bytes: number;
  #seen: { at: number; sent: number }[] = [];

  static add(from: HTMLElement, file: File): Row {
    const blank = from.querySelector<HTMLTemplateElement>('template[data-row]')!;
    const item = (blank.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
    item.querySelector('[data-name]')!.textContent = file.name.normalize('NFC');
    from.querySelector('[data-list]')!.append(item);
    return new Row(from, item, file.size);
  }

  private constructor(from: Element, item: HTMLElement, bytes: number) {
    this.#from = from;
    this.#item = item;
    this.#bytes = bytes;
  }

  /** Stands where the upload stood that it goes on with. */
  takePlaceOf(broken: HTMLElement): void {
    broken.replaceWith(this.#item);
  }

  remove(): void {
    this.#item.remove();
  }

  connect(transfer: Transfer, resume: () => void, cancel: () => void): void {
    this.#button('pause').addEventListener('click', () => transfer.pause());
    this.#button('resume').addEventListener('click', resume);
    this.#button('cancel').addEventListener('click', cancel);
  }

  show(standing: Standing): void {
    this.#item.dataset['standing'] = standing.state;
    const sent = 'sent' in standing ? standing.sent : undefined;
    const bar = this.#item.querySelector('progress')!;
    if (sent !== undefined) bar.value = (100 * sent) / Math.max(1, this.#bytes);
    if (standing.state === 'checking' || standing.state === 'sent') bar.value = 100;
    const line = this.#item.querySelector('[data-state]')!;
    const text = this.#text(standing);
    if (line.textContent !== text) line.textContent = text;
    const over = standing.state === 'sent' || standing.state === 'refused';
    const paused = standing.state === 'paused';
    this.#toggle('pause', over || paused || standing.state === 'checking');
    this.#toggle('resume', !paused);
    this.#toggle('cancel', over || standing.state === 'checking');
  }

  #text(standing: Standing): string {
    if (standing.state === 'refused') return standing.detail;
    const gaps: Record<string, string | number> = {};
    if ('sent' in standing) gaps['percent'] = Math.floor((100 * standing.sent) / Math.max(1, this.#bytes));
    if (standing.state === 'sending') gaps['left'] = this.#left(standing.sent);
    return words(this.#from, standing.state, gaps);
  }

  /** Time left at the speed of the last seconds. */
  #left(sent: number): string {
    const now = performance.now();
    this.#seen = [...this.#seen.filter(({ at }) => now - at < memory), { at: now, sent }];
    const [first] = this.#seen;
    const speed = first && now > first.at ? (sent - first.sent) / (now - first.at) : 0;
    if (speed <= 0) return '…';
    const seconds = Math.ceil((this.#bytes - sent) / speed / 1000);
    return seconds < 90 ? words(this.#from, 'seconds', { n: seconds }) : words(this.#from, 'minutes', { n: Math.ceil(seconds / 60) });
  }

  #button(name: string): HTMLButtonElement {
    return this.#item.querySelector<HTMLButtonElement>(`[data-do=${name}]`)!;
  }

  // A button that hides hands the focus on to the one that appears.
  #toggle(name: string, hidden: boolean): void {
    const button = this.#button(name);
    const held = hidden && !button.hidden && document.activeElement === button;
    button.hidden = hidden;
    if (!held) return;
    const next = this.#button(name === 'pause' ? 'resume' : 'pause');
    next.hidden = false;
    next.focus();
  }
}
