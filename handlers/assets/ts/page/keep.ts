/**
 * Small records kept on this device, one entry each, so that two tabs never write over one another's.
 * Where the browser refuses storage they last as long as the page.
 */
export class Keep {
  readonly #prefix: string;
  readonly #memory = new Map<string, string>();

  /** `prefix` names what is kept and for whom, and ends in a dot. */
  constructor(prefix: string) {
    this.#prefix = `academy.${prefix}`;
  }

  get<T>(key: string): T | undefined {
    const text = this.#read(key);
    if (text === null) return undefined;
    try {
      return JSON.parse(text) as T;
    } catch {
      return undefined;
    }
  }

  set(key: string, value: unknown): void {
    const text = JSON.stringify(value);
    this.#memory.set(key, text);
    try {
      localStorage.setItem(this.#prefix + key, text);
    } catch {
      // Full or forbidden: the copy in memory serves this page.
    }
  }

  remove(key: string): void {
    this.#memory.delete(key);
    try {
      localStorage.removeItem(this.#prefix + key);
    } catch {
      // Forbidden: nothing was stored either.
    }
  }

  /** Every key under the prefix, other tabs' and earlier pages' included. */
  keys(): string[] {
    const found = new Set(this.#memory.keys());
    try {
      for (let i = 0; i < localStorage.length; i++) {
        const key = localStorage.key(i);
        if (key?.startsWith(this.#prefix)) found.add(key.slice(this.#prefix.length));
      }
    } catch {
      // Forbidden: memory is all there is.
    }
    return [...found];
  }

  #read(key: string): string | null {
    try {
      return localStorage.getItem(this.#prefix + key) ?? this.#memory.get(key) ?? null;
    } catch {
      return this.#memory.get(key) ?? null;
    }
  }
}
