import type { Cue } from './cues';

/** What makes a cue hard to read; each has its sentence in `data-text-NAME`. */
export type Warning = 'fast' | 'short' | 'long' | 'overlap' | 'wide' | 'lines' | 'empty';

/** What a cue cannot be saved with. */
export type Fault = 'time' | 'end' | 'beyond';

const wide = /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const slack = 500; // ms that the last cue may stand longer than the film

/** Judges cues by the limits that the server hands over, as the server does (media/captions_pace.go). */
export class Pace {
  readonly #limit: (name: string) => number;

  constructor(from: HTMLElement) {
    const limits = new Map(Object.entries(from.dataset).map(([name, value]) => [name, Number(value)]));
    this.#limit = (name) => limits.get(name) ?? Infinity;
  }

  warnings(cue: Cue, next: Cue | undefined): Warning[] {
    const text = cue.text.trim();
    if (text === '') return ['empty'];
    const shown = cue.end - cue.start;
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    const rules: [Warning, boolean][] = [
      ['fast', this.#room(lines.join(''), 'PerSecond') * 1000 > shown],
      ['short', shown < this.#limit('shortest')],
      ['long', shown > this.#limit('longest')],
      ['overlap', next !== undefined && next.start < cue.end],
      ['wide', lines.some((line) => this.#room(line.trim(), 'PerLine') > 1)],
      ['lines', lines.length > this.#limit('lines')],
    ];
    return rules.filter(([, broken]) => broken).map(([name]) => name);
  }

  fault({ start, end }: Cue): Fault | undefined {
    if (Number.isNaN(start) || Number.isNaN(end)) return 'time';
    if (end <= start) return 'end';
    const film = this.#limit('film') || Infinity;
    return start >= film || end > film + slack ? 'beyond' : undefined;
  }

  /** How many seconds, or lines, a text fills. */
  #room(text: string, per: 'PerSecond' | 'PerLine'): number {
    const characters = [...text.normalize('NFC')];
    const wides = characters.filter((c) => wide.test(c)).length;
    const [w, n] = [this.#limit(`wide${per}`), this.#limit(`narrow${per}`)];
    return (wides * n + (characters.length - wides) * w) / (w * n);
  }
}
