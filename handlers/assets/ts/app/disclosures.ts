/** Closes the person's menu like a menu, and folds `data-desktop-open` parts on narrow screens. */
export function connectDisclosures(): void {
  if (!matchMedia('(min-width: 1024px)').matches) {
    for (const part of document.querySelectorAll<HTMLDetailsElement>('details[data-desktop-open]')) part.open = false;
  }
  for (const menu of document.querySelectorAll<HTMLDetailsElement>('details.menu')) connectMenu(menu);
}

function connectMenu(menu: HTMLDetailsElement): void {
  document.addEventListener('click', (event) => {
    if (!menu.contains(event.target as Node)) menu.open = false;
  });
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    menu.querySelector('summary')?.focus();
  });
  menu.addEventListener('focusout', (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget as Node)) menu.open = false;
  });
}
