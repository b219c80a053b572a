import type { Cue } from './cues';

/** The film beside the captions. Times are in milliseconds. */
export class CueFilm {
  readonly #video: HTMLVideoElement | null;
  #until = Infinity;

  constructor(video: HTMLVideoElement | null) {
    this.#video = video;
  }

  get now(): number {
    return Math.round((this.#video?.currentTime ?? 0) * 1000);
  }

  get paused(): boolean {
    return this.#video?.paused ?? true;
  }

  follow(moved: () => void): void {
    for (const name of ['timeupdate', 'seeked']) this.#video?.addEventListener(name, moved);
  }

  toggle(): void {
    this.#until = Infinity;
    if (this.paused) this.#play();
    else this.#video?.pause();
  }

  seek(ms: number): void {
    this.#until = Infinity;
    if (this.#video && !Number.isNaN(ms)) this.#video.currentTime = Math.max(0, ms) / 1000;
  }

  /** Plays one cue to its end. */
  play({ start, end }: Cue): void {
    if (!(end > start)) return;
    this.seek(start);
    this.#until = end;
    this.#play();
    this.#watch();
  }

  #play(): void {
    void this.#video?.play().catch(() => undefined);
  }

  #watch(): void {
    requestAnimationFrame(() => {
      if (this.#until === Infinity) return;
      if (this.now < this.#until) return this.#watch();
      this.#until = Infinity;
      this.#video?.pause();
    });
  }
}
