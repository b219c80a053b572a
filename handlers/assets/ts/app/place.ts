/** Brings the link to this very page into view in a row of links that scrolls, where the browser does not do so itself. */
export function showPlace(): void {
  for (const here of document.querySelectorAll<HTMLElement>('.subnav [aria-current]')) {
    const row = here.parentElement;
    if (row && row.scrollLeft === 0) row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
  }
}
