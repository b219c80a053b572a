/** What the API calls a response: one of these keys, by the type of question. */
export interface Answer {
  choice?: string;
  choices?: string[];
  value?: boolean;
  text?: string;
}

/** Reads the answer that a form shows now; undefined when nothing is chosen yet. */
export function read(form: HTMLFormElement): Answer | undefined {
  const fields = new FormData(form);
  if (named(form, 'choices').length > 0) return { choices: fields.getAll('choices').map(String) };
  if (fields.has('choice')) return { choice: String(fields.get('choice')) };
  if (fields.has('value')) return { value: fields.get('value') === 'true' };
  if (fields.has('text')) return { text: String(fields.get('text')).normalize('NFC') };
  return undefined;
}

/** Puts an answer into the form. */
export function write(form: HTMLFormElement, answer: Answer): void {
  const checked = new Set([answer.choice, ...(answer.choices ?? []), answer.value === undefined ? undefined : String(answer.value)]);
  for (const name of ['choice', 'choices', 'value']) {
    for (const box of named(form, name)) box.checked = checked.has(box.value);
  }
  for (const input of named(form, 'text')) input.value = answer.text ?? '';
}

/** An answer in the words of the form, or `blank` when it is empty. */
export function describe(form: HTMLFormElement, answer: Answer, blank: string): string {
  if (answer.text !== undefined) return answer.text || blank;
  const ids = [answer.choice, ...(answer.choices ?? []), answer.value === undefined ? undefined : String(answer.value)];
  const boxes = ['choice', 'choices', 'value'].flatMap((name) => named(form, name)).filter((box) => ids.includes(box.value));
  return boxes.map((box) => box.closest('label')?.textContent?.trim() ?? '').join(', ') || blank;
}

export function isBlank(answer: Answer): boolean {
  return answer.text === '' || answer.choices?.length === 0;
}

export function same(a: Answer | undefined, b: Answer | undefined): boolean {
  return JSON.stringify(normal(a)) === JSON.stringify(normal(b));
}

const normal = (a: Answer | undefined): unknown => [a?.choice, a?.choices && [...a.choices].sort(), a?.value, a?.text];

const named = (form: HTMLFormElement, name: string): HTMLInputElement[] => [
  ...form.querySelectorAll<HTMLInputElement>(`input[name="${name}"], textarea[name="${name}"]`),
];
