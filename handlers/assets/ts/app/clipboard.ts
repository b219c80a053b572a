import { say } from '../page/live';

/** Shows the buttons that copy a text or open the print dialog, which work only with script. */
export function connectClipboard(): void {
  for (const button of document.querySelectorAll<HTMLElement>('[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', () => window.print());
  }
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll<HTMLElement>('[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', () => void copy(button));
  }
}

async function copy(button: HTMLElement): Promise<void> {
  const done = button.dataset['copied'] ?? '';
  if (button.hasAttribute('data-busy-copy')) return;
  await navigator.clipboard.writeText(button.dataset['copy'] ?? '');
  say(done);
  const before = button.innerHTML;
  button.setAttribute('data-busy-copy', '');
  button.style.minWidth = `${button.offsetWidth}px`;
  button.textContent = done;
  window.setTimeout(() => {
    button.innerHTML = before;
    button.removeAttribute('data-busy-copy');
  }, 2000);
}
