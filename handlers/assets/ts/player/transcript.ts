import { words } from '../page/words';
import type { Captions } from './captions';

interface Line {
  item: HTMLLIElement;
  start: number;
  end: number;
}

/** The transcript: follows the video, jumps on a click, can be searched, changes language with the captions. */
export class Transcript {
  readonly #video: HTMLVideoElement;
  readonly #captions: Captions;
  readonly #lists = [...document.querySelectorAll<HTMLOListElement>('[data-transcript]')];
  readonly #search = document.querySelector<HTMLInputElement>('[data-transcript-search]');
  readonly #follow = document.querySelector<HTMLButtonElement>('[data-transcript-follow]');
  #lines: Line[] = [];
  #current: Line | undefined;
  #following = true;

  constructor(video: HTMLVideoElement, captions: Captions) {
    this.#video = video;
    this.#captions = captions;
  }

  start(): void {
    if (this.#lists.length === 0) return;
    for (const list of this.#lists) this.#connectList(list);
    this.#captions.addEventListener('language', () => this.#showLanguage());
    this.#video.addEventListener('timeupdate', () => this.#markCurrent());
    this.#search?.addEventListener('input', () => this.#find());
    this.#search?.form?.addEventListener('submit', (event) => event.preventDefault());
    this.#follow?.addEventListener('click', () => this.#setFollowing(true));
    for (const link of document.querySelectorAll<HTMLElement>('[data-transcript-lang]')) {
      link.addEventListener('click', (event) => {
        event.preventDefault();
        this.#captions.speak(link.dataset['transcriptLang'] ?? '');
      });
    }
    this.#showLanguage();
  }

  #connectList(list: HTMLOListElement): void {
    list.addEventListener('click', (event) => {
      const item = (event.target as Element).closest<HTMLLIElement>('li[data-start]');
      if (!item) return;
      event.preventDefault();
      this.#video.currentTime = Number(item.dataset['start']);
      void this.#video.play().catch(() => undefined);
      this.#setFollowing(true);
    });
    // Scrolling by script fires none of these, so they mean the reader.
    for (const sign of ['wheel', 'touchmove', 'keydown']) {
      list.addEventListener(sign, () => this.#setFollowing(false), { passive: true });
    }
    list.addEventListener('pointerdown', (event) => {
      if (event.target === list) this.#setFollowing(false); // the scroll bar
    });
  }

  #showLanguage(): void {
    const lang = this.#captions.language;
    const shown = this.#lists.find((list) => list.lang === lang) ?? this.#lists[0];
    for (const list of this.#lists) list.hidden = list !== shown;
    for (const link of document.querySelectorAll<HTMLElement>('[data-transcript-lang]')) {
      if (link.dataset['transcriptLang'] === shown?.lang) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
    this.#lines = [...(shown?.querySelectorAll<HTMLLIElement>('li[data-start]') ?? [])].map((item) => ({
      item,
      start: Number(item.dataset['start']),
      end: Number(item.dataset['end']),
    }));
    this.#markCurrent();
    this.#find();
  }

  #markCurrent(): void {
    const now = this.#video.currentTime;
    const started = this.#video.played.length > 0 || now > 0;
    const line = started ? this.#lines.findLast((l) => l.start <= now + 0.05) : undefined;
    if (line === this.#current) return;
    if (this.#current) mark(this.#current.item, false);
    if (line) mark(line.item, true);
    this.#current = line;
    this.#scroll();
  }

  #scroll(): void {
    const item = this.#current?.item;
    const list = item?.closest('ol');
    if (!item || !list || !this.#following) return;
    const smooth = !matchMedia('(prefers-reduced-motion: reduce)').matches;
    const top = item.offsetTop - list.offsetTop - list.clientHeight / 3;
    list.scrollTo({ top, behavior: smooth ? 'smooth' : 'auto' });
  }

  #setFollowing(on: boolean): void {
    this.#following = on;
    if (this.#follow) this.#follow.hidden = on;
    if (on) this.#scroll();
  }

  #find(): void {
    const wanted = (this.#search?.value ?? '').normalize('NFC').trim().toLocaleLowerCase();
    let found = 0;
    for (const { item } of this.#lines) {
      const hits = highlight(item.querySelector<HTMLElement>('.tx'), wanted);
      item.hidden = wanted !== '' && hits === 0;
      found += hits;
    }
    const count = document.querySelector('[data-transcript-count]');
    if (count) count.textContent = wanted === '' ? '' : words(count, found > 0 ? 'found' : 'none', { n: found });
  }
}

function mark(item: HTMLLIElement, on: boolean): void {
  item.classList.toggle('on', on);
  const link = item.querySelector('a, button');
  if (on) link?.setAttribute('aria-current', 'true');
  else link?.removeAttribute('aria-current');
}

/** Marks every place of `wanted` in a line of plain text and says how many there are. */
function highlight(place: HTMLElement | null, wanted: string): number {
  if (!place) return 0;
  const text = place.textContent ?? '';
  const lower = text.toLocaleLowerCase();
  const parts: (string | Node)[] = [];
  let at = 0;
  let hits = 0;
  for (let next = wanted ? lower.indexOf(wanted) : -1; next >= 0; next = lower.indexOf(wanted, at)) {
    const hit = document.createElement('mark');
    hit.textContent = text.slice(next, next + wanted.length);
    parts.push(text.slice(at, next), hit);
    at = next + wanted.length;
    hits++;
  }
  if (hits > 0 || place.querySelector('mark')) place.replaceChildren(...parts, text.slice(at));
  return hits;
}
