const pause = 400; // ms without a key before the picture is drawn again

/** Draws the certificate again while its template is edited: `form[data-preview]` names where the picture comes from. */
export function connectCertificate(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-preview]');
  const shown = document.getElementById('cert-preview');
  if (!form?.dataset.preview || !shown) return;
  const address = form.dataset.preview;
  let timer = 0;
  let turn = 0;
  const draw = async (): Promise<void> => {
    const mine = ++turn;
    shown.setAttribute('aria-busy', 'true');
    try {
      const body = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value);
      const answer = await fetch(address, { method: 'POST', body, credentials: 'same-origin', headers: { Accept: 'text/html' } });
      const html = await answer.text();
      // A slower answer to an earlier state must not cover the newer picture.
      if (!answer.ok || answer.redirected || mine !== turn) return;
      const page = new DOMParser().parseFromString(html, 'text/html');
      shown.replaceChildren(...Array.from(page.body.childNodes, (node) => document.importNode(node, true)));
    } catch {
      return; // the next change tries again
    } finally {
      if (mine === turn) shown.removeAttribute('aria-busy');
    }
  };
  form.addEventListener('input', () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void draw(), pause);
  });
}
