import type { Crypt4ghKeyCiphers } from '@crosspanel/protocol/crypt4gh/ciphers'
import { KEY_BYTES } from '@crosspanel/protocol/crypt4gh/ciphers'
import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { x25519 } from '@noble/curves/ed25519.js'
import { blake2b } from '@noble/hashes/blake2.js'
import { scryptAsync } from '@noble/hashes/scrypt.js'

const BLAKE2B_512_BYTES = 64

/**
 * The ciphers of Crypt4GH in a browser. In plain script, because the pages' security policy lets no
 * WebAssembly run, and WebCrypto has neither ChaCha20 nor scrypt.
 */
export const browserCiphers: Crypt4ghKeyCiphers = {
  x25519(secretKey, publicKey) {
    try {
      return x25519.getSharedSecret(secretKey, publicKey)
    } catch {
      return undefined // A point of low order.
    }
  },

  sealInto(target, key, nonce, plaintext) {
    chacha20poly1305(key, nonce).encrypt(plaintext, target)
  },

  open(key, nonce, sealed) {
    try {
      return chacha20poly1305(key, nonce).decrypt(sealed)
    } catch {
      return undefined
    }
  },

  blake2b512: (data) => blake2b(data, { dkLen: BLAKE2B_512_BYTES }),

  randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),

  scrypt: (passphrase, salt, { cost, blockSize, parallelization }) =>
    scryptAsync(passphrase, salt, {
      N: cost,
      r: blockSize,
      p: parallelization,
      dkLen: KEY_BYTES,
    }),
}
