import { describe, expect, it } from 'vitest'
import { nodeCiphers } from '../../../node/src/files/crypt4gh-node.ts'
import {
  readPublicKeyFile,
  readSecretKeyFile,
  writePublicKeyFile,
  writeSecretKeyFile,
} from './key-file.ts'

const key = Uint8Array.from({ length: 32 }, (_, index) => index)

const secretKeyFile = (...content: (string | Uint8Array)[]) => {
  const fields = content
    .map((part) => Buffer.from(part as string))
    .flatMap((part) => {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(part.length)
      return [length, part]
    })
  const base64 = Buffer.concat([Buffer.from('c4gh-v1'), ...fields]).toString('base64')
  return `-----BEGIN CRYPT4GH PRIVATE KEY-----\n${base64}\n-----END CRYPT4GH PRIVATE KEY-----\n`
}

describe('a Crypt4GH public key file', () => {
  it('gives back the key', () => {
    const back = readPublicKeyFile(writePublicKeyFile(key))

    expect([...back]).toEqual([...key])
  })

  it('may have Windows line ends and blank lines around it', () => {
    const file = `\r\n${writePublicKeyFile(key).replaceAll('\n', '\r\n')}\r\n`

    expect([...readPublicKeyFile(file)]).toEqual([...key])
  })

  it.each([
    ['nothing', ''],
    ['an SSH key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ a@b'],
    ['a secret key', writePublicKeyFile(key).replaceAll('PUBLIC', 'PRIVATE')],
    ['bad base64', writePublicKeyFile(key).replace('AAEC', 'A*EC')],
    ['no end', writePublicKeyFile(key).slice(0, 90)],
    ['a short key', writePublicKeyFile(key).replace('AAEC', '')],
  ])('is refused when it is %s', (_, file) => {
    expect(() => readPublicKeyFile(file)).toThrow(
      expect.objectContaining({ code: 'key-file-malformed' }),
    )
  })
})

describe('a Crypt4GH secret key file', () => {
  it.each([undefined, 'correct horse', ''])(
    'gives back the key under passphrase %s',
    async (pass) => {
      const file = await writeSecretKeyFile(key, pass, nodeCiphers)

      expect([...(await readSecretKeyFile(file, pass, nodeCiphers))]).toEqual([...key])
    },
  )

  it('asks for the passphrase, and refuses another', async () => {
    const file = await writeSecretKeyFile(key, 'right', nodeCiphers)

    await expect(readSecretKeyFile(file, undefined, nodeCiphers)).rejects.toMatchObject({
      code: 'passphrase-missing',
    })
    await expect(readSecretKeyFile(file, 'wrong', nodeCiphers)).rejects.toMatchObject({
      code: 'passphrase-wrong',
    })
  })

  it.each([
    ['cut short', secretKeyFile('none', 'none'), 'key-file-malformed'],
    ['without its last field', secretKeyFile('scrypt', 'saltsaltsalt'), 'key-file-malformed'],
    ['a key of 31 bytes', secretKeyFile('none', 'none', key.subarray(1)), 'key-file-malformed'],
    ['a bcrypt key', secretKeyFile('bcrypt', 'salt'), 'key-file-unsupported'],
    ['in another cipher', secretKeyFile('scrypt', 'salt', 'aes', key), 'key-file-unsupported'],
    [
      'an OpenSSH key in other clothes',
      writePublicKeyFile(key).replaceAll('PUBLIC', 'PRIVATE'),
      'key-file-unsupported',
    ],
  ])('is refused when it is %s', async (_, file, code) => {
    await expect(readSecretKeyFile(file, 'pw', nodeCiphers)).rejects.toMatchObject({ code })
  })
})
