import { concatBytes, equalBytes } from './bytes.ts'
import {
  type Crypt4ghCiphers,
  type Crypt4ghKeyCiphers,
  KEY_BYTES,
  NONCE_BYTES,
  seal,
  type ScryptParameters,
} from './ciphers.ts'
import { Crypt4ghError } from './error.ts'

const MAGIC = new TextEncoder().encode('c4gh-v1')
const CIPHER = 'chacha20_poly1305'
const SALT_BYTES = 16
/** What the reference implementation uses; the file itself does not say. */
const SCRYPT: ScryptParameters = { cost: 16_384, blockSize: 8, parallelization: 1 }

/** A public key file as the reference implementation writes it: base64 between two marker lines. */
export function writePublicKeyFile(publicKey: Uint8Array): string {
  return armour('PUBLIC', requireKey(publicKey))
}

/** The raw X25519 public key. */
export function readPublicKeyFile(text: string): Uint8Array {
  const key = unarmour('PUBLIC', text)
  if (key.length !== KEY_BYTES) throw malformed('it does not hold 32 bytes')
  return key
}

/** Without a passphrase, anyone who reads the file has the key. */
export async function writeSecretKeyFile(
  secretKey: Uint8Array,
  passphrase: string | undefined,
  ciphers: Crypt4ghKeyCiphers,
): Promise<string> {
  const key = requireKey(secretKey)
  if (passphrase === undefined) {
    return armour(
      'PRIVATE',
      concatBytes(MAGIC, field(text('none')), field(text('none')), field(key)),
    )
  }
  const salt = ciphers.randomBytes(SALT_BYTES)
  const nonce = ciphers.randomBytes(NONCE_BYTES)
  const sealed = seal(ciphers, await ciphers.scrypt(text(passphrase), salt, SCRYPT), nonce, key)
  // The four zero bytes are a number of rounds, which scrypt has no use for.
  const options = concatBytes(new Uint8Array(4), salt)
  const fields = [text('scrypt'), options, text(CIPHER), concatBytes(nonce, sealed)].map(field)
  return armour('PRIVATE', concatBytes(MAGIC, ...fields))
}

/**
 * The raw X25519 secret key. Keys with bcrypt or PBKDF2 passphrases and OpenSSH keys, which the reference
 * implementation reads too, are refused as `key-file-unsupported`.
 */
export async function readSecretKeyFile(
  file: string,
  passphrase: string | undefined,
  ciphers: Crypt4ghKeyCiphers,
): Promise<Uint8Array> {
  const bytes = unarmour('PRIVATE', file)
  if (!equalBytes(bytes.subarray(0, MAGIC.length), MAGIC)) {
    throw new Crypt4ghError('key-file-unsupported', 'this is not a Crypt4GH secret key file')
  }
  const next = fieldReader(bytes.subarray(MAGIC.length))
  const derivation = new TextDecoder().decode(next())
  if (derivation === 'none') {
    next()
    return requireKeyInFile(next())
  }
  if (derivation !== 'scrypt') {
    throw new Crypt4ghError('key-file-unsupported', 'the passphrase is not protected by scrypt')
  }
  const salt = next().subarray(4)
  if (new TextDecoder().decode(next()) !== CIPHER) {
    throw new Crypt4ghError('key-file-unsupported', 'the key is encrypted in an unknown way')
  }
  if (passphrase === undefined) {
    throw new Crypt4ghError('passphrase-missing', 'the key file needs its passphrase')
  }
  const sealed = next()
  const key = await ciphers.scrypt(text(passphrase), salt, SCRYPT)
  const opened = openKey(key, sealed, ciphers)
  if (opened === undefined) throw new Crypt4ghError('passphrase-wrong', 'the passphrase is wrong')
  return requireKeyInFile(opened)
}

function openKey(key: Uint8Array, sealed: Uint8Array, ciphers: Crypt4ghCiphers) {
  if (sealed.length < NONCE_BYTES) throw malformed('it is cut short')
  return ciphers.open(key, sealed.subarray(0, NONCE_BYTES), sealed.subarray(NONCE_BYTES))
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value)
}

/** A length of two bytes, big-endian (unlike the file format), and the content. */
function field(content: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(content.length >> 8, content.length & 0xff), content)
}

function fieldReader(bytes: Uint8Array): () => Uint8Array {
  let offset = 0
  return () => {
    const high = bytes[offset]
    const low = bytes[offset + 1]
    if (high === undefined || low === undefined) throw malformed('it is cut short')
    const start = offset + 2
    offset = start + high * 256 + low
    if (offset > bytes.length) throw malformed('it is cut short')
    return bytes.subarray(start, offset)
  }
}

function requireKey(key: Uint8Array): Uint8Array {
  if (key.length !== KEY_BYTES) throw new Crypt4ghError('key-invalid', 'an X25519 key has 32 bytes')
  return key
}

function requireKeyInFile(key: Uint8Array): Uint8Array {
  if (key.length !== KEY_BYTES) throw malformed('it does not hold 32 bytes')
  return key
}

function armour(kind: 'PUBLIC' | 'PRIVATE', content: Uint8Array): string {
  const base64 = btoa(Array.from(content, (byte) => String.fromCharCode(byte)).join(''))
  return `-----BEGIN CRYPT4GH ${kind} KEY-----\n${base64}\n-----END CRYPT4GH ${kind} KEY-----\n`
}

function unarmour(kind: 'PUBLIC' | 'PRIVATE', file: string): Uint8Array {
  const lines = file
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const begins = lines[0] === `-----BEGIN CRYPT4GH ${kind} KEY-----`
  const ends = lines.at(-1) === `-----END CRYPT4GH ${kind} KEY-----`
  if (!begins || !ends) throw malformed('its first or last line is another')
  const base64 = lines.slice(1, -1).join('')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 !== 0) {
    throw malformed('its content is not base64')
  }
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}

function malformed(why: string): Crypt4ghError {
  return new Crypt4ghError('key-file-malformed', `this is not a Crypt4GH key file: ${why}`)
}
