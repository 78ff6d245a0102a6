import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openS3Server } from '../../../test/src/s3-server.ts'
import { type BlobStore, createBlobStore, type OpenBlob } from './blob-store.ts'
import { createS3BlobStore } from './s3-blob-store.ts'
import { createS3Client } from './s3-client.ts'

let root: string
let dir: string
let blobs: BlobStore
let s3: Awaited<ReturnType<typeof openS3Server>>

beforeAll(async () => {
  s3 = await openS3Server()
})
afterAll(() => s3[Symbol.asyncDispose]())
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'crosspanel-blobs-'))
  dir = join(root, 'data', 'blobs')
})
afterEach(() => rm(root, { recursive: true }))

const stores = {
  'a directory': () => createBlobStore({ dir }),
  'an S3 bucket': () =>
    createS3BlobStore({
      client: createS3Client(s3.config),
      staging: createBlobStore({ dir }),
      partBytes: 5 * 1024 ** 2,
    }),
}

async function* bytesOf(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield await Promise.resolve(Buffer.from(text))
}

async function read(blob: OpenBlob, start = 0, end = blob.sizeBytes): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of blob.read({ start, end })) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

async function paths(): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)))
}

describe.each(Object.entries(stores))('the blob store in %s', (_, open) => {
  beforeEach(() => {
    blobs = open()
  })

  it('reads the parts that are asked for, several at once, and no further than the end', async () => {
    const blobId = randomUUID()
    await blobs.write(blobId, bytesOf('0123456789'))
    const blob = (await blobs.find(blobId))!

    const parts = await Promise.all([read(blob), read(blob, 3, 5), read(blob, 9), read(blob, 4, 4)])
    const beyond = await read(blob, 8, 50)
    await blob.close()

    expect(parts).toEqual(['0123456789', '34', '9', ''])
    expect(beyond).toBe('89')
  })

  it('shows a blob only when it is whole', async () => {
    const blobId = randomUUID()
    const part = await blobs.createPart(blobId)
    await part.append(Buffer.from('half'))
    await part.sync()

    const before = await blobs.find(blobId)
    await part.close()
    await blobs.finishPart(blobId)
    const after = await blobs.find(blobId)
    await after?.close()

    expect(before).toBeUndefined()
    expect(after?.sizeBytes).toBe(4)
  })

  it('opens a part again where it is told to, also when it had become whole', async () => {
    const blobId = randomUUID()
    await blobs.write(blobId, bytesOf('kept, and forgotten'))

    const part = await blobs.openPart(blobId)
    await part.truncate(4)
    await part.append(Buffer.from(' and more'))
    await part.sync()
    await part.close()
    await blobs.finishPart(blobId)
    const blob = (await blobs.find(blobId))!
    const content = await read(blob)
    await blob.close()

    expect(content).toBe('kept and more')
  })

  it('removes a blob with its part and its tails, and no other', async () => {
    const [one, other] = [randomUUID(), randomUUID()]
    await blobs.write(other, bytesOf('x'))
    await (await blobs.createPart(one)).close()
    await blobs.writeTail(one, 10, Buffer.from('a'))
    await blobs.writeTail(one, 20, Buffer.from('b'))
    await blobs.removeTail(one, 10)

    const tail = Buffer.from(await blobs.readTail(one, 20)).toString()
    const listed = new Set<string>()
    for await (const { blobId } of blobs.list()) listed.add(blobId)
    await blobs.remove(one)

    expect(tail).toBe('b')
    const left = new Set<string>()
    for await (const { blobId } of blobs.list()) left.add(blobId)
    expect([listed.has(one), listed.has(other)]).toEqual([true, true])
    expect([left.has(one), left.has(other)]).toEqual([false, true])
    expect((await paths()).some((path) => path.includes(one))).toBe(false)
  })

  it.each(['../../../etc/passwd', '', 'a', `${randomUUID()}/..`, randomUUID().toUpperCase()])(
    'takes no name but its own: %j',
    async (name) => {
      await expect(blobs.find(name)).rejects.toThrow('a blob is named by a UUID')
    },
  )

  it('tells of a whole blob, its size and its time, and of no other', async () => {
    const [blobId, before] = [randomUUID(), Date.now()]
    await blobs.write(blobId, bytesOf('0123456789'))

    const listed = []
    for await (const blob of blobs.list()) if (blob.blobId === blobId) listed.push(blob)

    expect(listed).toMatchObject([{ blobId, sizeBytes: 10 }])
    // S3 tells whole seconds.
    expect(listed[0]?.changedAt.getTime()).toBeGreaterThanOrEqual(before - 2_000)
    expect([await blobs.has(blobId), await blobs.has(randomUUID())]).toEqual([true, false])
  })

  it('keeps a large blob byte for byte, and nothing of one whose source breaks', async () => {
    const bytes = randomBytes(12 * 1024 ** 2 + 17)
    const [whole, broken] = [randomUUID(), randomUUID()]
    async function* source(breaks: boolean) {
      for (let at = 0; at < bytes.length; at += 1_000_003) {
        yield await Promise.resolve(bytes.subarray(at, at + 1_000_003))
      }
      if (breaks) throw new Error('the source broke')
    }

    await blobs.write(whole, source(false))
    await expect(blobs.write(broken, source(true))).rejects.toThrow('the source broke')

    const blob = (await blobs.find(whole))!
    const chunks: Uint8Array[] = []
    for await (const chunk of blob.read({ start: 0, end: blob.sizeBytes })) chunks.push(chunk)
    await blob.close()
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true)
    expect(await blobs.find(broken)).toBeUndefined()
    expect((await paths()).some((path) => path.includes(broken))).toBe(false)
  })

  it('holds an empty blob, and removes one that is not there', async () => {
    const blobId = randomUUID()
    await blobs.write(blobId, bytesOf())

    const blob = (await blobs.find(blobId))!
    const content = await read(blob)
    await blob.close()

    expect([blob.sizeBytes, content]).toEqual([0, ''])
    await expect(blobs.remove(randomUUID())).resolves.toBeUndefined()
  })
})

describe('the blob store in a directory of its own', () => {
  beforeEach(() => {
    blobs = stores['a directory']()
  })

  it('keeps a blob two folders deep, for this user only', async () => {
    const blobId = '01923c4d-0000-7000-8000-0000000012ab'
    await blobs.write(blobId, bytesOf('some ', 'bytes'))

    const modes = await Promise.all(
      [dir, join(dir, 'ab'), join(dir, 'ab', '12'), join(dir, 'ab', '12', `${blobId}.c4gh`)].map(
        async (path) => ((await stat(path)).mode & 0o777).toString(8),
      ),
    )

    expect(await paths()).toEqual([`ab/12/${blobId}.c4gh`])
    expect(modes).toEqual(['700', '700', '700', '600'])
  })

  it('goes on giving an open blob after it was removed', async () => {
    const blobId = randomUUID()
    await blobs.write(blobId, bytesOf('0123456789'))
    const blob = (await blobs.find(blobId))!

    await blobs.remove(blobId)
    const content = await read(blob)
    await blob.close()

    expect(content).toBe('0123456789')
    expect(await blobs.find(blobId)).toBeUndefined()
    expect(await paths()).toEqual([])
  })

  it('has nothing to list, and free space to tell of, before its first blob', async () => {
    const listed: unknown[] = []
    for await (const entry of blobs.list()) listed.push(entry)

    expect(listed).toEqual([])
    expect(await blobs.freeBytes()).toBeGreaterThan(0)
    expect(await readdir(root)).toEqual([])
  })
})
