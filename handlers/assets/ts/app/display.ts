/** Applies text size and contrast as soon as they are chosen and saves them behind; without script the form posts. */
export function connectDisplay(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-view-form]')) connect(form);
}

function connect(form: HTMLFormElement): void {
  let saved: Promise<boolean> | undefined;
  form.addEventListener('change', () => {
    apply(new FormData(form));
    saved = save(form);
  });
  form.addEventListener('submit', (event) => {
    const dialog = form.closest('dialog');
    if (!dialog || !saved) return;
    event.preventDefault();
    void saved.then((done) => (done ? dialog.close() : form.submit()));
  });
}

function apply(choice: FormData): void {
  const root = document.documentElement;
  mark(root, 'data-size', choice.get('size'));
  mark(root, 'data-krds-mode', choice.get('mode'));
}

function mark(root: HTMLElement, attribute: string, value: FormDataEntryValue | null): void {
  if (value) root.setAttribute(attribute, String(value));
  else root.removeAttribute(attribute);
}

async function save(form: HTMLFormElement): Promise<boolean> {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) fields.set(name, String(value));
  try {
    const answer = await fetch(form.action, { method: 'POST', credentials: 'same-origin', redirect: 'manual', body: fields });
    return answer.type === 'opaqueredirect' || answer.ok;
  } catch {
    return false;
  }
}
