/** After a full page load, puts the focus on what the person must read first: what is wrong, else what was done. */
export function takeFocus(): void {
  const first = document.querySelector<HTMLElement>('.error-summary') ?? document.querySelector<HTMLElement>('[data-flash]');
  first?.focus();
  document.querySelector('.error-summary')?.addEventListener('click', jump);
}

// The browser would scroll to the field but, for a group, not put the focus into it.
function jump(event: Event): void {
  const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="#"]');
  const named = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!named) return;
  const field = named.matches('input, select, textarea, button') ? named : named.querySelector<HTMLElement>('input, select, textarea, button');
  if (!field) return;
  event.preventDefault();
  field.focus();
  (field.closest('.field, fieldset') ?? field).scrollIntoView({ block: 'center' });
}
