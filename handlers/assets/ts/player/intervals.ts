/** A stretch of the video in seconds, from before to. */
export type Interval = [from: number, to: number];

/** What of [0, length] no interval covers, leaving out gaps shorter than `least` seconds. The intervals are in order. */
export function gaps(covered: Interval[], length: number, least: number): Interval[] {
  const missing: Interval[] = [];
  let at = 0;
  for (const [from, to] of [...covered, [length, length] as Interval]) {
    if (from - at >= least) missing.push([at, from]);
    at = Math.max(at, to);
  }
  return missing;
}

/** Watches the clock of a playing video and cuts what was truly played into intervals. */
export class Stopwatch {
  #from: number | undefined;
  #last = 0;
  #seen = 0;
  #played: Interval[] = [];

  start(at: number): void {
    this.#from ??= at;
    this.#mark(at);
  }

  /** A step of the playing clock. A jump that no playing explains ends the interval and begins another. */
  step(at: number, rate: number): void {
    if (this.#from === undefined) return;
    const possible = ((performance.now() - this.#seen) / 1000) * rate + 1;
    if (at < this.#last || at - this.#last > possible) {
      this.stop();
      this.start(at);
      return;
    }
    this.#mark(at);
  }

  /** Ends the interval where the clock last stood. */
  stop(): void {
    if (this.#from !== undefined && this.#last > this.#from) this.#played.push([round(this.#from), round(this.#last)]);
    this.#from = undefined;
  }

  /** Gives away what was played since the last time; a running interval goes on from here. */
  take(): Interval[] {
    const running = this.#from !== undefined;
    this.stop();
    if (running) this.#from = this.#last;
    return this.#played.splice(0).filter(([from, to]) => to > from);
  }

  #mark(at: number): void {
    this.#last = at;
    this.#seen = performance.now();
  }
}

const round = (seconds: number): number => Math.round(seconds * 100) / 100;
