/** What became of a part that was sent. */
export type Sent = { ok: true; etag: string } | { ok: false; status: number };

/**
 * Sends one part by PUT and tells how many of its bytes are out. Status 0 is a lost line; an aborted one rejects.
 * XMLHttpRequest, because fetch does not tell how far it is.
 */
export function sendPart(url: string, content: Blob, signal: AbortSignal, progress: (bytes: number) => void): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = (): void => request.abort();
    const end = (outcome: Sent): void => {
      signal.removeEventListener('abort', stop);
      resolve(outcome);
    };
    request.open('PUT', url);
    request.upload.addEventListener('progress', (event) => progress(event.loaded));
    request.addEventListener('load', () => {
      const ok = request.status >= 200 && request.status < 300;
      end(ok ? { ok, etag: request.getResponseHeader('ETag') ?? '' } : { ok, status: request.status });
    });
    request.addEventListener('error', () => end({ ok: false, status: 0 }));
    request.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')));
    if (signal.aborted) {
      reject(new DOMException('stopped', 'AbortError'));
      return;
    }
    signal.addEventListener('abort', stop);
    request.send(content);
  });
}
