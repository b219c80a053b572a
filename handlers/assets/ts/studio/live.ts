const every = 3000; // ms

/**
 * Keeps `[data-live]` lists as the server has them while something in them is being worked on (`[data-working]`). Rows
 * (`[data-row]`) are exchanged one by one, and never one that somebody is in.
 */
export function connectLists(): void {
  if (!document.querySelector('[data-live]')) return;
  window.setInterval(() => {
    if (!document.hidden && document.querySelector('[data-live] [data-working]')) void refresh();
  }, every);
}

/** Brings the lists up to date now. */
export async function refresh(): Promise<void> {
  let page: Document;
  try {
    const answer = await fetch(location.href, { credentials: 'same-origin', headers: { Accept: 'text/html' } });
    if (!answer.ok || answer.redirected) return;
    page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  } catch {
    return; // The next turn tries again.
  }
  for (const list of document.querySelectorAll<HTMLElement>('[data-live]')) {
    const now = page.getElementById(list.id);
    if (now) exchange(list, now);
  }
}

function exchange(list: HTMLElement, now: HTMLElement): void {
  const kept = new Set<string>();
  let last: Element | null = null;
  for (const fresh of now.querySelectorAll<HTMLElement>(':scope > [data-row]')) {
    kept.add(fresh.id);
    const old = document.getElementById(fresh.id);
    const row: Element = old && (same(old, fresh) || busy(old)) ? old : document.importNode(fresh, true);
    if (old && old !== row) old.replaceWith(row);
    else if (!old) list.insertBefore(row, last ? last.nextSibling : list.firstChild);
    last = row;
  }
  for (const row of list.querySelectorAll<HTMLElement>(':scope > [data-row]')) {
    if (!kept.has(row.id) && !busy(row)) row.remove();
  }
}

/** Whether somebody is in the row, or is watching it. */
function busy(row: Element): boolean {
  return row.matches(':focus-within') || Array.from(row.querySelectorAll('video')).some((v) => !v.paused);
}

// Addresses are signed anew now and then; that alone is no reason to draw a row again.
function same(a: HTMLElement, b: HTMLElement): boolean {
  const bare = (e: HTMLElement): string => e.outerHTML.replace(/(src|poster|value)="[^"]*"/g, '').replace(/ hidden(="")?/g, '');
  return bare(a) === bare(b);
}
