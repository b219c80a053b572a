import { say } from '../page/live';
import { words } from '../page/words';
import type { CueFilm } from './cuefilm';
import type { CueList } from './cuelist';
import type { CueRow } from './cuerow';

const fresh = 2000; // ms that a new row stands
const back = 2000; // ms of a jump

/** What can be done to the row that somebody is in: by the buttons, which move along to it, and by keys. */
export class CueTools {
  readonly #editor: HTMLElement;
  readonly #list: CueList;
  readonly #film: CueFilm;
  readonly #changed: () => void;
  readonly #bar: HTMLElement;
  #row: CueRow | undefined;

  constructor(editor: HTMLElement, list: CueList, film: CueFilm, changed: () => void) {
    this.#editor = editor;
    this.#list = list;
    this.#film = film;
    this.#changed = changed;
    this.#bar = editor.querySelector('[data-tools]')!;
    this.#connect(editor.querySelector<HTMLElement>('[data-list]')!);
  }

  /** Says how many rows there are, and how many of them want to be looked at. */
  count(): void {
    const line = this.#editor.querySelector('[data-count]')!;
    const text = words(this.#editor, 'count', { n: this.#list.rows.length, w: this.#list.warnings + this.#list.faults });
    if (line.textContent !== text) line.textContent = text;
    this.#show('next', this.#list.warnings + this.#list.faults > 0);
    this.#show('undo', this.#list.removed > 0);
  }

  nextWarning(): void {
    const row = this.#list.find((r) => r.warnings.length > 0 || r.fault !== undefined, this.#row);
    if (row) this.#enter(row);
  }

  #connect(list: HTMLElement): void {
    list.addEventListener('focusin', (event) => this.#choose(this.#list.rowOf(event.target as Element)));
    list.addEventListener('input', (event) => this.#typed(event.target as Element));
    list.addEventListener('change', (event) => this.#timed(event.target as Element));
    list.addEventListener('click', (event) => this.#clicked(event.target as Element));
    this.#bar.addEventListener('keydown', (event) => this.#walk(event));
    this.#editor.addEventListener('click', (event) => {
      const button = (event.target as Element).closest<HTMLButtonElement>('button[data-do]');
      if (button) this.#acts[button.dataset['do'] ?? '']?.();
    });
    this.#editor.addEventListener('keydown', (event) => this.#pressed(event));
  }

  readonly #acts: Record<string, () => void> = {
    start: () => this.#time('start'),
    end: () => this.#time('end'),
    play: () => this.#row && this.#film.play(this.#row),
    split: () => this.#split(),
    merge: () => this.#merge(),
    after: () => this.#add(this.#row?.end ?? this.#film.now),
    remove: () => this.#remove(),
    undo: () => this.#undo(),
    add: () => this.#addNow(),
  };

  // Places of keys, not letters: a Korean keyboard sends others.
  readonly #keys: Record<string, () => void> = {
    BracketLeft: () => this.#time('start'),
    BracketRight: () => this.#time('end'),
    KeyP: () => this.#film.toggle(),
    KeyR: () => this.#row && this.#film.play(this.#row),
    Comma: () => this.#film.seek(this.#film.now - back),
    Period: () => this.#film.seek(this.#film.now + back),
    Enter: () => this.#addNow(),
    ArrowUp: () => this.#step(-1),
    ArrowDown: () => this.#step(1),
  };

  #pressed(event: KeyboardEvent): void {
    const act = this.#keys[event.code];
    if (!act || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    act();
  }

  /** The buttons are one stop of the Tab key, with arrows between them. */
  #walk(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || event.altKey) return;
    event.preventDefault();
    const buttons = [...this.#bar.querySelectorAll('button')];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const to = buttons[(at + step + buttons.length) % buttons.length]!;
    for (const button of buttons) button.tabIndex = button === to ? 0 : -1;
    to.focus();
  }

