import { Keep } from '../page/keep';
import type { Interval } from './intervals';

/** One claim as it is posted. The pair of view and sequence makes sending it twice harmless. */
export interface Claim {
  view_id: string;
  seq: number;
  intervals: Interval[];
  rate: number;
  position: number;
}

interface Waiting {
  claim: Claim;
  due: number; // earliest time to send, ms since 1970
  made: number;
}

const stale = 14 * 24 * 3600 * 1000;

/**
 * Claims that the server has not acknowledged, kept on the device by person and lesson. They survive a reload, a crash and
 * a lost connection; whichever page of the lesson opens next sends them.
 */
export class Queue {
  readonly #keep: Keep;

  constructor(person: string, lesson: string) {
    this.#keep = new Keep(`coverage.${person}.${lesson}.`);
  }

  put(claim: Claim, due = Date.now()): void {
    this.#keep.set(key(claim), { claim, due, made: Date.now() } satisfies Waiting);
  }

  has(claim: Claim): boolean {
    return this.#keep.get(key(claim)) !== undefined;
  }

  remove(claim: Claim): void {
    this.#keep.remove(key(claim));
  }

  /** Claims whose time has come, oldest first. What is two weeks old is given up. */
  due(now = Date.now()): Claim[] {
    const waiting = this.#keep.keys().flatMap((k) => this.#keep.get<Waiting>(k) ?? []);
    for (const old of waiting) if (now - old.made > stale) this.remove(old.claim);
    return waiting
      .filter((w) => w.due <= now && now - w.made <= stale)
      .sort((a, b) => a.made - b.made || a.claim.seq - b.claim.seq)
      .map((w) => w.claim);
  }
}

const key = (claim: Claim): string => `${claim.view_id}.${claim.seq}`;
