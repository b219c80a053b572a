import { say } from '../page/live';
import type { Session } from '../page/session';
import { words } from '../page/words';
import { fingerprint } from '../studio/fingerprint';
import { Pool } from '../studio/pool';
import { Transfer, type Standing } from '../studio/transfer';
import { filePut, fileRefused } from './answer';

const partsAtOnce = 2;
const kilobyte = 1000;
const megabyte = 1_000_000;

/** A file that this page knows by its name. */
interface Known {
  name: string;
  size: string;
}

/** A size as the server writes it. */
function measured(bytes: number): string {
  const [value, unit] = bytes < kilobyte ? [bytes, 'B'] : bytes < 0.9995 * megabyte ? [bytes / kilobyte, 'KB'] : [bytes / megabyte, 'MB'];
  return `${value.toFixed(unit === 'B' || value >= 99.5 ? 0 : 1)} ${unit}`;
}

/**
 * The field for a file. It is sent as soon as it is chosen; once it is stored, its asset is the answer, which the question
 * saves as any other. Markup and texts: handlers/assets/README.md, 10.1.
 */
export class HandIn {
  readonly #place: HTMLElement;
  readonly #form: HTMLFormElement;
  readonly #session: Session;
  readonly #known = new Map<string, Known>();
  readonly #asset: HTMLInputElement;
  readonly #field: HTMLInputElement;
  #transfer: Transfer | undefined;

  constructor(place: HTMLElement, form: HTMLFormElement, session: Session) {
    this.#place = place;
    this.#form = form;
    this.#session = session;
    this.#asset = place.querySelector<HTMLInputElement>('input[name="asset"]')!;
    this.#field = place.querySelector<HTMLInputElement>('input[type="file"]')!;
    const said = (part: string): string => this.#find(`[data-handed-${part}]`).textContent ?? '';
    if (this.#asset.value) this.#known.set(this.#asset.value, { name: said('name'), size: said('size') });
  }

  start(): void {
    this.#find('[data-hand-in-send]').hidden = true;
    this.#field.addEventListener('change', (event) => {
      event.stopPropagation(); // the answer is the file once it is stored, not the choice of it
      const [file] = this.#field.files ?? [];
      if (file) void this.#take(file);
    });
    this.#find('[name="remove"]').addEventListener('click', (event) => {
      event.preventDefault();
      this.#answer('', 'gone');
      this.#field.focus();
    });
    this.#find('[data-hand-in-stop]').addEventListener('click', () => void this.#stop());
    this.#asset.addEventListener(filePut, () => this.#show());
    this.#form.addEventListener(fileRefused, (event) => this.#refuse((event as CustomEvent<string>).detail));
    this.#form.addEventListener('submit', (event) => this.#hold(event), { capture: true });
    window.addEventListener('beforeunload', (event) => this.#transfer && event.preventDefault());
  }

  async #take(file: File): Promise<void> {
    const most = Number(this.#place.dataset['most']);
    if (file.size > most * megabyte) return this.#refuse(words(this.#place, 'large', { most }));
    await this.#stop();
    const mark = await fingerprint(file).catch(() => '');
    const order = { file, fingerprint: mark, purpose: 'assignment', course: '' };
    const transfer = new Transfer(order, this.#session, new Pool(partsAtOnce), (standing) => {
      if (this.#transfer === transfer) this.#follow(file, standing);
    });
    this.#transfer = transfer;
    await transfer.run().catch(() => this.#refuse(words(this.#place, 'failed')));
  }

  #follow(file: File, standing: Standing): void {
    if (standing.state === 'refused') return this.#refuse(standing.detail);
    if (standing.state === 'sent') {
      this.#known.set(standing.asset, { name: file.name.normalize('NFC'), size: measured(file.size) });
      this.#done();
      return this.#answer(standing.asset, 'sent');
    }
    const percent = 'sent' in standing ? Math.floor((100 * standing.sent) / Math.max(1, file.size)) : undefined;
    this.#find('[data-hand-in-way]').classList.remove('err');
    this.#field.removeAttribute('aria-invalid');
    this.#find('[data-hand-in-way]').hidden = false;
    const bar = this.#place.querySelector('progress')!;
    bar.hidden = false;
    if (percent !== undefined) bar.value = percent;
    this.#find('[data-hand-in-stop]').hidden = standing.state === 'checking';
    this.#find('[data-hand-in-state]').textContent = words(this.#place, standing.state, { percent: percent ?? 0 });
  }

  #answer(asset: string, told: string): void {
    this.#asset.value = asset;
    this.#show();
    this.#asset.dispatchEvent(new Event('change', { bubbles: true }));
    say(words(this.#place, told));
  }

  /** Shows which file is the answer now. One from elsewhere has no name here. */
  #show(): void {
    const asset = this.#asset.value;
    const known = this.#known.get(asset) ?? { name: words(this.#place, 'other'), size: '' };
    const link = this.#place.querySelector<HTMLAnchorElement>('[data-handed-name]')!;
    this.#find('[data-handed]').hidden = asset === '';
    link.textContent = known.name;
    link.href = (this.#place.dataset['files'] ?? '') + asset;
    this.#find('[data-handed-size]').textContent = known.size;
    this.#find('[name="remove"]').setAttribute('aria-label', words(this.#place, 'remove', { name: known.name }));
  }

  #refuse(detail: string): void {
    this.#done();
    this.#find('[data-hand-in-way]').hidden = false;
    this.#place.querySelector('progress')!.hidden = true;
    this.#find('[data-hand-in-stop]').hidden = true;
    this.#find('[data-hand-in-state]').textContent = detail;
    this.#find('[data-hand-in-way]').classList.add('err');
    this.#field.setAttribute('aria-invalid', 'true');
    say(detail);
  }

  #done(): void {
    this.#transfer = undefined;
    this.#field.value = '';
    this.#find('[data-hand-in-way]').classList.remove('err');
    this.#field.removeAttribute('aria-invalid');
    this.#find('[data-hand-in-way]').hidden = true;
  }

  async #stop(): Promise<void> {
    const transfer = this.#transfer;
    if (!transfer) return;
    this.#done();
    transfer.pause();
    if (transfer.address) await this.#session.send('DELETE', transfer.address).catch(() => null);
  }

  // Whoever went on now would leave the file behind.
  #hold(event: Event): void {
    if (!this.#transfer) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#find('[data-hand-in-state]').textContent = words(this.#place, 'wait');
    say(words(this.#place, 'wait'));
  }

  #find(match: string): HTMLElement {
    return this.#place.querySelector<HTMLElement>(match)!;
  }
}
