import type { Save } from './outbox';

const database = 'academy';
const store = 'answers';
const mine = 'mine';
const forgotten = 30 * 24 * 3600_000; // ms; a quiz that nobody has come back to for so long is over

type Kept = Save & { person: string; attempt: string };

/**
 * Answers of one person and attempt that the server has not acknowledged, kept on this device in IndexedDB: they outlive the
 * page, other tabs see them, and nobody else who signs in here does. What is acknowledged is removed at once, so that
 * nothing is left to be removed at signing out. Where the browser refuses, they last as long as the page.
 */
export class Unsent {
  readonly #person: string;
  readonly #attempt: string;
  readonly #memory = new Map<string, Kept>();
  readonly #open: Promise<IDBDatabase | undefined>;
  #refusing = false;
  #refused: () => void = () => undefined;

  constructor(person: string, attempt: string) {
    this.#person = person;
    this.#attempt = attempt;
    this.#open = open().catch(() => undefined);
  }

  /** Calls back once it is known that this browser keeps nothing. */
  whenRefused(call: () => void): void {
    this.#refused = call;
    void this.#open.then((db) => db ?? this.#refuse());
  }

  /** Whether anything would be lost with this page. */
  get fleeting(): boolean {
    return this.#refusing && this.#memory.size > 0;
  }

  async put(save: Save): Promise<void> {
    const kept = { ...save, person: this.#person, attempt: this.#attempt };
    this.#memory.set(save.op_id, kept);
    const stored = await this.#change((answers) => answers.put(kept));
    if (stored) this.#memory.delete(save.op_id);
    else this.#refuse();
  }

  async remove(save: Save): Promise<void> {
    this.#memory.delete(save.op_id);
    await this.#change((answers) => answers.delete(save.op_id));
  }

  /** All of them, oldest first, those of other tabs included. */
  async all(): Promise<Save[]> {
    const found = new Map(this.#memory);
    for (const kept of await this.#stored()) found.set(kept.op_id, kept);
    return [...found.values()].sort((a, b) => a.made - b.made);
  }

  #refuse(): void {
    this.#refusing = true;
    this.#refused();
  }

  async #stored(): Promise<Kept[]> {
    const db = await this.#open;
    if (!db) return [];
    try {
      const index = db.transaction(store).objectStore(store).index(mine);
      return await done(index.getAll([this.#person, this.#attempt]) as IDBRequest<Kept[]>);
    } catch {
      return []; // the browser has closed it, as it does when somebody clears their data
    }
  }

  /** Changes what is stored, also when the page is left at this moment. Reports whether it is on the disk. */
  async #change(make: (answers: IDBObjectStore) => IDBRequest): Promise<boolean> {
    const db = await this.#open;
    if (!db) return false;
    try {
      const change = db.transaction(store, 'readwrite', { durability: 'strict' });
      make(change.objectStore(store));
      change.commit();
      return await new Promise((resolve) => {
        change.oncomplete = () => resolve(true);
        change.onabort = () => resolve(false);
      });
    } catch {
      return false;
    }
  }
}

// A browser that keeps nothing may refuse at once.
async function open(): Promise<IDBDatabase> {
  const asked = indexedDB.open(database, 1);
  asked.onupgradeneeded = () => {
    const answers = asked.result.createObjectStore(store, { keyPath: 'op_id' });
    answers.createIndex(mine, ['person', 'attempt']);
    answers.createIndex('made', 'made');
  };
  const db = await done(asked);
  db.onversionchange = () => db.close();
  forget(db);
  return db;
}

/** Removes what nobody has come back for, whoever it was. */
function forget(db: IDBDatabase): void {
  const old = db.transaction(store, 'readwrite').objectStore(store).index('made').openCursor(IDBKeyRange.upperBound(Date.now() - forgotten));
  old.onsuccess = () => {
    old.result?.delete();
    old.result?.continue();
  };
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('storage'));
  });
}
