import { say } from '../page/live';

/** Opens dialogs from `data-open`, closes them from `data-close` or a click on the backdrop. */
export function connectDialogs(): void {
  document.addEventListener('click', (event) => {
    const target = event.target as Element;
    const opener = target.closest<HTMLElement>('[data-open]');
    if (opener) return open(opener, event);
    const closer = target.closest<HTMLElement>('[data-close]');
    if (closer) return close(closer);
    if (target instanceof HTMLDialogElement && outside(target, event)) target.close();
  });
}

function open(opener: HTMLElement, event: MouseEvent): void {
  const dialog = document.getElementById(opener.dataset['open'] ?? '');
  const newTab = event.ctrlKey || event.metaKey || event.shiftKey;
  if (!(dialog instanceof HTMLDialogElement) || newTab) return;
  event.preventDefault();
  if (!dialog.open) dialog.showModal();
}

function close(closer: HTMLElement): void {
  closer.closest('dialog')?.close();
  say(closer.dataset['say'] ?? '');
}

// A click on the padding of a dialog also has the dialog as its target, so the place decides. Keys have no place (0, 0).
function outside(dialog: HTMLDialogElement, at: MouseEvent): boolean {
  const box = dialog.getBoundingClientRect();
  const inside = at.clientX >= box.left && at.clientX <= box.right && at.clientY >= box.top && at.clientY <= box.bottom;
  return !inside && at.detail > 0;
}
