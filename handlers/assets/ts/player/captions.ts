import { Keep } from '../page/keep';

interface Choice {
  on: boolean;
  lang: string;
}

/**
 * Captions in our own line, which follows the text size of the page and never covers the controls. On iPhones, where only
 * the bare video goes full screen, the browser's own captions take over for that time.
 */
export class Captions extends EventTarget {
  readonly #root: HTMLElement;
  readonly #video: HTMLVideoElement;
  readonly #line: HTMLElement | null;
  readonly #button: HTMLElement | null;
  readonly #settings = new Keep('player.');
  #choice: Choice;
  #native = false;

  constructor(root: HTMLElement, video: HTMLVideoElement) {
    super();
    this.#root = root;
    this.#video = video;
    this.#line = root.querySelector('[data-cap]');
    this.#button = root.querySelector('[data-act="captions"]');
    this.#choice = { on: this.#settings.get<boolean>('captions') ?? true, lang: this.#startLanguage() };
    for (const track of this.#tracks()) track.addEventListener('cuechange', () => this.#show());
    // The browser may switch the default track on after us.
    video.textTracks.addEventListener('change', () => this.#apply());
    video.addEventListener('webkitbeginfullscreen', () => this.#useNative(true));
    video.addEventListener('webkitendfullscreen', () => this.#useNative(false));
    this.#apply();
  }

  /** Language of the captions and of the transcript, such as "ko". */
  get language(): string {
    return this.#choice.lang;
  }

  toggle(): void {
    this.#choice.on = !this.#choice.on;
    this.#settings.set('captions', this.#choice.on);
    this.#apply();
  }

  /** Chooses a language for captions and transcript; listeners of "language" are told. */
  speak(lang: string): void {
    this.#choice.lang = lang;
    this.#settings.set('captions-language', lang);
    this.#apply();
    this.dispatchEvent(new Event('language'));
  }

  #startLanguage(): string {
    const languages = this.#tracks().map((track) => track.language);
    const wanted = [this.#settings.get<string>('captions-language'), this.#root.dataset['lang']];
    return wanted.find((lang) => lang !== undefined && languages.includes(lang)) ?? languages[0] ?? this.#root.dataset['lang'] ?? '';
  }

  #tracks(): TextTrack[] {
    return [...this.#video.textTracks].filter((track) => track.kind === 'captions' || track.kind === 'subtitles');
  }

  #useNative(native: boolean): void {
    this.#native = native;
    this.#apply();
  }

  #apply(): void {
    for (const track of this.#tracks()) {
      const chosen = this.#choice.on && track.language === this.#choice.lang;
      const mode = !chosen ? 'disabled' : this.#native ? 'showing' : 'hidden';
      if (track.mode !== mode) track.mode = mode;
    }
    this.#button?.setAttribute('aria-pressed', String(this.#choice.on));
    this.#show();
  }

  #show(): void {
    if (!this.#line) return;
    const track = this.#tracks().find((t) => t.mode === 'hidden');
    // After a seek to where one cue ends and the next begins, Chromium counts both as active.
    const cues = ([...(track?.activeCues ?? [])] as VTTCue[]).filter((cue) => cue.endTime > this.#video.currentTime + 0.01);
    this.#line.replaceChildren(...cues.flatMap((cue, i) => (i > 0 ? ['\n', cue.getCueAsHTML()] : [cue.getCueAsHTML()])));
    this.#line.lang = this.#choice.lang;
    this.#line.hidden = cues.length === 0;
  }
}
