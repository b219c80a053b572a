/**
 * Turns a row of links to sections into tabs: one section shows, arrows move between them. The section named by the
 * address comes first, else the first one.
 */
export function connectTabs(): void {
  for (const row of document.querySelectorAll<HTMLElement>('[data-tabs]')) connect(row);
}

interface Tab {
  link: HTMLAnchorElement;
  panel: HTMLElement;
}

function connect(row: HTMLElement): void {
  const tabs = pairs(row);
  if (tabs.length === 0) return;
  row.setAttribute('role', 'tablist');
  for (const [index, tab] of tabs.entries()) {
    prepare(tab);
    tab.link.addEventListener('click', (event) => {
      event.preventDefault();
      choose(tabs, index);
    });
    tab.link.addEventListener('keydown', (event) => move(tabs, index, event));
  }
  const named = tabs.findIndex((tab) => tab.link.hash === location.hash);
  choose(tabs, Math.max(0, named));
}

function pairs(row: HTMLElement): Tab[] {
  return [...row.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')].flatMap((link) => {
    const panel = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    return panel ? [{ link, panel }] : [];
  });
}

function prepare({ link, panel }: Tab): void {
  link.setAttribute('role', 'tab');
  link.setAttribute('aria-controls', panel.id);
  panel.setAttribute('role', 'tabpanel');
  panel.setAttribute('aria-labelledby', link.id);
}

function choose(tabs: Tab[], index: number): void {
  for (const [i, { link, panel }] of tabs.entries()) {
    link.setAttribute('aria-selected', String(i === index));
    link.tabIndex = i === index ? 0 : -1;
    panel.hidden = i !== index;
  }
}

function move(tabs: Tab[], from: number, event: KeyboardEvent): void {
  const last = tabs.length - 1;
  const to = { ArrowRight: from === last ? 0 : from + 1, ArrowLeft: from === 0 ? last : from - 1, Home: 0, End: last, ' ': from }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  choose(tabs, to);
  tabs[to]?.link.focus();
}
