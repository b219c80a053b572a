import { words } from '../page/words';

/** Guards POST forms against a second press, but for buttons whose answer is a file, and lets people see the password they type. */
export function connectForms(): void {
  document.addEventListener('submit', guard);
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) for (const form of document.querySelectorAll<HTMLFormElement>('form[data-sent]')) release(form);
  });
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-show-password]')) connectPassword(button);
}

function guard(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  const stays = event.submitter instanceof HTMLElement && event.submitter.hasAttribute('data-stays');
  const off = event.defaultPrevented || form.method !== 'post' || form.dataset['guard'] === 'off' || stays;
  if (off) return;
  if (form.hasAttribute('data-sent')) {
    event.preventDefault();
    return;
  }
  form.setAttribute('data-sent', '');
  if (event.submitter instanceof HTMLButtonElement) wait(form, event.submitter);
}

// The button stays enabled until the browser has collected the fields, since its own name and value belong to them.
function wait(form: HTMLFormElement, button: HTMLButtonElement): void {
  button.setAttribute('aria-disabled', 'true');
  window.setTimeout(() => {
    if (!button.dataset['busy'] || !form.hasAttribute('data-sent')) return;
    button.style.minWidth = `${button.offsetWidth}px`;
    button.dataset['rest'] = button.innerHTML;
    button.textContent = button.dataset['busy'];
  }, 150);
}

function release(form: HTMLFormElement): void {
  form.removeAttribute('data-sent');
  for (const button of form.querySelectorAll<HTMLButtonElement>('button[aria-disabled]')) {
    button.removeAttribute('aria-disabled');
    if (button.dataset['rest'] !== undefined) button.innerHTML = button.dataset['rest'];
    delete button.dataset['rest'];
  }
}

function connectPassword(button: HTMLButtonElement): void {
  const input = document.getElementById(button.dataset['showPassword'] ?? '');
  if (!(input instanceof HTMLInputElement)) return;
  button.hidden = false;
  button.addEventListener('click', () => {
    const show = input.type === 'password';
    input.type = show ? 'text' : 'password';
    button.setAttribute('aria-pressed', String(show));
    button.textContent = words(button, show ? 'hide' : 'show');
  });
  // A password manager should find a password field again.
  input.form?.addEventListener('submit', () => {
    input.type = 'password';
  });
}
