/**
 * Asks before a page is left on which something was written into a form with `data-unsaved` and not sent. What stands in
 * `data-passing` is only looked at, never kept.
 */
export function connectUnsaved(): void {
  const changed = new Set<HTMLFormElement>();
  document.addEventListener('input', (event) => {
    const from = event.target as Element;
    const form = from.closest<HTMLFormElement>('form[data-unsaved]');
    if (form && !from.closest('[data-passing]')) changed.add(form);
  });
  window.addEventListener('beforeunload', (event) => {
    const sent = document.querySelector('form[data-unsaved][data-sent]'); // what else stands open there is kept by itself
    if (changed.size > 0 && !sent) event.preventDefault();
  });
}
