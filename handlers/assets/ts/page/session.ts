const timeLimit = 15_000; // ms

/** Sends JSON as the signed-in person. */
export class Session {
  #token: string;

  constructor(token: string) {
    this.#token = token;
  }

  /**
   * Sends once; when the answer is 401, asks for a new access cookie and sends once more. Rejects only when the network
   * fails or takes longer than `limit` milliseconds. `leaving` lets the request outlive the page.
   */
  async send(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: unknown, leaving = false, limit = timeLimit): Promise<Response> {
    const request = (): Promise<Response> =>
      fetch(url, {
        method,
        credentials: 'same-origin',
        keepalive: leaving,
        signal: leaving ? null : (AbortSignal.timeout?.(limit) ?? null),
        headers: {
          'Content-Type': 'application/json',
          Accept: 'application/json',
          'Accept-Language': document.documentElement.lang,
          'X-CSRF-Token': this.#token,
        },
        body: body === undefined ? null : JSON.stringify(body),
      });
    const answer = await request();
    return answer.status === 401 && (await this.#renew()) ? request() : answer;
  }

  async #renew(): Promise<boolean> {
    const answer = await fetch('/me/session', { credentials: 'same-origin', redirect: 'manual' });
    this.#token = answer.headers.get('X-CSRF-Token') ?? this.#token;
    return answer.status === 204;
  }
}

/** Whether an answer means "not now": the same request may succeed later. */
export function isPassing(status: number): boolean {
  return status >= 500 || status === 408 || status === 425 || status === 429;
}

/** Milliseconds to wait before try number `tries` (from 1): 2 s doubling up to a minute, a little scattered. */
export function patience(tries: number): number {
  return Math.min(60_000, 1000 * 2 ** tries) * (0.8 + Math.random() * 0.4);
}
