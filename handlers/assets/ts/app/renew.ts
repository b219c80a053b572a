const again = 5000; // ms, after a failure

/**
 * Exchanges each `[data-renew]` part after as many milliseconds as it says for the part of the same id in the page at
 * `data-renew-from`, and goes on with that one. Focus outside the part stays where it is.
 */
export function connectRenewal(): void {
  for (const part of document.querySelectorAll<HTMLElement>('[data-renew]')) wait(part, Number(part.dataset.renew));
}

function wait(part: HTMLElement, after: number): void {
  window.setTimeout(() => void renew(part), Math.max(after, 1000));
}

async function renew(part: HTMLElement): Promise<void> {
  const fresh = await fetched(part);
  if (!fresh) {
    wait(part, again);
    return;
  }
  part.replaceWith(fresh);
  wait(fresh, Number(fresh.dataset.renew));
}

async function fetched(part: HTMLElement): Promise<HTMLElement | null> {
  try {
    const answer = await fetch(part.dataset.renewFrom ?? location.href, { credentials: 'same-origin', headers: { Accept: 'text/html' } });
    if (!answer.ok || answer.redirected) return null;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const now = page.getElementById(part.id);
    return now && document.importNode(now, true);
  } catch {
    return null;
  }
}
