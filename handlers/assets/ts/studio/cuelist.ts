import type { Cue } from './cues';
import { CueRow } from './cuerow';
import type { Pace } from './pace';

/** The rows of an editor in the order of their times, with what is to be said of them. */
export class CueList {
  readonly #editor: HTMLElement;
  readonly #list: HTMLElement;
  readonly #template: HTMLTemplateElement;
  readonly #pace: Pace;
  readonly #byItem = new WeakMap<Element, CueRow>();
  readonly #removed: Cue[] = [];
  rows: CueRow[] = [];
  warnings = 0;
  faults = 0;

  constructor(editor: HTMLElement, pace: Pace) {
    this.#editor = editor;
    this.#list = editor.querySelector('[data-list]')!;
    this.#template = editor.querySelector('template[data-row]')!;
    this.#pace = pace;
  }

  load(cues: Cue[]): void {
    this.rows = [...cues].sort((a, b) => a.start - b.start || 0).map((cue) => this.#make(cue));
    this.#list.replaceChildren(...this.rows.map((row) => row.item));
    this.warnings = this.faults = 0;
    for (const row of this.rows) this.review(row);
  }

  cues(): Cue[] {
    return this.rows.map(({ start, end, text }) => ({ start, end, text }));
  }

  rowOf(place: Element): CueRow | undefined {
    const item = place.closest('[data-row]');
    return item ? this.#byItem.get(item) : undefined;
  }

  /** The last row that begins at a time or before. */
  at(ms: number): CueRow | undefined {
    return this.rows[this.#place(ms) - 1];
  }

  beside(row: CueRow, step: number): CueRow | undefined {
    return this.rows[this.rows.indexOf(row) + step];
  }

  /** The first row after another, and then from the top, of which something is true. */
  find(is: (row: CueRow) => boolean, after?: CueRow): CueRow | undefined {
    const from = after ? this.rows.indexOf(after) + 1 : 0;
    return this.rows.slice(from).find(is) ?? this.rows.find(is);
  }

  insert(cue: Cue): CueRow {
    const row = this.#make(cue);
    this.#put(row);
    return row;
  }

  /** Takes a row away for good. */
  drop(row: CueRow): void {
    this.#take(row);
  }

  /** Takes a row away that can be brought back. */
  remove(row: CueRow): void {
    this.#take(row);
    this.#removed.push({ start: row.start, end: row.end, text: row.text });
  }

  get removed(): number {
    return this.#removed.length;
  }

  /** Brings the row back that was removed last. */
  restore(): CueRow | undefined {
    const cue = this.#removed.pop();
    return cue && this.insert(cue);
  }

  /** Judges a row anew. What it costs does not grow with the list. */
  review(row: CueRow): void {
    const next = row.item.nextElementSibling;
    const change = row.review(this.#pace, next ? this.#byItem.get(next) : undefined, this.#editor);
    this.warnings += change.warnings;
    this.faults += change.faults;
  }

  /** Brings a row whose times have changed to its place. */
  settle(row: CueRow): void {
    row.showTimes();
    const [before, after] = [this.beside(row, -1), this.beside(row, 1)];
    if ((before && before.start > row.start) || (after && after.start < row.start)) {
      const held = row.item.contains(document.activeElement) ? (document.activeElement as HTMLElement) : undefined;
      this.#take(row);
      this.#put(row);
      held?.focus();
      return;
    }
    this.#reviewFrom(before ?? row);
  }

  #make(cue: Cue): CueRow {
    const row = new CueRow(this.#template, cue);
    this.#byItem.set(row.item, row);
    return row;
  }

  #put(row: CueRow): void {
    const place = this.#place(row.start);
    const next = this.rows[place];
    this.rows.splice(place, 0, row);
    this.#list.insertBefore(row.item, next?.item ?? null);
    this.#reviewFrom(this.rows[place - 1] ?? row);
  }

  #take(row: CueRow): void {
    const before = this.beside(row, -1);
    this.rows.splice(this.rows.indexOf(row), 1);
    row.item.remove();
    this.warnings -= row.warnings.length;
    this.faults -= Number(!!row.fault);
    row.warnings = [];
    row.fault = undefined;
    if (before) this.#reviewFrom(before);
  }

  // A row's end meets the start of the next one.
  #reviewFrom(row: CueRow): void {
    this.review(row);
    const next = this.beside(row, 1);
    if (next) this.review(next);
  }

  /** How many rows begin at a time or before; those without one stand where they are. */
  #place(ms: number): number {
    let [low, high] = [0, this.rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.rows[middle]!.start > ms) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
