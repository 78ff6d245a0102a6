import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { nodeCiphers } from '../../../node/src/files/crypt4gh-node.ts'
import { hasSharedData, SHARED_DATA } from '../../../test/src/shared-data.ts'
import { concatBytes } from './bytes.ts'
import { publicKeyOf, reencryptHeader } from './header.ts'
import { readPublicKeyFile, readSecretKeyFile, writePublicKeyFile } from './key-file.ts'
import { decrypt } from './stream.ts'

interface AcceptedFile {
  name: string
  secretKey: string
  file: string
  plainSize: number
  plainSha256: string
}
interface RefusedFile {
  name: string
  secretKey: string
  file: string
  code: string
}
interface KeyFiles {
  name: string
  publicKeyFile: string
  secretKeyFile: string
  passphrase: string | null
  secretKey: string
  publicKey: string
}

function vectors(name: string): unknown {
  const url = new URL(`../../vectors/crypt4gh/${name}`, import.meta.url)
  return JSON.parse(readFileSync(url, 'utf8'))
}

const fromBase64 = (text: string) => Uint8Array.from(Buffer.from(text, 'base64'))
const toBase64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function open(file: Uint8Array, secretKey: Uint8Array): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  const source = new Blob([Uint8Array.from(file)]).stream()
  for await (const chunk of decrypt(source, secretKey, nodeCiphers)) chunks.push(chunk)
  return concatBytes(...chunks)
}

describe('the Crypt4GH vectors', () => {
  it.each(vectors('accept.json') as AcceptedFile[])('open: $name', async (vector) => {
    const plaintext = await open(fromBase64(vector.file), fromBase64(vector.secretKey))

    expect(plaintext).toHaveLength(vector.plainSize)
    expect(sha256(plaintext)).toBe(vector.plainSha256)
  })

  it.each(vectors('refuse.json') as RefusedFile[])('are refused: $name', async (vector) => {
    const opened = open(fromBase64(vector.file), fromBase64(vector.secretKey))

    await expect(opened).rejects.toMatchObject({ name: 'Crypt4ghError', code: vector.code })
  })

  it.each(vectors('keys.json') as KeyFiles[])('read key files: $name', async (vector) => {
    const passphrase = vector.passphrase ?? undefined

    const secretKey = await readSecretKeyFile(vector.secretKeyFile, passphrase, nodeCiphers)
    const publicKey = readPublicKeyFile(vector.publicKeyFile)

    expect(toBase64(secretKey)).toBe(vector.secretKey)
    expect(toBase64(publicKey)).toBe(vector.publicKey)
    expect(toBase64(publicKeyOf(secretKey, nodeCiphers))).toBe(vector.publicKey)
    expect(writePublicKeyFile(publicKey)).toBe(vector.publicKeyFile)
  })
})

const referenceDir = `${SHARED_DATA}/crypt4gh/`
const hasReference = hasSharedData('Crypt4GH files of the reference implementation')

describe.skipIf(!hasReference)('files of the reference implementation', () => {
  const read = (name: string) => Uint8Array.from(readFileSync(referenceDir + name))
  const secretKey = (name: string) =>
    readSecretKeyFile(readFileSync(referenceDir + name, 'utf8'), 'pw', nodeCiphers)

  it.each([
    ['m.c4gh', 'b.sec'],
    ['m2.c4gh', 'a.sec'],
  ])('%s opens whole', async (file, key) => {
    const plaintext = await open(read(file), await secretKey(key))

    expect(sha256(plaintext)).toBe(sha256(read('m')))
  })

  it('open with a header that we re-encrypted', async () => {
    const [ours, theirs] = [nodeCiphers.randomBytes(32), await secretKey('b.sec')]
    const file = read('m.c4gh')
    const header = reencryptHeader(file, theirs, [publicKeyOf(ours, nodeCiphers)], nodeCiphers)

    const plaintext = await open(concatBytes(header, file.subarray(124)), ours)

    expect(sha256(plaintext)).toBe(sha256(read('m')))
  })
})
