// Loaded by the contents of a course: sections and lessons can be dragged, beside the buttons that do the same.
import Sortable from 'sortablejs';

import { say } from './page/live';

const outline = '#outline';

/**
 * Lets what has a handle (`[data-handle]`) be dragged within its list: sections in `[data-sections]`, lessons in and among
 * `[data-lessons]`. Each drop is the post that the buttons of the row would make; what the server answers is shown.
 */
function connect(): void {
  for (const handle of document.querySelectorAll<HTMLElement>(`${outline} [data-handle]`)) handle.hidden = false;
  const settings = { handle: '[data-handle]', animation: 0, ghostClass: 'lifted', onEnd: (event: Sortable.SortableEvent) => void dropped(event) };
  for (const list of document.querySelectorAll<HTMLElement>('[data-sections]')) new Sortable(list, { ...settings, draggable: '[data-section]' });
  for (const list of document.querySelectorAll<HTMLElement>('[data-lessons]')) {
    new Sortable(list, { ...settings, draggable: '[data-lesson]', group: 'lessons', emptyInsertThreshold: 40 });
  }
}

async function dropped({ item, from, to, oldDraggableIndex, newDraggableIndex }: Sortable.SortableEvent): Promise<void> {
  if (from === to && oldDraggableIndex === newDraggableIndex) return;
  const form = item.querySelector<HTMLFormElement>('form[data-moves]');
  if (!form) return;
  const fields = new URLSearchParams(Array.from(new FormData(form), ([name, value]) => [name, String(value)]));
  fields.set('do', 'place');
  fields.set('place', String(newDraggableIndex ?? 0));
  fields.set('section', to.dataset['lessons'] ?? '');
  document.querySelector(outline)?.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(form.action, { method: 'POST', credentials: 'same-origin', headers: { Accept: 'text/html' }, body: fields });
    show(new DOMParser().parseFromString(await answer.text(), 'text/html'), answer.ok ? (item.dataset['moved'] ?? '') : '');
  } catch {
    location.reload(); // What is on the screen is not what is kept.
  }
}

/** Shows the contents as the answer has them, or the whole answer where it says what is wrong. */
function show(answer: Document, done: string): void {
  const part = done ? outline : 'main';
  const [now, next] = [document.querySelector(part), answer.querySelector(part)];
  if (!now || !next) {
    location.reload();
    return;
  }
  now.replaceWith(document.importNode(next, true));
  connect();
  if (done) say(done);
  else document.querySelector<HTMLElement>('main')?.focus();
}

connect();
