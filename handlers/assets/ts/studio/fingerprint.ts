const edge = 1 << 20; // bytes

/**
 * A name by which this device knows a file again: its name, its size, and what its first and last mebibyte are. Where the
 * page is not served safely and nothing can be digested, the time of its last change stands for them.
 */
export async function fingerprint(file: File): Promise<string> {
  const parts: BlobPart[] = [file.name.normalize('NFC'), `\n${file.size}\n`];
  if (!globalThis.crypto?.subtle) return `t-${plain(`${file.name.normalize('NFC')} ${file.size}`)}-${file.lastModified}`;
  parts.push(file.slice(0, edge), file.slice(Math.max(edge, file.size - edge)));
  const digest = await crypto.subtle.digest('SHA-256', await new Blob(parts).arrayBuffer());
  return Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, '0')).join('');
}

// FNV-1a, 32 bits: enough beside a size and a time.
function plain(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16);
}
