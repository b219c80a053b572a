// Loaded by the roster board: people can be dragged onto shifts, beside the pages that do the same.
import Sortable from 'sortablejs';

import { say } from './page/live';

/** Whether somebody fits into a need, as the API answers. */
interface Fit {
  need: string;
  reason: string;
  word: string;
  overridable: boolean;
}

const main = (): HTMLElement | null => document.querySelector('main[data-roster]');
const marks: HTMLElement[] = [];
let asked = 0;

/**
 * Lets people of the pool (`[data-pool]`) and of seats be dragged into needs (`[data-need]`). While one is dragged every need
 * says by icon, word and colour whether the person fits. Each drop is the post that the pages make; what the server answers is
 * shown, and where it wants a reason its page opens.
 */
function connect(): void {
  const hint = document.querySelector<HTMLElement>('[data-draghint]');
  if (!hint) return;
  hint.hidden = false;
  const settings: Sortable.Options = {
    draggable: 'li[data-citizen]', sort: false, animation: 0, ghostClass: 'lifted', filter: 'a', preventOnFilter: false, delay: 150, delayOnTouchOnly: true,
    onStart: ({ item }) => void mark(item),
    onEnd: (event) => void dropped(event),
  };
  for (const list of document.querySelectorAll<HTMLElement>('[data-pool]')) new Sortable(list, { ...settings, group: { name: 'roster', pull: 'clone', put: false } });
  for (const list of document.querySelectorAll<HTMLElement>('[data-need]')) new Sortable(list, { ...settings, group: 'roster', emptyInsertThreshold: 40 });
}

/** Says of every need whether the person fits. An answer that comes after the drop is not shown. */
async function mark(item: HTMLElement): Promise<void> {
  const turn = ++asked;
  const seat = item.dataset['seat'] ?? '';
  const path = `/api/v1/coord/activities/${main()?.dataset['roster']}/people/${item.dataset['citizen']}/fits?seat=${seat}`;
  const answer = await fetch(path, { credentials: 'same-origin', headers: { 'Accept-Language': document.documentElement.lang } }).catch(() => null);
  if (!answer?.ok || turn !== asked) return;
  const { items } = (await answer.json()) as { items: Fit[] };
  if (turn !== asked) return;
  for (const fit of items) {
    const shift = document.querySelector<HTMLElement>(`[data-shift="${CSS.escape(fit.need)}"]`);
    if (!shift) continue;
    const tone = fit.reason === 'ok' ? 'g' : fit.overridable ? 'y' : 'r';
    const badge = document.createElement('span');
    badge.className = `badge fit ${tone}`;
    const icon = document.querySelector<HTMLTemplateElement>(`template[data-fit="${tone}"]`);
    if (icon) badge.append(icon.content.cloneNode(true));
    badge.append(fit.word);
    shift.append(badge);
    shift.classList.add(`fit-${tone}`);
    marks.push(badge);
  }
}

function unmark(): void {
  asked += 1;
  for (const badge of marks.splice(0)) {
    badge.parentElement?.classList.remove('fit-g', 'fit-y', 'fit-r');
    badge.remove();
  }
}

async function dropped({ item, from, to }: Sortable.SortableEvent): Promise<void> {
  unmark();
  const form = document.querySelector<HTMLFormElement>('form[data-dragform]');
  const need = to.dataset['need'];
  if (from === to || !form || !need) return;
  const { seat, citizen = '' } = item.dataset;
  const base = form.action;
  const fields = new URLSearchParams(Array.from(new FormData(form), ([name, value]) => [name, String(value)]));
  fields.set('need', need);
  fields.set('citizen', citizen);
  const action = seat ? `${base}/seats/${seat}/move` : `${base}/needs/${need}/assign`;
  main()?.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(action, { method: 'POST', credentials: 'same-origin', headers: { Accept: 'text/html' }, body: fields });
    if (answer.status === 422) {
      location.assign(seat ? `${base}/seats/${seat}` : `${base}/needs/${need}/assign?citizen=${citizen}`);
      return;
    }
    show(new DOMParser().parseFromString(await answer.text(), 'text/html'), answer.ok);
  } catch {
    location.reload(); // What is on the screen is not what is kept.
  }
}

/** Shows the board as the answer has it; where it was refused, the board as it is now under what is wrong. */
function show(answer: Document, done: boolean): void {
  const [now, next] = [document.querySelector('main'), answer.querySelector('main')];
  if (!now || !next) {
    location.reload();
    return;
  }
  now.replaceWith(document.importNode(next, true));
  connect();
  if (done) say(answer.querySelector('.flash, [data-flash]')?.textContent?.trim() ?? '');
  else document.querySelector<HTMLElement>('main')?.focus();
}

connect();
