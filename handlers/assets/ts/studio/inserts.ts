/** Lets buttons put their snippet into a text, where the writer was. Works for lists that are drawn anew as well. */
export function connectInserts(): void {
  show(document);
  new MutationObserver(() => show(document)).observe(document.body, { childList: true, subtree: true });
  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>('button[data-insert]');
    const field = button && document.getElementById(button.dataset['insert'] ?? '');
    if (!button || !(field instanceof HTMLTextAreaElement)) return;
    insert(field, button.dataset['snippet'] ?? '');
  });
}

function show(root: ParentNode): void {
  for (const button of root.querySelectorAll<HTMLButtonElement>('button[data-insert][hidden]')) button.hidden = false;
}

// A picture stands in a paragraph of its own.
function insert(field: HTMLTextAreaElement, snippet: string): void {
  const at = field.selectionEnd;
  const before = field.value.slice(0, at);
  const gap = before === '' || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n';
  field.focus();
  field.setRangeText(`${gap}${snippet}\n`, at, at, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
