import { Keep } from '../page/keep';
import { words } from '../page/words';
import type { Captions } from './captions';
import { clock, spoken } from './clock';

interface FullscreenVideo extends HTMLVideoElement {
  webkitEnterFullscreen?: () => void;
}

/** The control bar, and what it can do to the video. */
export class Controls {
  readonly #root: HTMLElement;
  readonly #video: FullscreenVideo;
  readonly #captions: Captions;
  readonly #seekbar: HTMLInputElement | null;
  readonly #rate: HTMLSelectElement | null;
  readonly #settings = new Keep('player.');

  constructor(root: HTMLElement, video: HTMLVideoElement, captions: Captions) {
    this.#root = root;
    this.#video = video;
    this.#captions = captions;
    this.#seekbar = root.querySelector('[data-seekbar]');
    this.#rate = root.querySelector('[data-rate]');
    this.#takeOver();
    this.#connectButtons();
    this.#connectVideo();
    this.#restore();
  }

  toggle(): void {
    if (this.#video.paused) void this.#video.play().catch(() => undefined);
    else this.#video.pause();
  }

  playFrom(seconds: number): void {
    this.seek(seconds);
    void this.#video.play().catch(() => undefined);
  }

  seek(seconds: number): void {
    this.#video.currentTime = Math.min(Math.max(0, seconds), this.duration);
    this.#showTime();
  }

  skip(seconds: number): void {
    this.seek(this.#video.currentTime + seconds);
  }

  mute(): void {
    this.#video.muted = !this.#video.muted;
  }

  louder(step: number): void {
    this.#video.volume = Math.min(1, Math.max(0, this.#video.volume + step));
    if (step > 0) this.#video.muted = false;
  }

  captions(): void {
    this.#captions.toggle();
  }

  fullscreen(): void {
    if (document.fullscreenElement) void document.exitFullscreen();
    else if (this.#root.requestFullscreen) void this.#root.requestFullscreen().catch(() => undefined);
    else this.#video.webkitEnterFullscreen?.(); // iPhones know only the video itself
  }

  /** Length in seconds, as the file says or, before it is read, as the page said. */
  get duration(): number {
    return Number.isFinite(this.#video.duration) ? this.#video.duration : Number(this.#root.dataset['duration'] ?? 0);
  }

  #takeOver(): void {
    this.#video.controls = false;
    for (const part of this.#root.querySelectorAll<HTMLElement>('[data-ctl], .big')) part.hidden = false;
    this.#video.addEventListener('click', () => {
      this.toggle();
      this.#root.focus({ preventScroll: true });
    });
  }

  #connectButtons(): void {
    const actions: Record<string, () => void> = {
      play: () => this.toggle(),
      back: () => this.skip(-10),
      forward: () => this.skip(10),
      mute: () => this.mute(),
      captions: () => this.captions(),
      fullscreen: () => this.fullscreen(),
    };
    this.#root.addEventListener('click', (event) => {
      const button = (event.target as Element).closest<HTMLElement>('[data-act]');
      if (button) actions[button.dataset['act'] ?? '']?.();
    });
    this.#seekbar?.addEventListener('input', () => this.seek(Number(this.#seekbar?.value)));
    this.#rate?.addEventListener('change', () => {
      this.#video.playbackRate = Number(this.#rate?.value);
      this.#settings.set('rate', this.#video.playbackRate);
    });
  }

  #connectVideo(): void {
    const on = (names: string, act: () => void): void => names.split(' ').forEach((name) => this.#video.addEventListener(name, act));
    on('timeupdate seeked loadedmetadata durationchange', () => this.#showTime());
    on('play pause ended', () => this.#showPlaying());
    on('volumechange', () => this.#show('mute', this.#video.muted || this.#video.volume === 0 ? 'muted' : 'loud'));
    on('loadeddata playing', () => this.#showFailure(false)); // also when something else was opened instead
    on('error', () => this.#showFailure(true));
    this.#video.querySelector('source:last-of-type')?.addEventListener('error', () => this.#showFailure(true));
    document.addEventListener('fullscreenchange', () => this.#show('fullscreen', document.fullscreenElement ? 'fullscreen' : 'inline'));
  }

  #restore(): void {
    const position = Number(this.#root.dataset['position'] ?? 0);
    const rate = this.#settings.get<number>('rate') ?? 1;
    if (this.#rate && [...this.#rate.options].some((option) => Number(option.value) === rate)) this.#rate.value = String(rate);
    const begin = (): void => {
      this.#video.playbackRate = Number(this.#rate?.value ?? 1);
      if (position > 0 && position < this.duration - 1 && this.#video.currentTime === 0) this.#video.currentTime = position;
      this.#showTime();
    };
    if (this.#video.readyState >= HTMLMediaElement.HAVE_METADATA) begin();
    else this.#video.addEventListener('loadedmetadata', begin, { once: true });
    this.#showPlaying();
  }

  #showTime(): void {
    const [now, total] = [this.#video.currentTime, this.duration];
    this.#write('[data-now]', clock(now));
    this.#write('[data-total]', clock(total));
    if (!this.#seekbar) return;
    this.#seekbar.max = String(total);
    this.#seekbar.value = String(now);
    this.#seekbar.style.setProperty('--at', `${total > 0 ? (100 * now) / total : 0}%`);
    const position = words(this.#root, 'position', { now: spoken(this.#root, now), total: spoken(this.#root, total) });
    this.#seekbar.setAttribute('aria-valuetext', position);
  }

  #showPlaying(): void {
    this.#show('play', this.#video.paused ? 'paused' : 'playing');
    const big = this.#root.querySelector<HTMLElement>('.big');
    if (big) big.hidden = !this.#video.paused;
  }

  #showFailure(failed: boolean): void {
    const message = this.#root.querySelector<HTMLElement>('[data-player-error]');
    if (message) message.hidden = !failed;
  }

  /** Shows the face of a button that fits the state; its words are in the page in both. */
  #show(action: string, state: string): void {
    for (const face of this.#root.querySelectorAll<HTMLElement>(`.ctl [data-act="${action}"] [data-when]`)) {
      face.hidden = face.dataset['when'] !== state;
    }
  }

  #write(selector: string, text: string): void {
    const place = this.#root.querySelector(selector);
    if (place) place.textContent = text;
  }
}
