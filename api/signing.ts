import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  hash,
  hkdfSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto'

/** Signs what leaves Doorstep's hands: 64 bytes of Ed25519, in base64. */
export type Signer = { publicKey: string; sign: (text: string) => string }

const KEY_BYTES = 32
/** What DER writes before the 32 bytes of an Ed25519 key (RFC 8410). */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

/** A key of its own for each purpose, out of the one secret that is kept (HKDF-SHA256). */
const derive = (secretKey: Uint8Array, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secretKey, '', purpose, KEY_BYTES))

/** The Ed25519 key whose seed follows from the secret. */
export function signerOf(secretKey: Uint8Array): Signer {
  const seed = derive(secretKey, 'doorstep audit signing')
  const key = createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, seed]), format: 'der', type: 'pkcs8' })
  const der = createPublicKey(key).export({ format: 'der', type: 'spki' })
  return {
    publicKey: der.subarray(PUBLIC_PREFIX.length).toString('base64'),
    sign: (text) => sign(null, Buffer.from(text), key).toString('base64'),
  }
}

function publicKeyOf(text: string): KeyObject | undefined {
  const der = Buffer.concat([PUBLIC_PREFIX, Buffer.from(text, 'base64')])
  return der.length === PUBLIC_PREFIX.length + KEY_BYTES
    ? createPublicKey({ key: der, format: 'der', type: 'spki' })
    : undefined
}

/** All checkpoints of a trail are by one key, so the last one is kept: to make it costs half of what it is for. */
let kept: { text: string; key: KeyObject | undefined } | undefined

/** @param publicKey the 32 bytes, in base64 */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  if (kept?.text !== publicKey) kept = { text: publicKey, key: publicKeyOf(publicKey) }
  return kept.key !== undefined && verify(null, Buffer.from(text), kept.key, Buffer.from(signature, 'base64'))
}

/** Eighty bits of the key's SHA-256, to be noted down by hand: `3f0a 91c2 7d55 e801 b64e`. */
export const fingerprint = (publicKey: string): string =>
  hash('sha256', Buffer.from(publicKey, 'base64'))
    .slice(0, 20)
    .replace(/.{4}(?!$)/g, '$& ')

/**
 * What is hashed together with each fix of a chunk, so that a hash that stands for a fix in an export cannot be guessed
 * by trying places: only whoever has the secret can tell it, and does so for the fixes that are handed out.
 */
export function saltsOf(secretKey: Uint8Array, chunkDigest: string): (place: number) => string {
  const key = createHmac('sha256', derive(secretKey, 'doorstep track salts')).update(chunkDigest).digest()
  return (place) => createHmac('sha256', key).update(String(place)).digest('hex').slice(0, 32)
}
