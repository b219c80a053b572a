import { say } from '../page/live';
import { words } from '../page/words';
import { CueDraft, type Finding } from './cuedraft';
import { CueFilm } from './cuefilm';
import { CueList } from './cuelist';
import type { CueRow } from './cuerow';
import { CueTools } from './cuetools';
import { formatCues, parseCues, type Cue } from './cues';
import { Pace } from './pace';

type View = 'rows' | 'text';

/**
 * Captions as a list of rows beside the film, in step with the text field of their form, which is what is sent. Markup and
 * texts: handlers/assets/README.md, 15.
 */
export class CuesElement extends HTMLElement {
  #field!: HTMLTextAreaElement;
  #list!: CueList;
  #tools!: CueTools;
  #draft!: CueDraft;
  #film!: CueFilm;
  #view: View = 'text';
  #behind = false; // the field does not have yet what the rows have
  #playing: CueRow | undefined;

  connectedCallback(): void {
    const field = this.querySelector<HTMLTextAreaElement>('textarea[name=captions]');
    if (!field?.form || this.#field || field.readOnly) return;
    this.#field = field;
    this.#film = new CueFilm(document.querySelector<HTMLVideoElement>('video[data-film]'));
    this.#list = new CueList(this, new Pace(this));
    this.#tools = new CueTools(this, this.#list, this.#film, () => this.#changed());
    this.#draft = new CueDraft(this, field, () => this.#write());
    this.#connect(field.form);
    for (const part of this.querySelectorAll<HTMLElement>('[data-scripted]')) part.hidden = false;
    if (this.hasAttribute('data-returned')) this.#begin(field);
    else this.#showFinding(this.#draft.find());
    this.#open(field.hasAttribute('aria-invalid') ? 'text' : 'rows');
  }

  /** What came back unsaved is kept again. */
  #begin(field: HTMLTextAreaElement): void {
    this.#draft.flush();
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }

  /** The captions as they stand now; none where the text does not part into cues. */
  cues(): Cue[] {
    return this.#view === 'rows' ? this.#list.cues() : (parseCues(this.#field.value) ?? []);
  }

  #connect(form: HTMLFormElement): void {
    form.addEventListener('submit', (event) => this.#submit(event));
    this.#field.addEventListener('input', () => this.#typed());
    this.addEventListener('click', (event) => {
      const button = (event.target as Element).closest<HTMLButtonElement>('button[data-do]');
      if (button) this.#do(button.dataset['do'] ?? '');
    });
    this.#film.follow(() => this.#follow());
    document.addEventListener('visibilitychange', () => {
      if (this.#behind) this.#draft.flush();
    });
    window.addEventListener('pagehide', () => {
      if (this.#behind) this.#draft.flush();
    });
  }

  #do(name: string): void {
    const acts: Record<string, () => void> = {
      rows: () => this.#open('rows'),
      text: () => this.#open('text'),
      next: () => this.#tools.nextWarning(),
      draft: () => this.#copyTimes(),
      restore: () => this.#resume(() => this.#draft.restore()),
      discard: () => this.#resume(() => this.#draft.discard()),
    };
    acts[name]?.();
  }

  /** Shows the captions as rows or as text; a text that does not part into cues stays one. */
  #open(view: View): void {
    if (view === 'text') this.#write();
    const cues = view === 'rows' ? parseCues(this.#field.value) : undefined;
    this.#view = cues ? 'rows' : 'text';
    if (cues) this.#list.load(cues);
    this.#tell(view === 'rows' && !cues ? words(this, 'unreadable') : '');
    for (const button of this.querySelectorAll<HTMLElement>('[data-do=rows], [data-do=text]')) {
      button.setAttribute('aria-pressed', String(button.dataset['do'] === this.#view));
    }
    for (const part of this.querySelectorAll<HTMLElement>('[data-view]')) part.hidden = part.dataset['view'] !== this.#view;
    this.#tools.count();
  }

  /** A file was chosen, or somebody writes into the text. */
  #typed(): void {
    if (this.#view === 'rows') this.#open('rows');
    this.#draft.changed();
  }

  #changed(): void {
    this.#behind = true;
    this.#tools.count();
    this.#tell('');
    this.#draft.changed();
  }

  #write(): void {
    if (!this.#behind) return;
    this.#behind = false;
    this.#field.value = formatCues(this.#list.cues());
  }

  #submit(event: SubmitEvent): void {
    const shift = event.submitter?.hasAttribute('data-shift') ?? false;
    if (this.#view === 'rows' && (shift || this.#list.faults > 0)) {
      event.preventDefault();
      if (shift) this.#shift(this.#field.form!);
      else this.#refuse();
      return;
    }
    this.#draft.flush();
  }

  #refuse(): void {
    const row = this.#list.find((r) => r.fault !== undefined);
    if (!row?.fault) return;
    row.focusFault();
    this.#tell(words(this, 'refused', { n: this.#list.rows.indexOf(row) + 1, why: words(this, row.fault) }));
  }

