// Cuts the two weights of Pretendard GOV into slices that pages load when they need them:
//   core   ASCII, common signs and the Hangul syllables of core.txt: nearly every page needs only this
//   rest   the other Hangul syllables of the font
//   extra  everything else it has: jamo, accented Latin, Greek, Cyrillic, signs
// Usage: node fonts.mjs CORE.txt OUT-DIR. Writes the .woff2 files, then slices.json.
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const subset = require('subset-font');
const { convert } = require('fontverter');

const [coreList, outDir] = process.argv.slice(2);
const faces = [
  { weight: 400, file: 'PretendardGOV-Regular.subset.woff2' },
  { weight: 700, file: 'PretendardGOV-Bold.subset.woff2' },
];
const fontDir = join(require.resolve('krds-uiux/package.json'), '..', 'resources', 'fonts');
// Stylistic alternates are a quarter of the file, and no page switches them on.
const kept = { targetFormat: 'woff2', noHinting: true, keepFeatures: ['calt', 'ccmp', 'kern', 'locl', 'mark', 'mkmk', 'tnum'] };
const isHangul = (c) => c >= 0xac00 && c <= 0xd7a3;

// characters reads the code points of a font from its cmap (formats 4 and 12).
async function characters(font) {
  const bytes = await convert(font, 'truetype');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = new Set();
  const cmap = tableOffset(view, 'cmap');
  for (let i = 0; i < view.getUint16(cmap + 2); i++) {
    const at = cmap + view.getUint32(cmap + 8 + i * 8);
    const ranges = view.getUint16(at) === 12 ? groups(view, at) : view.getUint16(at) === 4 ? segments(view, at) : [];
    for (const [from, to] of ranges) for (let c = from; c <= to; c++) found.add(c);
  }
  found.delete(0xffff);
  return [...found].sort((a, b) => a - b);
}

function tableOffset(view, wanted) {
  for (let i = 0; i < view.getUint16(4); i++) {
    const at = 12 + i * 16;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((k) => view.getUint8(at + k)));
    if (tag === wanted) return view.getUint32(at + 8);
  }
  throw new Error(`no ${wanted} table`);
}

const groups = (view, at) =>
  Array.from({ length: view.getUint32(at + 12) }, (_, k) => [view.getUint32(at + 16 + k * 12), view.getUint32(at + 20 + k * 12)]);

function segments(view, at) {
  const count = view.getUint16(at + 6) / 2;
  return Array.from({ length: count }, (_, k) => [view.getUint16(at + 16 + count * 2 + k * 2), view.getUint16(at + 14 + k * 2)]);
}

// unicodeRange writes sorted code points as ranges, joined over gaps of up to `gap` code points.
function unicodeRange(points, gap) {
  const ranges = [];
  for (const c of points) {
    const last = ranges.at(-1);
    if (last && c - last[1] <= gap + 1) last[1] = c;
    else ranges.push([c, c]);
  }
  return ranges.map(([a, z]) => `U+${a.toString(16)}${a === z ? '' : `-${z.toString(16)}`}`).join();
}

const core = new Set([...(await readFile(coreList, 'utf8')).replace(/^#.*$/gm, '').replace(/\s/g, '')].map((s) => s.codePointAt(0)));
for (let c = 0x20; c < 0x7f; c++) core.add(c);

const slices = [];
for (const { weight, file } of faces) {
  const font = await readFile(join(fontDir, file));
  const all = await characters(font);
  const parts = [
    { name: 'extra', points: all.filter((c) => !core.has(c) && !isHangul(c)), range: (p) => unicodeRange(p, 12) },
    { name: 'rest', points: all.filter((c) => !core.has(c) && isHangul(c)), range: () => 'U+ac00-d7a3' },
    { name: 'core', points: all.filter((c) => core.has(c)), range: (p) => unicodeRange(p, 0) },
  ];
  for (const { name, points, range } of parts) {
    const slice = `${name}-${weight}.woff2`;
    await writeFile(join(outDir, slice), await subset(font, String.fromCodePoint(...points), kept));
    slices.push({ name, weight, file: slice, range: range(points) });
  }
}
slices.sort((a, b) => ['extra', 'rest', 'core'].indexOf(a.name) - ['extra', 'rest', 'core'].indexOf(b.name));
await writeFile(join(outDir, 'slices.json'), JSON.stringify(slices, null, 1));
