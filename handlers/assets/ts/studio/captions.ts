/** Lets a captions file be chosen instead of pasted: its text goes into the field, where it is checked when it is sent. */
export function connectCaptions(): void {
  for (const label of document.querySelectorAll<HTMLElement>('label[data-load]')) {
    const field = document.getElementById(label.dataset['load'] ?? '');
    const input = label.querySelector('input');
    if (!(field instanceof HTMLTextAreaElement) || !input) continue;
    label.hidden = false;
    input.addEventListener('change', () => {
      const [file] = input.files ?? [];
      if (file) void file.arrayBuffer().then((raw) => put(field, decode(raw)));
      input.value = '';
    });
  }
}

function put(field: HTMLTextAreaElement, text: string): void {
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.focus();
}

// UTF-16 with a mark, UTF-8, or EUC-KR as older Korean tools write it.
function decode(raw: ArrayBuffer): string {
  const [a, b] = new Uint8Array(raw);
  if (a === 0xff && b === 0xfe) return new TextDecoder('utf-16le').decode(raw);
  if (a === 0xfe && b === 0xff) return new TextDecoder('utf-16be').decode(raw);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(raw);
  } catch {
    return new TextDecoder('euc-kr').decode(raw);
  }
}
