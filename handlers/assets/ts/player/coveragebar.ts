import { say } from '../page/live';
import { words } from '../page/words';
import { clock, spoken } from './clock';
import { gaps, type Interval } from './intervals';

/** Shows what was watched: the bar, the percentage, the gaps to go back to, and that it is enough. */
export class CoverageBar {
  readonly #root: HTMLElement;
  readonly #video: HTMLVideoElement;
  readonly #length: number;
  #covered: boolean;

  constructor(root: HTMLElement, video: HTMLVideoElement) {
    this.#root = root;
    this.#video = video;
    this.#length = Number(root.dataset['duration'] ?? 0);
    this.#covered = Number(root.dataset['percent'] ?? 0) >= this.#threshold;
    video.addEventListener('timeupdate', () => this.#showPosition());
  }

  /** Shows the server's count. `ranges` are in order and do not touch. */
  show(ranges: Interval[], percent: number): void {
    this.#showRanges(ranges);
    this.#showGaps(gaps(ranges, this.#length, 1));
    for (const place of document.querySelectorAll('[data-coverage-percent]')) {
      place.textContent = words(this.#root, 'percent', { percent: Math.floor(percent) });
    }
    if (percent >= this.#threshold && !this.#covered) this.#celebrate(percent);
  }

  /** Says in words why something was not counted, or that it waits; an empty text takes the note away. */
  note(text: string): void {
    const note = document.querySelector<HTMLElement>('[data-coverage-note]');
    if (!note) return;
    (note.querySelector('[data-note-text]') ?? note).textContent = text;
    note.hidden = text === '';
  }

  get #threshold(): number {
    return Number(this.#root.dataset['threshold'] ?? 100);
  }

  #showPosition(): void {
    document.querySelector('[data-coverage-at]')?.setAttribute('x', this.#video.currentTime.toFixed(1));
  }

  #showRanges(ranges: Interval[]): void {
    document.querySelector('[data-coverage-ranges]')?.replaceChildren(
      ...ranges.map(([from, to]) => {
        const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
        const shape = { class: 'in', x: String(from), y: '0', width: String(to - from), height: '8' };
        for (const [name, value] of Object.entries(shape)) rect.setAttribute(name, value);
        return rect;
      }),
    );
  }

  #showGaps(missing: Interval[]): void {
    const box = document.querySelector<HTMLElement>('[data-coverage-missing]');
    if (box) box.hidden = missing.length === 0;
    const list = document.querySelector('[data-coverage-gaps]');
    // A list that a person is walking through with the keyboard is not pulled away.
    if (!list || list.contains(document.activeElement)) return;
    list.replaceChildren(...missing.map((gap) => this.#gapItem(gap)));
  }

  #gapItem([from, to]: Interval): HTMLLIElement {
    const item = document.createElement('li');
    const link = document.createElement('a');
    link.className = 'chip num';
    link.href = `?t=${Math.floor(from)}`;
    link.dataset['seek'] = String(from);
    link.textContent = `${clock(from)}–${clock(to)}`;
    link.setAttribute('aria-label', words(this.#root, 'gap', { from: spoken(this.#root, from), to: spoken(this.#root, to) }));
    item.append(link);
    return item;
  }

  #celebrate(percent: number): void {
    this.#covered = true;
    for (const part of document.querySelectorAll<HTMLElement>('[data-covered-note]')) part.hidden = false;
    this.#markOutline();
    say(words(this.#root, 'covered'));
    this.#root.dispatchEvent(new CustomEvent('pd:covered', { bubbles: true, detail: { percent } }));
  }

  #markOutline(): void {
    const item = document.querySelector(`.outline li[data-lesson="${CSS.escape(this.#root.dataset['lesson'] ?? '')}"]`);
    if (!item) return;
    item.classList.add('done');
    item.querySelector('use')?.setAttribute('href', this.#root.dataset['iconDone'] ?? '');
    const state = item.querySelector('[data-state]');
    if (state) state.textContent = words(this.#root, 'done');
  }
}
