import type Hls from 'hls.js/light';
import { Keep } from '../page/keep';

type HlsClass = typeof Hls;
type Way = 'file' | 'native' | 'script';

const playlist = 'application/vnd.apple.mpegurl';
const patience = 30_000; // ms between two renewals

/**
 * What the video plays: a playlist in the size that suits the line, or the size or the sound alone that the viewer has
 * chosen; where neither the browser nor the script can, the one file that the page names. Addresses of media run out: when
 * one is refused, its playlist is asked for again and playing goes on where it was.
 */
export class Film {
  readonly #root: HTMLElement;
  readonly #video: HTMLVideoElement;
  readonly #select: HTMLSelectElement | null;
  readonly #settings = new Keep('player.');
  readonly #list: string;
  #way: Way = 'file';
  #class: HlsClass | undefined;
  #hls: Hls | undefined;
  #renewed = -patience;
  #mended = false;

  constructor(root: HTMLElement, video: HTMLVideoElement) {
    this.#root = root;
    this.#video = video;
    this.#list = root.dataset['hls'] ?? '';
    this.#select = root.querySelector('[data-quality]');
  }

  async start(): Promise<void> {
    this.#video.addEventListener('error', () => this.#fail());
    this.#video.querySelector('source:last-of-type')?.addEventListener('error', () => this.#fail());
    this.#way = await this.#findWay();
    if (this.#way === 'file') return this.#lookBack();
    this.#offerChoice();
    this.#change(() => this.#open());
  }

  async #findWay(): Promise<Way> {
    if (!this.#list) return 'file';
    if (this.#playsItself && !this.#elsewhere) return 'native';
    if (await this.#load()) return 'script';
    return this.#playsItself ? 'native' : 'file';
  }

  // The browser may have lost the video before anybody listened.
  #lookBack(): void {
    if (this.#video.error !== null || this.#video.networkState === HTMLMediaElement.NETWORK_NO_SOURCE) this.#fail();
  }

  get #playsItself(): boolean {
    return this.#video.canPlayType(playlist) !== '';
  }

  // Chromium's own player of playlists takes no pieces from another origin, which a store may have.
  get #elsewhere(): boolean {
    const file = this.#video.querySelector('source')?.src ?? '';
    return file !== '' && new URL(file, location.href).origin !== location.origin;
  }

  /** Loads the script that plays playlists; reports whether it can do so here. */
  async #load(): Promise<boolean> {
    if (!('MediaSource' in window) && !('ManagedMediaSource' in window)) return false;
    try {
      const module = (await import(this.#root.dataset['hlsScript'] ?? '')) as { default: HlsClass };
      this.#class = module.default;
      return this.#class.isSupported();
    } catch {
      return false;
    }
  }

  #offerChoice(): void {
    const select = this.#select;
    if (!select) return;
    const kept = this.#settings.get<string>('quality');
    if ([...select.options].some((option) => option.value === kept)) select.value = kept ?? 'auto';
    for (const part of this.#root.querySelectorAll<HTMLElement>('[data-quality-part]')) part.hidden = false;
    select.addEventListener('change', () => {
      this.#settings.set('quality', select.value);
      if (this.#hls && select.value !== 'sound') this.#chooseLevel();
      else this.#change(() => this.#open());
    });
  }

  get #choice(): string {
    return this.#select?.value ?? 'auto';
  }

  /** Plays something else from the same moment on. */
  #change(open: () => void): void {
    const video = this.#video;
    const { currentTime, paused, playbackRate } = video;
    const goOn = (): void => {
      if (currentTime > 0) video.currentTime = currentTime;
      video.playbackRate = playbackRate;
      if (!paused) void video.play().catch(() => undefined);
    };
    video.addEventListener('loadedmetadata', goOn, { once: true });
    open();
  }

  #open(): void {
    this.#close();
    if (this.#choice === 'sound') this.#video.src = this.#root.dataset['sound'] ?? '';
    else if (this.#way === 'script') this.#openScript();
    else if (this.#way === 'file') this.#video.src = this.#root.dataset['film'] ?? '';
    else this.#video.src = this.#choice === 'auto' ? this.#list : this.#list.replace(/master(?=\.m3u8$)/, this.#choice);
  }

  #close(): void {
    this.#hls?.destroy();
    this.#hls = undefined;
  }

  #openScript(): void {
    const Script = this.#class;
    if (!Script) return;
    const start = this.#video.currentTime || Number(this.#root.dataset['position'] ?? 0);
    // Scripts of other places, and so workers, are not allowed to our pages; a lecture needs no more than is ahead of it.
    const hls = new Script({ enableWorker: false, startPosition: start, capLevelToPlayerSize: true, maxBufferLength: 20, backBufferLength: 60 });
    this.#hls = hls;
    hls.on(Script.Events.MANIFEST_PARSED, () => this.#chooseLevel());
    hls.on(Script.Events.ERROR, (_, data) => {
      if (data.response?.code === 403) this.#renew();
      else if (data.fatal) this.#mend(data.type === Script.ErrorTypes.MEDIA_ERROR);
    });
    hls.loadSource(this.#list);
    hls.attachMedia(this.#video);
  }

  #chooseLevel(): void {
    if (!this.#hls) return;
    const wanted = this.#hls.levels.findIndex((level) => Math.min(level.width, level.height) === Number(this.#choice));
    this.#hls.nextLevel = wanted; // -1 is automatic
  }

  /** Asks for the playlist again, and so for addresses that are good. */
  #renew(): void {
    if (performance.now() - this.#renewed < patience) return this.#useFile();
    this.#renewed = performance.now();
    this.#change(() => this.#open());
  }

  #mend(decoding: boolean): void {
    if (!decoding || this.#mended) return this.#renew();
    this.#mended = true;
    this.#hls?.recoverMediaError();
  }

  #fail(): void {
    if (this.#hls) return; // the script tells what it cannot mend
    this.#renew();
  }

  /** The last resort is the one file that every browser plays. */
  #useFile(): void {
    if (this.#way === 'file') return;
    this.#way = 'file';
    for (const part of this.#root.querySelectorAll<HTMLElement>('[data-quality-part]')) part.hidden = true;
    if (this.#select) this.#select.value = 'auto';
    this.#change(() => this.#open());
  }
}
