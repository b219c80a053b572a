import { words } from '../page/words';

/** Sent at the form when the server does not take a file as the answer; the detail says why. */
export const fileRefused = 'pd:file-refused';

/** What the API calls a response: one of these keys, by the type of question. */
export interface Answer {
  choice?: string;
  choices?: string[];
  value?: boolean;
  text?: string;
  number?: string;
  unit?: string;
  pairs?: Record<string, string>;
  order?: string[];
  gaps?: Record<string, string>;
  asset?: string;
}

/** Sent at the field of a file when its answer was put there by something else than its learner's hand. */
export const filePut = 'pd:file-put';

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Reads the answer that a form shows now; undefined when nothing is chosen yet. */
export function read(form: HTMLFormElement): Answer | undefined {
  const fields = new FormData(form);
  const text = (name: string): string => String(fields.get(name)).normalize('NFC');
  if (named(form, 'choices').length > 0) return { choices: fields.getAll('choices').map(String) };
  if (fields.has('choice')) return { choice: text('choice') };
  if (fields.has('value')) return { value: fields.get('value') === 'true' };
  if (fields.has('text')) return { text: text('text') };
  if (fields.has('number')) return text('unit') && fields.has('unit') ? { number: text('number'), unit: text('unit') } : { number: text('number') };
  if (fields.has('order')) return { order: fields.getAll('order').map(String) };
  if (fields.has('asset')) return { asset: text('asset') };
  if (beginning(form, 'pair.').length > 0) return { pairs: held(form, 'pair.') };
  if (beginning(form, 'gap.').length > 0) return { gaps: held(form, 'gap.') };
  return undefined;
}

/** Puts an answer into the form. */
export function write(form: HTMLFormElement, answer: Answer): void {
  const checked = chosen(answer);
  for (const name of ['choice', 'choices', 'value']) {
    for (const box of named(form, name)) (box as HTMLInputElement).checked = checked.includes(box.value);
  }
  for (const field of named(form, 'text')) field.value = answer.text ?? '';
  for (const field of named(form, 'number')) field.value = answer.number ?? '';
  for (const field of named(form, 'unit')) field.value = answer.unit ?? '';
  for (const field of named(form, 'asset')) {
    field.value = answer.asset ?? '';
    field.dispatchEvent(new Event(filePut, { bubbles: true }));
  }
  put(form, 'pair.', answer.pairs);
  put(form, 'gap.', answer.gaps);
  for (const id of answer.order ?? []) {
    const item = named(form, 'order').find((field) => field.value === id)?.closest('li');
    item?.parentElement?.append(item);
  }
}

/** An answer in the words of the form, or `blank` when it is empty. */
export function describe(form: HTMLFormElement, answer: Answer, blank: string): string {
  if (isBlank(answer)) return blank;
  const typed = [answer.text, answer.number, answer.unit].filter(Boolean).join(' ');
  if (typed) return typed;
  if (answer.asset) return words(form.querySelector('[data-hand-in]') ?? form, 'other');
  if (answer.order) return answer.order.map((id) => labelOf(named(form, 'order').find((field) => field.value === id)?.closest('li'))).join(' → ');
  const filled = Object.entries(answer.pairs ?? answer.gaps ?? {});
  if (filled.length > 0) return filled.map(([name, value]) => inField(form, (answer.pairs ? 'pair.' : 'gap.') + name, value)).join(', ');
  const boxes = ['choice', 'choices', 'value'].flatMap((name) => named(form, name)).filter((box) => chosen(answer).includes(box.value));
  return boxes.map((box) => labelOf(box.closest('label'))).join(', ') || blank;
}

export function isBlank(answer: Answer): boolean {
  if (answer.text !== undefined) return answer.text.trim() === '';
  if (answer.asset !== undefined) return answer.asset === '';
  if (answer.number !== undefined) return answer.number.trim() === '';
  const filled = answer.pairs ?? answer.gaps;
  if (filled) return Object.values(filled).every((value) => value.trim() === '');
  return answer.choices?.length === 0;
}

/** Whether two answers say the same. One that nobody has given and one that was emptied are the same. */
export function same(a: Answer | undefined, b: Answer | undefined): boolean {
  return JSON.stringify(normal(a)) === JSON.stringify(normal(b));
}

/** Whether the answer is typed into a field, so that saving waits for a pause. */
export const isTyped = (target: EventTarget | null): boolean =>
  target instanceof Element && target.matches('textarea, input[name="text"], input[name="number"], input[name^="gap."]');

const normal = (a: Answer | undefined): unknown =>
  a && [a.choice, a.choices && [...a.choices].sort(), a.value, a.text, a.number, a.unit, sorted(a.pairs), a.order, sorted(a.gaps), a.asset || undefined];

const sorted = (fields: Record<string, string> | undefined): unknown =>
  fields && Object.entries(fields).filter(([, value]) => value !== '').sort(([a], [b]) => (a < b ? -1 : 1));

const chosen = (answer: Answer): string[] =>
  [answer.choice, ...(answer.choices ?? []), answer.value === undefined ? undefined : String(answer.value)].filter((id) => id !== undefined);

const select = (form: HTMLFormElement, match: string): Field[] =>
  [...form.querySelectorAll<Field>(['input', 'textarea', 'select'].map((tag) => tag + match).join())];

const named = (form: HTMLFormElement, name: string): Field[] => select(form, `[name="${name}"]`);

const beginning = (form: HTMLFormElement, prefix: string): Field[] => select(form, `[name^="${prefix}"]`);

const held = (form: HTMLFormElement, prefix: string): Record<string, string> =>
  Object.fromEntries(beginning(form, prefix).map((field) => [field.name.slice(prefix.length), field.value.normalize('NFC')]).filter(([, value]) => value !== ''));

function put(form: HTMLFormElement, prefix: string, fields: Record<string, string> | undefined): void {
  for (const field of beginning(form, prefix)) field.value = fields?.[field.name.slice(prefix.length)] ?? '';
}

function inField(form: HTMLFormElement, name: string, value: string): string {
  const [field] = named(form, name);
  if (!(field instanceof HTMLSelectElement)) return value;
  const option = [...field.options].find((o) => o.value === value);
  return `${labelOf(field.labels[0])} ${option?.text ?? value}`.trim();
}

const labelOf = (element: Element | null | undefined): string => element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
