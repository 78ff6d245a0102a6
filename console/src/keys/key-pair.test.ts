import { seal } from '@crosspanel/protocol/crypt4gh/ciphers'
import { readSecretKeyFile, writeSecretKeyFile } from '@crosspanel/protocol/crypt4gh/key-file'
import { nodeCiphers } from '../../../node/src/files/crypt4gh-node.ts'
import { parsePublicKey } from '../../../node/src/users/public-key.ts'
import { describe, expect, it } from 'vitest'
import { browserCiphers } from './ciphers.ts'
import { fingerprintOf, makeKey, openRecoveryFile, readPastedKey } from './key-pair.ts'

const PASSPHRASE = 'correct horse battery staple'

describe('a key made in the browser', () => {
  it('has a recovery file that opens with its passphrase, here and on a server', async () => {
    const made = await makeKey(PASSPHRASE)

    const opened = await openRecoveryFile(made.recoveryFile, PASSPHRASE)
    const onServer = await readSecretKeyFile(made.recoveryFile, PASSPHRASE, nodeCiphers)

    expect(opened.publicKey).toBe(made.publicKey)
    expect([...onServer]).toEqual([...opened.secretKey])
    expect(parsePublicKey(made.publicFile)).toBe(made.publicKey)
    expect(made.recoveryFile).not.toContain(btoa(String.fromCharCode(...opened.secretKey)))
  })

  it('does not open with another passphrase', async () => {
    const { recoveryFile } = await makeKey(PASSPHRASE)

    await expect(openRecoveryFile(recoveryFile, 'another')).rejects.toMatchObject({
      code: 'passphrase-wrong',
    })
  })

  it('is another one each time', async () => {
    const [a, b] = [await makeKey(PASSPHRASE), await makeKey(PASSPHRASE)]

    expect(a.publicKey).not.toBe(b.publicKey)
  })
})

describe('a secret key file that the command line has made', () => {
  it.each([PASSPHRASE, undefined])('opens with passphrase %s', async (passphrase) => {
    const secretKey = nodeCiphers.randomBytes(32)
    const file = await writeSecretKeyFile(secretKey, passphrase, nodeCiphers)

    const opened = await openRecoveryFile(file, passphrase)

    expect([...opened.secretKey]).toEqual([...secretKey])
  })
})

describe('a pasted key', () => {
  it('is read as a file, as base64 and as base64url', async () => {
    const { publicFile, publicKey } = await makeKey(PASSPHRASE)
    const [, base64] = publicFile.split('\n')

    const read = [publicFile, ` ${base64 ?? ''}\n`, publicKey].map(readPastedKey)

    expect(read).toEqual(Array(3).fill({ kind: 'public', publicKey }))
  })

  it('is known as secret before it is sent anywhere', async () => {
    const { recoveryFile } = await makeKey(PASSPHRASE)

    expect(readPastedKey(recoveryFile)).toEqual({ kind: 'secret' })
  })

  it.each([
    ['nothing', ''],
    ['an SSH key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ a@b'],
    ['a key of low order', 'A'.repeat(43)],
    ['31 bytes', btoa('x'.repeat(31))],
  ])('is refused when it is %s', (_, text) => {
    expect(readPastedKey(text)).toEqual({ kind: 'unusable' })
  })
})

describe('the fingerprint of a public key', () => {
  it('is the beginning of its SHA-256', () => {
    expect(fingerprintOf('A'.repeat(43))).toBe('6668 7aad f862 bd77')
  })
})

describe('the ciphers of the browser', () => {
  it('give what those of the server give', () => {
    const [key, nonce, text] = [32, 12, 70_000].map((length) => nodeCiphers.randomBytes(length))
    if (key === undefined || nonce === undefined || text === undefined) throw new Error('no bytes')

    const sealed = seal(browserCiphers, key, nonce, text)

    expect(Buffer.from(sealed).equals(seal(nodeCiphers, key, nonce, text))).toBe(true)
    expect(Buffer.from(browserCiphers.open(key, nonce, sealed) ?? []).equals(text)).toBe(true)
    expect(browserCiphers.open(key, nonce, sealed.fill(0, 5, 6))).toBeUndefined()
    expect([...browserCiphers.blake2b512(text)]).toEqual([...nodeCiphers.blake2b512(text)])
  })
})
