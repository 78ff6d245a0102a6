import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publicKeyOf } from '@crosspanel/protocol/crypt4gh/header'
import { TransferFile, TRANSFER_CHUNK_BYTES } from '@crosspanel/protocol/manifest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nodeCiphers } from './files/crypt4gh-node.ts'
import { openSealedFile, sealFile } from './sealed-file.ts'

let dir: string
const secretKey = new Uint8Array(randomBytes(32))
const recipients = [publicKeyOf(secretKey, nodeCiphers)]

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'crosspanel-sealed-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

async function seal(plaintext: Uint8Array) {
  const [from, to] = [join(dir, 'plain'), join(dir, 'sealed')]
  await writeFile(from, plaintext)
  return { file: await sealFile({ from, to, name: 'chr20.vcf.gz', recipients }), sealed: to }
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('a sealed file', () => {
  it.each([0, 1, 65_536, TRANSFER_CHUNK_BYTES + 5])(
    'of %i bytes is described as it is, and opens again',
    async (size) => {
      const plaintext = randomBytes(size)

      const { file, sealed } = await seal(plaintext)
      const to = join(dir, 'opened')
      const isSame = await openSealedFile({ from: sealed, to, file, secretKey })

      const ciphertext = await readFile(sealed)
      expect(TransferFile.parse(file)).toMatchObject({
        name: 'chr20.vcf.gz',
        size: ciphertext.length,
        sha256: sha256(ciphertext),
        plainSize: size,
        plainSha256: sha256(plaintext),
      })
      expect(isSame).toBe(true)
      expect((await readFile(to)).equals(plaintext)).toBe(true)
    },
  )

  it('is told from one for another key, and from one that is no sealed file', async () => {
    const { file, sealed } = await seal(randomBytes(100))
    const to = join(dir, 'o')

    const forOther = { from: sealed, to, file, secretKey: new Uint8Array(randomBytes(32)) }
    const isForUs = await openSealedFile(forOther)
    await writeFile(sealed, 'no Crypt4GH at all')
    const isSealed = await openSealedFile({ from: sealed, to, file, secretKey })

    expect([isForUs, isSealed]).toEqual([false, false])
  })

  it('is told from one with another plaintext', async () => {
    const { file, sealed } = await seal(randomBytes(100))
    const other = { ...file, plainSha256: 'a'.repeat(64) }

    const isSame = await openSealedFile({
      from: sealed,
      to: join(dir, 'o'),
      file: other,
      secretKey,
    })

    expect(isSame).toBe(false)
  })

  it('can be read by this node’s user alone', async () => {
    const { sealed } = await seal(randomBytes(10))

    expect((await stat(sealed)).mode & 0o777).toBe(0o600)
  })

  it('is left off when the signal aborts', async () => {
    const from = join(dir, 'plain')
    await writeFile(from, randomBytes(1000))
    const request = { from, to: join(dir, 'aborted'), name: 'x', recipients }

    await expect(sealFile(request, AbortSignal.abort())).rejects.toThrow()
  })
})
