// Loaded by pages with a list to be put in order: its items can be dragged, beside the buttons that do the same.
import Sortable from 'sortablejs';

/** Lets the items of `[data-drag]` be dragged by their handles. The list says that it has changed, as a field does. */
function connect(list: HTMLElement): void {
  for (const handle of list.querySelectorAll<HTMLElement>('[data-handle]')) handle.hidden = false;
  new Sortable(list, {
    handle: '[data-handle]',
    animation: 0,
    ghostClass: 'lifted',
    onEnd: ({ oldIndex, newIndex }) => {
      if (oldIndex === newIndex) return;
      list.querySelectorAll('[data-place]').forEach((place, i) => (place.textContent = String(i + 1)));
      list.dispatchEvent(new Event('change', { bubbles: true }));
    },
  });
}

document.querySelectorAll<HTMLElement>('[data-drag]').forEach(connect);
