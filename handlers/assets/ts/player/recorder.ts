import { newID } from '../page/id';
import { isPassing, patience, Session } from '../page/session';
import { words } from '../page/words';
import type { CoverageBar } from './coveragebar';
import { Stopwatch, type Interval } from './intervals';
import { Queue, type Claim } from './queue';

interface Answer {
  percent: number;
  ranges: Interval[];
  rejected?: { interval: Interval; reason: string }[];
}

const everySeconds = 10;
const blink = 0.25; // seconds

/** Records what is truly watched and claims it at the server until it is counted. */
export class Recorder {
  readonly #root: HTMLElement;
  readonly #video: HTMLVideoElement;
  readonly #bar: CoverageBar;
  readonly #watch = new Stopwatch();
  readonly #queue: Queue;
  readonly #session: Session;
  readonly #url: string;
  readonly #view = newID();
  #seq = 0;
  #rate = 1;
  #claimed = -1; // position of the last claim
  #sending = false;
  #tries = 0;
  #tooFast = 0; // refusals in a row

  constructor(root: HTMLElement, video: HTMLVideoElement, bar: CoverageBar) {
    this.#root = root;
    this.#video = video;
    this.#bar = bar;
    this.#queue = new Queue(root.dataset['user'] ?? '', root.dataset['lesson'] ?? '');
    this.#session = new Session(root.dataset['csrf'] ?? '');
    this.#url = root.dataset['coverageUrl'] ?? '';
  }

  start(): void {
    if (!this.#url) return;
    this.#listen();
    window.setInterval(() => this.#claim(), everySeconds * 1000);
    window.addEventListener('online', () => this.#retryNow());
    window.addEventListener('pagehide', () => this.#leave());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.#leave();
    });
    void this.#send();
  }

  #listen(): void {
    const on = (name: string, act: () => void): void => this.#video.addEventListener(name, act);
    on('playing', () => {
      this.#rate = this.#video.playbackRate;
      this.#watch.start(this.#video.currentTime);
    });
    on('timeupdate', () => {
      if (!this.#video.seeking) this.#watch.step(this.#video.currentTime, this.#rate);
    });
    on('seeking', () => this.#watch.stop());
    on('seeked', () => {
      if (!this.#video.paused) this.#watch.start(this.#video.currentTime);
    });
    on('ratechange', () => this.#changeRate());
    on('pause', () => this.#pause());
    on('ended', () => this.#pause());
  }

  #pause(): void {
    if (!this.#video.seeking) this.#watch.step(this.#video.currentTime, this.#rate);
    this.#watch.stop();
    this.#claim();
  }

  // A claim carries one speed, so what was played at the old one is closed first.
  #changeRate(): void {
    if (this.#video.playbackRate === this.#rate) return;
    this.#collect();
    this.#rate = this.#video.playbackRate;
  }

  /** Moves what was played into the queue. Also a claim without intervals is worth sending: it saves the position. */
  #collect(): void {
    const intervals = this.#watch.take();
    const position = Math.round(this.#video.currentTime * 10) / 10;
    const started = this.#video.played.length > 0;
    if (intervals.length === 0 && (!started || position === this.#claimed)) return;
    this.#claimed = position;
    this.#queue.put(this.#makeClaim(intervals, this.#rate, position));
  }

  #makeClaim(intervals: Interval[], rate: number, position: number): Claim {
    return { view_id: this.#view, seq: ++this.#seq, intervals, rate, position };
  }

  #claim(): void {
    this.#collect();
    if (this.#tries === 0) void this.#send();
  }

  #retryNow(): void {
    this.#tries = 0;
    void this.#send();
  }

  /** The page may never run again, so everything goes out at once; what gets no answer waits for the next visit. */
  #leave(): void {
    this.#collect();
    for (const claim of this.#queue.due()) {
      void this.#session
        .send('POST', this.#url, claim, true)
        .then((answer) => this.#settle(claim, answer))
        .catch(() => undefined);
    }
  }

  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (const claim of this.#queue.due()) {
        if (!(await this.#sendOne(claim))) return;
      }
      this.#tries = 0;
    } finally {
      this.#sending = false;
    }
  }

  /** Reports whether to go on with the next claim. */
  async #sendOne(claim: Claim): Promise<boolean> {
    try {
      return await this.#settle(claim, await this.#session.send('POST', this.#url, claim));
    } catch {
      return this.#waitAndRetry('queued');
    }
  }

  async #settle(claim: Claim, answer: Response): Promise<boolean> {
    if (!this.#queue.has(claim)) return true; // answered already: a claim sent while leaving goes out twice
    if (isPassing(answer.status)) return this.#waitAndRetry('queued');
    // The claim is good but the sign-in is not: it waits for a page with a new one.
    if (answer.status === 401 || answer.status === 403) return this.#waitAndRetry('signedout');
    this.#queue.remove(claim);
    if (answer.ok) this.#take(claim, (await answer.json()) as Answer);
    else this.#bar.note(words(this.#root, 'reason-other'));
    return true;
  }

  #waitAndRetry(why: string): boolean {
    this.#bar.note(words(this.#root, why));
    this.#tries++;
    window.setTimeout(() => void this.#send(), patience(this.#tries));
    return false;
  }

  #take(claim: Claim, answer: Answer): void {
    this.#bar.show(answer.ranges, answer.percent);
    const rejected = answer.rejected ?? [];
    const early = rejected.filter((r) => r.reason === 'too_fast').map((r) => r.interval);
    this.#tooFast = early.length > 0 ? this.#tooFast + 1 : 0;
    if (early.length > 0) this.#claimLater(early, claim);
    // What was played for a blink and joins nothing is not counted, and not worth a word.
    const reason = rejected.filter(({ interval: [from, to] }) => to - from >= blink).at(-1)?.reason;
    this.#bar.note(reason === undefined ? '' : this.#reasonWords(reason));
  }

  // The server grants watching time as the clock runs, so the same stretch will be accepted a little later.
  #claimLater(intervals: Interval[], refused: Claim): void {
    const wait = Math.max(everySeconds * 1000, patience(this.#tooFast + 2));
    this.#queue.put(this.#makeClaim(intervals, refused.rate, refused.position), Date.now() + wait);
  }

  #reasonWords(reason: string): string {
    return words(this.#root, `reason-${reason}`) || words(this.#root, 'reason-other');
  }
}
