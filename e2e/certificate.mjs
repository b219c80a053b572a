// Looking at a certificate with the tools of somebody who does not trust us: the text of the PDF and its QR code.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const tool = promisify(execFile);

/** The words of a PDF, as pdftotext reads them, on one line. */
export async function pdfText(file) {
  const { stdout } = await tool('pdftotext', ['-layout', file, '-']);
  return stdout.normalize('NFC').replace(/\s+/g, ' ');
}

/** What the QR code on the first page of a PDF says. */
export function pdfCode(file) {
  return inFolder(async (folder) => {
    await tool('pdftoppm', ['-png', '-r', '150', '-singlefile', file, join(folder, 'page')]);
    return readCode(join(folder, 'page.png'));
  });
}

/** What the QR code on a picture says. */
export function pictureCode(png) {
  return inFolder(async (folder) => {
    await writeFile(join(folder, 'page.png'), png);
    return readCode(join(folder, 'page.png'));
  });
}

async function readCode(picture) {
  const { stdout } = await tool('zbarimg', ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', picture]);
  return stdout.trim();
}

async function inFolder(work) {
  const folder = await mkdtemp(join(tmpdir(), 'academy-certificate-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
