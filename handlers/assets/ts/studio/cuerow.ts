import { words } from '../page/words';
import { readTime, writeTime, type Cue } from './cues';
import type { Fault, Pace, Warning } from './pace';

let made = 0;

/** A caption as a line of fields. */
export class CueRow implements Cue {
  readonly item: HTMLLIElement;
  readonly words: HTMLTextAreaElement;
  start: number;
  end: number;
  warnings: Warning[] = [];
  fault: Fault | undefined;
  readonly #times: { start: HTMLInputElement; end: HTMLInputElement };
  readonly #notes: HTMLElement;
  readonly #error: HTMLElement;

  constructor(template: HTMLTemplateElement, cue: Cue) {
    this.item = template.content.firstElementChild!.cloneNode(true) as HTMLLIElement;
    this.words = this.item.querySelector('textarea')!;
    this.#times = { start: this.item.querySelector('[data-start]')!, end: this.item.querySelector('[data-end]')! };
    this.#notes = this.item.querySelector('[data-warnings]')!;
    this.#error = this.item.querySelector('[data-error]')!;
    this.#notes.id = `cue-${++made}-w`;
    this.#error.id = `cue-${made}-e`;
    this.start = cue.start;
    this.end = cue.end;
    this.words.value = cue.text;
    this.showTimes();
  }

  get text(): string {
    return this.words.value;
  }

  /** Takes what was typed into a field of time; reports whether it was one. */
  take(field: Element): boolean {
    for (const name of ['start', 'end'] as const) {
      if (this.#times[name] !== field) continue;
      this[name] = readTime(this.#times[name].value);
      if (!Number.isNaN(this[name])) this.#times[name].value = writeTime(this[name]);
      return true;
    }
    return false;
  }

  showTimes(): void {
    for (const name of ['start', 'end'] as const) this.#times[name].value = writeTime(this[name]);
  }

  /** Judges the row anew and answers how many warnings and faults it has more than before. */
  review(pace: Pace, next: Cue | undefined, texts: Element): { warnings: number; faults: number } {
    const [warned, failed] = [this.warnings, this.fault];
    this.fault = pace.fault(this);
    this.warnings = this.fault ? [] : pace.warnings(this, next);
    if (warned.join() !== this.warnings.join()) this.#showWarnings(texts);
    if (failed !== this.fault) this.#showFault(texts);
    return { warnings: this.warnings.length - warned.length, faults: Number(!!this.fault) - Number(!!failed) };
  }

  /** Puts the focus where the fault is. */
  focusFault(): void {
    (Number.isNaN(this.start) ? this.#times.start : this.#times.end).focus();
  }

  showOriginal(text: string): void {
    const place = this.item.querySelector<HTMLElement>('[data-original]')!;
    place.querySelector('span:last-child')!.textContent = text;
    place.hidden = text === '';
  }

  #showWarnings(texts: Element): void {
    const blank = texts.querySelector<HTMLTemplateElement>('template[data-warning]')!;
    this.#notes.replaceChildren(
      ...this.warnings.map((name) => {
        const line = blank.content.firstElementChild!.cloneNode(true) as HTMLElement;
        line.querySelector('span')!.textContent = words(texts, name);
        return line;
      }),
    );
    if (this.warnings.length > 0) this.words.setAttribute('aria-describedby', this.#notes.id);
    else this.words.removeAttribute('aria-describedby');
  }

  #showFault(texts: Element): void {
    this.#error.hidden = !this.fault;
    this.#error.querySelector('span')!.textContent = this.fault ? words(texts, this.fault) : '';
    for (const field of Object.values(this.#times)) {
      field.removeAttribute('aria-invalid');
      field.removeAttribute('aria-describedby');
      if (!this.fault) continue;
      field.setAttribute('aria-invalid', 'true');
      field.setAttribute('aria-describedby', this.#error.id);
    }
  }
}