  /** Moves the captions here, as the server would: what is not saved yet stays so. */
  #shift(form: HTMLFormElement): void {
    const typed = (name: string): number => Number(form.querySelector<HTMLInputElement>(`[data-${name}]`)?.value.trim().replace(',', '.'));
    const [by, from] = [Math.round(typed('seconds') * 1000), typed('from') - 1];
    const cues = this.#list.cues();
    const first = cues[from];
    if (!by || !first || first.start + by < 0) return this.#tell(words(this, !by ? 'seconds' : first ? 'before' : 'from'));
    this.#list.load(cues.map((cue, i) => (i < from ? cue : { ...cue, start: cue.start + by, end: cue.end + by })));
    this.#changed();
    this.#dirty();
    say(words(this, 'shifted', { n: cues.length - from }));
  }

  /** Adds an empty row for each cue of the other language that has none here, and shows the originals. */
  #copyTimes(): void {
    const there = document.querySelector<CuesElement>(`pd-cues[data-lang="${this.dataset['other']}"]`)?.cues() ?? [];
    const other = there.filter((cue) => cue.end > cue.start);
    const mine = this.#list.cues();
    const meets = (a: Cue, b: Cue): boolean => a.start < b.end && b.start < a.end;
    const missing = other.filter((cue) => !mine.some((m) => meets(m, cue)));
    this.#list.load([...mine, ...missing.map((cue) => ({ ...cue, text: '' }))]);
    for (const row of this.#list.rows) row.showOriginal(other.filter((cue) => meets(row, cue)).map((cue) => cue.text).join(' '));
    if (missing.length > 0) {
      this.#changed();
      this.#dirty();
    }
    say(words(this, 'copied', { n: missing.length }));
    this.#list.find((row) => row.text === '')?.words.focus();
  }

  // What a button changes is as unsaved as what is typed.
  #dirty(): void {
    this.querySelector('[data-list]')?.dispatchEvent(new Event('input', { bubbles: true }));
  }

  #resume(change: () => void): void {
    this.#behind = false;
    change();
    this.#showFinding(undefined);
    this.#open('rows');
    this.#draft.changed();
  }

  #showFinding(finding: Finding): void {
    const notice = this.querySelector<HTMLElement>('[data-kept]')!;
    notice.hidden = !finding;
    notice.querySelector('[data-kept-text]')!.textContent = finding ? words(this, finding) : '';
    notice.querySelector<HTMLElement>('[data-do=restore]')!.hidden = finding !== 'waiting';
    if (finding === 'restored') this.#field.dispatchEvent(new Event('input', { bubbles: true }));
  }

  #tell(text: string): void {
    const line = this.querySelector<HTMLElement>('[data-fault]')!;
    line.hidden = text === '';
    line.querySelector('span')!.textContent = text;
  }

  /** Marks the row that is being played, and keeps it in sight unless somebody is writing. */
  #follow(): void {
    const now = this.#film.now;
    const last = this.#list.at(now);
    const row = last && last.end > now ? last : undefined;
    if (row === this.#playing) return;
    this.#playing?.item.removeAttribute('aria-current');
    row?.item.setAttribute('aria-current', 'true');
    this.#playing = row;
    const list = row?.item.parentElement;
    if (row && list && !this.#film.paused && !list.contains(document.activeElement)) list.scrollTop = row.item.offsetTop - list.offsetTop;
  }
}
