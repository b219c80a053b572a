import { Session } from '../page/session';
import { say } from '../page/live';
import { words } from '../page/words';
import { fingerprint } from './fingerprint';
import { refresh } from './live';
import { Pool } from './pool';
import { Row } from './row';
import { Transfer, type Standing } from './transfer';

// Four parts at once over all files: more only makes each of them slower.
const parts = new Pool(4);
const sending = new Set<Transfer>();

window.addEventListener('beforeunload', (event) => {
  if (sending.size > 0) event.preventDefault();
});

/**
 * A place where files are chosen or dropped and sent. Markup and texts: handlers/assets/README.md, 15. With `data-form`
 * the form of that name is sent with the asset once the file has arrived.
 */
export class UploadElement extends HTMLElement {
  #session = new Session('');

  connectedCallback(): void {
    const input = this.querySelector<HTMLInputElement>('input[type=file]');
    const drop = this.querySelector<HTMLElement>('[data-drop]');
    if (!input || !drop) return;
    this.#session = new Session(this.dataset['csrf'] ?? '');
    this.hidden = false;
    input.addEventListener('change', () => {
      this.#take(Array.from(input.files ?? []));
      input.value = '';
    });
    drop.addEventListener('dragover', (event) => {
      event.preventDefault();
      drop.classList.add('over');
    });
    drop.addEventListener('dragleave', () => drop.classList.remove('over'));
    drop.addEventListener('drop', (event) => {
      event.preventDefault();
      drop.classList.remove('over');
      this.#take(Array.from(event.dataTransfer?.files ?? []).slice(0, input.multiple ? undefined : 1));
    });
  }

  #take(files: File[]): void {
    for (const file of files) void this.#send(file);
  }

  async #send(file: File): Promise<void> {
    const row = Row.add(this, file);
    row.show({ state: 'reading' });
    const mark = await fingerprint(file).catch(() => '');
    const broken = this.#brokenOff(mark);
    if (broken) {
      say(words(this, 'resumed'));
      row.takePlaceOf(broken);
    }
    const order = { file, fingerprint: mark, purpose: this.dataset['purpose'] ?? '', course: this.dataset['course'] ?? '' };
    const upload = broken?.dataset['upload'];
    const transfer = new Transfer(upload ? { ...order, upload } : order, this.#session, parts, (standing) => this.#follow(transfer, row, standing));
    row.connect(transfer, () => void this.#run(transfer, row), () => void this.#cancel(transfer, row));
    await this.#run(transfer, row);
  }

  async #run(transfer: Transfer, row: Row): Promise<void> {
    sending.add(transfer);
    try {
      await transfer.run();
    } catch {
      row.show({ state: 'refused', detail: words(this, 'failed') });
    } finally {
      sending.delete(transfer);
    }
  }

  #follow(transfer: Transfer, row: Row, standing: Standing): void {
    row.show(standing);
    if (standing.state === 'refused') say(standing.detail);
    if (standing.state !== 'sent') return;
    say(words(this, 'sent'));
    sending.delete(transfer);
    void this.#deliver(standing.asset);
  }

  /** Gives the asset to the form that waits for it, and shows what has become of it. */
  async #deliver(asset: string): Promise<void> {
    const form = document.getElementById(this.dataset['form'] ?? '');
    if (form instanceof HTMLFormElement) {
      const fields = new FormData(form);
      fields.set('asset', asset);
      const sent = new URLSearchParams(Array.from(fields, ([name, value]) => [name, String(value)]));
      const answer = await fetch(form.action, { method: 'POST', body: sent, credentials: 'same-origin' }).catch(() => null);
      const was = form.elements.namedItem('was');
      if (answer?.ok && was instanceof HTMLInputElement) was.value = asset;
    }
    await refresh();
  }

  async #cancel(transfer: Transfer, row: Row): Promise<void> {
    transfer.pause();
    sending.delete(transfer);
    if (transfer.address) await this.#session.send('DELETE', transfer.address).catch(() => null);
    row.remove();
  }

  #brokenOff(mark: string): HTMLElement | undefined {
    const rows = Array.from(this.querySelectorAll<HTMLElement>('li[data-upload]'));
    return rows.find((row) => mark !== '' && row.dataset['fingerprint'] === mark);
  }
}
