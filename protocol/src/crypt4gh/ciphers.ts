/** Bytes of an X25519 key (either half), of a session key and of a ChaCha20 key. */
export const KEY_BYTES = 32
/** Bytes of the nonce of ChaCha20-Poly1305 as in RFC 8439. */
export const NONCE_BYTES = 12
/** Bytes of the Poly1305 tag. */
export const TAG_BYTES = 16

/**
 * The ciphers that the Crypt4GH format needs. They come in as a port because WebCrypto has no
 * ChaCha20-Poly1305: node:crypto gives them on a server, libsodium in a browser's worker.
 */
export interface Crypt4ghCiphers {
  /** The raw shared secret, or undefined for a public key of low order (an all-zero secret). */
  x25519(secretKey: Uint8Array, publicKey: Uint8Array): Uint8Array | undefined
  /**
   * RFC 8439 without additional data. Fills `target` with the ciphertext and its 16-byte tag, `TAG_BYTES` more than
   * the plaintext: an array for each segment would make garbage as large as the file.
   */
  sealInto(target: Uint8Array, key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array): void
  /** The plaintext, or undefined if the tag does not match. */
  open(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array): Uint8Array | undefined
  blake2b512(data: Uint8Array): Uint8Array
  /** From a cryptographically secure source. */
  randomBytes(length: number): Uint8Array
}

/** The ciphertext followed by its tag. */
export function seal(
  ciphers: Crypt4ghCiphers,
  key: Uint8Array,
  nonce: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  const sealed = new Uint8Array(plaintext.length + TAG_BYTES)
  ciphers.sealInto(sealed, key, nonce, plaintext)
  return sealed
}

/** Parameters of RFC 7914. */
export interface ScryptParameters {
  readonly cost: number
  readonly blockSize: number
  readonly parallelization: number
}

/** What key files with a passphrase need beside the ciphers. Slow on purpose, so it may answer later. */
export interface Crypt4ghKeyCiphers extends Crypt4ghCiphers {
  /** A key of `KEY_BYTES`. */
  scrypt(
    passphrase: Uint8Array,
    salt: Uint8Array,
    parameters: ScryptParameters,
  ): Uint8Array | Promise<Uint8Array>
}
