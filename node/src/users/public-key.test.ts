import { generateKeyPairSync } from 'node:crypto'
import { writePublicKeyFile } from '@crosspanel/protocol/crypt4gh/key-file'
import { describe, expect, it } from 'vitest'
import { parsePublicKey } from './public-key.ts'

const { publicKey } = generateKeyPairSync('x25519')
const x = publicKey.export({ format: 'jwk' }).x ?? ''
const raw = Buffer.from(x, 'base64url')

const refused = expect.objectContaining({ code: 'public-key-invalid' }) as unknown

describe("a researcher's public key", () => {
  it.each([
    ['a Crypt4GH public key file', writePublicKeyFile(raw)],
    ['a file with other line ends', writePublicKeyFile(raw).replaceAll('\n', '\r\n')],
    ['base64', raw.toString('base64')],
    ['base64url with space around it', ` ${x}\n`],
  ])('is taken as %s', (_, text) => {
    expect(parsePublicKey(text)).toBe(x)
  })

  it.each([
    ['words', 'not a key'],
    ['31 bytes', raw.subarray(1).toString('base64')],
    ['33 bytes', Buffer.concat([raw, Buffer.from([1])]).toString('base64')],
    ['a file with a short key', writePublicKeyFile(raw).replace(/\n.{8}/, '\n')],
    ['a file that is cut off', writePublicKeyFile(raw).slice(0, 60)],
    ['an OpenSSH key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMq'],
  ])('is refused as %s', (_, text) => {
    expect(() => parsePublicKey(text)).toThrow(refused)
  })

  // RFC 7748 section 6.1 and the list at https://cr.yp.to/ecdh.html#validate
  it.each([
    '0000000000000000000000000000000000000000000000000000000000000000',
    '0100000000000000000000000000000000000000000000000000000000000000',
    'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
    '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  ])('is refused when every shared secret with it would be zero: %s', (hex) => {
    const key = Buffer.from(hex, 'hex').toString('base64')

    expect(() => parsePublicKey(key)).toThrow(refused)
  })

  it('is not taken from a secret key file, and the owner is told so', () => {
    const text = '-----BEGIN CRYPT4GH PRIVATE KEY-----\nAAAA\n-----END CRYPT4GH PRIVATE KEY-----\n'

    expect(() => parsePublicKey(text)).toThrow(/secret key/)
  })
})
