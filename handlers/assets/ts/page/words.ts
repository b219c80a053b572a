/** Fills the `{name}` gaps of a text that the server wrote. */
export function fill(text: string, gaps: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (gap, name: string) => String(gaps[name] ?? gap));
}

/** Reads `data-text-NAME` of an element and fills its gaps; empty when the page has no such text. */
export function words(from: Element, name: string, gaps: Record<string, string | number> = {}): string {
  return fill(from.getAttribute(`data-text-${name}`) ?? '', gaps);
}
