let waiting = 0;

/** Speaks a text through the page's one live region. Only the last of several texts within 100 ms is spoken. */
export function say(text: string): void {
  const region = document.getElementById('live');
  if (!region || !text) return;
  region.textContent = '';
  clearTimeout(waiting);
  waiting = window.setTimeout(() => {
    region.textContent = text;
  }, 100);
}
