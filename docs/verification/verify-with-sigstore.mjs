// Verifies a run directory with the npm packages of sigstore and the signer's public key alone:
//   npm install && node verify-with-sigstore.mjs RUN signing.pub.pem...
// Give every signer's public key. No transparency log, time stamp or certificate takes part.
import { createHash, createPublicKey } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleFromJSON } from '@sigstore/bundle';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';

const [run, ...keyFiles] = process.argv.slice(2);
if (!run || keyFiles.length === 0) {
  console.error('usage: node verify-with-sigstore.mjs RUN PUBLIC_KEY...');
  process.exit(2);
}

/** SHA256: and the unpadded base64 of the SHA-256 of the OpenSSH public key blob, as ssh-keygen -lf prints it. */
function keyid(key) {
  const jwk = key.export({ format: 'jwk' });
  const octets = (text) => Buffer.from(text, 'base64url');
  const parts =
    jwk.kty === 'OKP'
      ? ['ssh-ed25519', octets(jwk.x)]
      : ['ecdsa-sha2-nistp256', 'nistp256', Buffer.concat([Buffer.of(4), octets(jwk.x), octets(jwk.y)])];
  const blob = parts.map((part) => {
    const bytes = Buffer.from(part);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  });
  return 'SHA256:' + createHash('sha256').update(Buffer.concat(blob)).digest('base64').replace(/=+$/, '');
}

async function sha256(file) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk);
  }
  return hash.digest('hex');
}

const keys = {};
for (const file of keyFiles) {
  const key = createPublicKey(readFileSync(file));
  keys[keyid(key)] = { rawBytes: key.export({ format: 'der', type: 'spki' }) };
}
const noAuthorities = { certificateAuthorities: [], timestampAuthorities: [], tlogs: [], ctlogs: [] };
const verifier = new Verifier(toTrustMaterial(noAuthorities, keys), {
  ctlogThreshold: 0,
  tlogThreshold: 0,
  timestampThreshold: 0,
});

const envelope = JSON.parse(readFileSync(join(run, 'manifest.dsse.json'), 'utf8'));
if (envelope.signatures.length === 0) {
  throw new Error('the envelope has no signature');
}
// A sigstore bundle holds one signature, so an envelope with several makes several bundles.
for (const signature of envelope.signatures) {
  const bundle = bundleFromJSON({
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { publicKey: { hint: signature.keyid } },
    dsseEnvelope: { ...envelope, signatures: [signature] },
  });
  verifier.verify(toSignedEntity(bundle));
  console.log(`${signature.keyid}: signature verified`);
}

const payload = Buffer.from(envelope.payload, 'base64');
if (!payload.equals(readFileSync(join(run, 'manifest.json')))) {
  throw new Error('manifest.json is not what was signed');
}
const statement = JSON.parse(payload.toString('utf8'));
for (const { name, digest } of statement.subject) {
  if ((await sha256(join(run, name))) !== digest.sha256) {
    throw new Error(`${name} is not what was signed`);
  }
}
console.log(`${statement.subject.length} files verified`);