  /** Brings the buttons to a row. What somebody has just pressed must not move away under the pointer. */
  #choose(row: CueRow | undefined): void {
    if (!row || row === this.#row) return;
    this.#row = row;
    const list = row.item.parentElement!;
    const before = row.item.getBoundingClientRect().top;
    row.item.querySelector('[data-place]')!.append(this.#bar);
    this.#bar.hidden = false;
    list.scrollTop += row.item.getBoundingClientRect().top - before;
  }

  #clicked(place: Element): void {
    const row = this.#list.rowOf(place);
    if (row && !place.closest('button')) this.#film.seek(row.start);
  }

  #typed(place: Element): void {
    const row = this.#list.rowOf(place);
    if (!row || place !== row.words) return;
    this.#list.review(row);
    this.#changed();
  }

  #timed(place: Element): void {
    const row = this.#list.rowOf(place);
    if (row?.take(place)) this.#settled(row);
  }

  #time(name: 'start' | 'end'): void {
    const row = this.#row;
    if (!row) return;
    row[name] = this.#film.now;
    row.showTimes();
    this.#settled(row);
    this.#touch();
    say(words(this.#editor, `said-${name}`, { t: row.item.querySelector<HTMLInputElement>(`[data-${name}]`)?.value ?? '' }));
  }

  #settled(row: CueRow): void {
    this.#list.settle(row);
    this.#changed();
  }

  // Tells the page that the form has changed, as typing would.
  #touch(): void {
    this.#editor.querySelector('[data-list]')?.dispatchEvent(new Event('input', { bubbles: true }));
  }

  #enter(row: CueRow): void {
    row.words.focus();
    row.item.scrollIntoView({ block: 'nearest' });
  }

  #step(step: number): void {
    const row = this.#row ? this.#list.beside(this.#row, step) : this.#list.rows[0];
    if (!row) return;
    this.#enter(row);
    if (this.#film.paused) this.#film.seek(row.start);
  }

  #add(start: number): void {
    const row = this.#list.insert({ start, end: start + fresh, text: '' });
    this.#changed();
    this.#touch();
    this.#enter(row);
  }

  /** A row from this moment on; the one that is still standing ends. */
  #addNow(): void {
    const now = this.#film.now;
    const standing = this.#list.at(now);
    if (standing && standing.start < now && standing.end > now) {
      standing.end = now;
      this.#list.settle(standing);
    }
    this.#add(now);
  }

  /** Parts a row where the caret is, and its time in the same measure. */
  #split(): void {
    const row = this.#row;
    if (!row) return;
    const [text, at] = [row.text, row.words.selectionStart];
    const share = at > 0 && at < text.length ? at / text.length : 0.5;
    const end = row.end;
    row.words.value = text.slice(0, at).trim();
    row.end = Math.round(row.start + (end - row.start) * share);
    const second = this.#list.insert({ start: row.end, end, text: text.slice(at).trim() });
    this.#settled(row);
    this.#touch();
    this.#enter(second);
  }

  #merge(): void {
    const row = this.#row;
    const next = row && this.#list.beside(row, 1);
    if (!row || !next) return;
    row.words.value = [row.text, next.text].filter((text) => text.trim() !== '').join('\n');
    row.end = Math.max(row.end, next.end);
    this.#list.drop(next);
    this.#settled(row);
    this.#touch();
    this.#enter(row);
  }

  #remove(): void {
    const row = this.#row;
    if (!row) return;
    const next = this.#list.beside(row, 1) ?? this.#list.beside(row, -1);
    this.#row = undefined;
    this.#bar.hidden = true;
    this.#editor.append(this.#bar);
    this.#list.remove(row);
    this.#changed();
    this.#touch();
    say(words(this.#editor, 'removed'));
    if (next) this.#enter(next);
    else this.#editor.querySelector<HTMLElement>('[data-do=undo]')?.focus();
  }

  #undo(): void {
    const row = this.#list.restore();
    if (!row) return;
    this.#changed();
    this.#touch();
    this.#enter(row);
  }

  #show(name: string, shown: boolean): void {
    const button = this.#editor.querySelector<HTMLElement>(`[data-do=${name}]`);
    if (button) button.hidden = !shown;
  }
}
