/** A caption. Times are in milliseconds, NaN where they cannot be read; lines part with "\n". */
export interface Cue {
  start: number;
  end: number;
  text: string;
}

const markup = /<\/?[a-zA-Z][^<>]*>|<[\d:.]+>|<\/>|\{\\[^{}]*\}/g;

/**
 * Reads WebVTT or SRT as the server does (media/captions.go), but for cues that are not finished: those without text stay,
 * and a time may be unreadable. Answers undefined for a text that does not part into cues.
 */
export function parseCues(text: string): Cue[] | undefined {
  const blocks = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n').normalize('NFC').split(/\n(?:[^\S\n]*\n)+/);
  if (/^WEBVTT(?:[ \t\n]|$)/.test(blocks[0] ?? '')) blocks.shift();
  const cues: Cue[] = [];
  for (const block of blocks) {
    const lines = block.split('\n').filter((line) => line.trim() !== '');
    if (lines.length === 0 || isAside(lines[0]!)) continue;
    const cue = readCue(lines);
    if (!cue) return undefined;
    cues.push(cue);
  }
  return cues;
}

function isAside(first: string): boolean {
  return /^(?:NOTE|STYLE|REGION)(?:[ \t]|$)/.test(first) && !first.includes('-->');
}

function readCue(lines: string[]): Cue | undefined {
  const at = lines.findIndex((line) => line.includes('-->'));
  const words = lines.slice(at + 1);
  if (at < 0 || at > 1 || words.some((line) => line.includes('-->'))) return undefined;
  const [from = '', to = ''] = lines[at]!.split('-->');
  return { start: readTime(from), end: readTime(to.trim().split(/\s/)[0] ?? ''), text: words.map(plain).join('\n') };
}

function plain(line: string): string {
  const bare = line.replace(markup, '');
  if (!bare.includes('&')) return bare.trim();
  const page = new DOMParser().parseFromString(bare.replace(/</g, '&lt;'), 'text/html');
  return (page.body.textContent ?? '').trim();
}

/** Writes cues as the server does; an unreadable time is a question mark. */
export function formatCues(cues: Cue[]): string {
  if (cues.length === 0) return '';
  const escape = (line: string): string => line.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  const blocks = cues.map(({ start, end, text }) => {
    const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
    return `\n${full(start)} --> ${full(end)}\n${lines.map((line) => `${escape(line)}\n`).join('')}`;
  });
  return `WEBVTT\n${blocks.join('')}`;
}

/** Reads a time as people write it: 1:02.5, 62,5, 0:01:02.500. */
export function readTime(typed: string): number {
  const match = /^(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,5})(?:[.,](\d{1,3}))?$/.exec(typed.trim());
  if (!match) return NaN;
  const [, h, m, s, fraction = ''] = match;
  if ((h && Number(m) > 59) || (m && Number(s) > 59)) return NaN;
  return Number(h ?? 0) * 3_600_000 + Number(m ?? 0) * 60_000 + Number(s) * 1000 + Number(fraction.padEnd(3, '0'));
}

/** Writes a time for the eye: 1:02.500, 1:00:02.500. */
export function writeTime(ms: number): string {
  if (Number.isNaN(ms)) return '';
  return full(ms).replace(/^00:0?/, '').replace(/^0(?=\d:\d\d:)/, '');
}

function full(ms: number): string {
  if (Number.isNaN(ms)) return '?';
  const two = (n: number): string => String(Math.floor(n)).padStart(2, '0');
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}.${String(ms % 1000).padStart(3, '0')}`;
}
