/** Brings the link to this very page to the middle of a row of links that scrolls, so that there is something to see on both sides. */
export function showPlace(): void {
  for (const here of document.querySelectorAll<HTMLElement>('.subnav [aria-current]')) {
    const row = here.parentElement;
    if (row) row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
  }
}
