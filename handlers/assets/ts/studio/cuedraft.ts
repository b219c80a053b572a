import { Keep } from '../page/keep';
import { formatCues, parseCues } from './cues';

const idle = 400; // ms without a change after which a text is kept

/** What became of a text that was kept: it stands in the field again, or waits because somebody has saved another since. */
export type Finding = 'restored' | 'waiting' | undefined;

/** A text that is kept on this device until it is saved, under the mark of the one it was begun from. */
export class CueDraft {
  readonly #keep: Keep;
  readonly #key: string;
  readonly #field: HTMLTextAreaElement;
  readonly #saved: string;
  readonly #write: () => void;
  #earlier: string | undefined; // the key of a text that was begun from another one
  #timer = 0;

  /** `write` brings the field up to date. */
  constructor(editor: HTMLElement, field: HTMLTextAreaElement, write: () => void) {
    this.#keep = new Keep(`captions.${editor.dataset['user']}.${editor.dataset['key']}.`);
    this.#key = field.form?.querySelector<HTMLInputElement>('[name=was]')?.value ?? '';
    this.#field = field;
    this.#saved = editor.hasAttribute('data-returned') ? '' : field.value;
    this.#write = write;
  }

  find(): Finding {
    for (const key of this.#keep.keys()) {
      if (same(this.#kept(key), this.#saved)) this.#keep.remove(key);
      else if (key !== this.#key) this.#earlier = key;
    }
    const kept = this.#keep.get<string>(this.#key);
    if (kept === undefined) return this.#earlier === undefined ? undefined : 'waiting';
    this.#field.value = kept;
    return 'restored';
  }

  /** Puts the earlier text into the field whatever was saved since. */
  restore(): void {
    if (this.#earlier === undefined) return;
    this.#field.value = this.#kept(this.#earlier);
    this.flush();
    this.#keep.remove(this.#earlier);
  }

  /** Goes back to what was saved. */
  discard(): void {
    clearTimeout(this.#timer);
    for (const key of this.#keep.keys()) this.#keep.remove(key);
    this.#field.value = this.#saved;
  }

  /** Notes that something has changed. */
  changed(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.flush(), idle);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#write();
    if (this.#field.value === this.#saved) this.#keep.remove(this.#key);
    else this.#keep.set(this.#key, this.#field.value);
  }

  #kept(key: string): string {
    return this.#keep.get<string>(key) ?? '';
  }
}

// What has been saved comes back as the server writes it, without the cues that have no text.
function same(kept: string, saved: string): boolean {
  const bare = (text: string): string => {
    const cues = parseCues(text);
    return cues ? formatCues(cues.filter((cue) => cue.text.trim() !== '')) : text;
  };
  return kept === saved || bare(kept) === bare(saved);
}
