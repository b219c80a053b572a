/** Asks before a page is left on which something was written into a form with `data-unsaved` and not sent. */
export function connectUnsaved(): void {
  const changed = new Set<HTMLFormElement>();
  document.addEventListener('input', (event) => {
    const form = (event.target as Element).closest<HTMLFormElement>('form[data-unsaved]');
    if (form) changed.add(form);
  });
  window.addEventListener('beforeunload', (event) => {
    const sent = document.querySelector('form[data-unsaved][data-sent]'); // what else stands open there is kept by itself
    if (changed.size > 0 && !sent) event.preventDefault();
  });
}
