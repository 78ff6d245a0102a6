import { randomBytes, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { FileList, FileView } from '@crosspanel/protocol/file'
import { publicKeyOf } from '@crosspanel/protocol/crypt4gh/header'
import { decrypt, encrypt } from '@crosspanel/protocol/crypt4gh/stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  base64,
  type FilesHarness,
  type FilesNode,
  openFilesHarness,
  sha256,
} from '../../../test/src/files-harness.ts'
import { nodeCiphers } from './crypt4gh-node.ts'

const SEGMENT = 65_536

let harness: FilesHarness
let node: FilesNode
let alice: { id: string }
let bob: { id: string }

beforeAll(async () => {
  harness = await openFilesHarness()
  node = harness.startNode()
  alice = await harness.addAccount()
  bob = await harness.addAccount()
})
afterAll(() => harness[Symbol.asyncDispose]())

const someBytes = (length: number) => Uint8Array.from(randomBytes(length))

async function* streamed(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 30_000) {
    yield await Promise.resolve(bytes.subarray(at, at + 30_000))
  }
}

async function gather(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of source) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function addUpload(bytes: Uint8Array<ArrayBuffer>, name = 'chr20.vcf.gz', who = alice) {
  const headers = {
    'tus-resumable': '1.0.0',
    'content-type': 'application/offset+octet-stream',
    'upload-length': String(bytes.length),
    'upload-metadata': `filename ${base64(name)}`,
  }
  const answer = await node.as(who)('POST', '/uploads', headers, bytes)
  return answer.headers.get('location')!.split('/').at(-1)!
}

function addResult(
  bytes: Uint8Array,
  more: { jobId?: string; jobEpoch?: number; name?: string } = {},
) {
  return node.files.storeResult({
    accountId: alice.id,
    jobId: randomUUID(),
    jobEpoch: 1,
    name: 'chr20.dose.vcf.gz',
    encryptedFor: 'site',
    source: streamed(bytes),
    ...more,
  })
}

const get = (id: string, headers: Record<string, string> = {}, method = 'GET', who = alice) =>
  node.as(who)(method, `/files/${id}/content`, headers)

async function codeOf(answer: Response): Promise<string> {
  const { code } = (await answer.json()) as { code: string }
  return `${answer.status} ${code}`
}

describe('a download', () => {
  it('gives the file with its name, size and digest', async () => {
    const bytes = someBytes(SEGMENT + 3)
    const id = await addUpload(bytes, 'Sèvres "chr20"%.vcf.gz')

    const answer = await get(id)

    expect(answer.status).toBe(200)
    expect(sha256(new Uint8Array(await answer.arrayBuffer()))).toBe(sha256(bytes))
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-store',
      'content-disposition': `attachment; filename="S_vres _chr20__.vcf.gz"; filename*=UTF-8''S%C3%A8vres%20%22chr20%22%25.vcf.gz`,
      'content-length': String(SEGMENT + 3),
      'content-type': 'application/octet-stream',
      etag: `"${sha256(bytes)}"`,
      'repr-digest': `sha-256=:${Buffer.from(sha256(bytes), 'hex').toString('base64')}:`,
    })
  })

  it.each([
    ['bytes=0-9', 0, 10],
    ['bytes=0-', 0, 3 * SEGMENT + 50],
    [`bytes=${SEGMENT - 5}-${2 * SEGMENT + 4}`, SEGMENT - 5, 2 * SEGMENT + 5],
    [`bytes=${SEGMENT}-${SEGMENT}`, SEGMENT, SEGMENT + 1],
    ['bytes=-70', 3 * SEGMENT - 20, 3 * SEGMENT + 50],
    ['bytes=-99999999', 0, 3 * SEGMENT + 50],
    [`bytes=${3 * SEGMENT + 49}-99999999`, 3 * SEGMENT + 49, 3 * SEGMENT + 50],
  ])('of the range %s gives those bytes and no others', async (range, start, end) => {
    const bytes = someBytes(3 * SEGMENT + 50)
    const id = await addUpload(bytes)

    const answer = await get(id, { range })

    const body = Buffer.from(await answer.arrayBuffer())
    expect(answer.status).toBe(206)
    expect(answer.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/${bytes.length}`)
    expect(answer.headers.get('content-length')).toBe(String(end - start))
    expect(body.equals(bytes.subarray(start, end))).toBe(true)
  })

  it.each(['bytes=100-', 'bytes=100-200', 'bytes=-0'])(
    'of the range %s is refused',
    async (range) => {
      const id = await addUpload(someBytes(100))

      expect(await codeOf(await get(id, { range }))).toBe('416 range-not-satisfiable')
    },
  )

  it.each(['bytes=5-2', 'bytes=0-1,5-6', 'lines=1-2', 'bytes=', 'bytes=-'])(
    'gives the whole file for %s, which is not one range of bytes',
    async (range) => {
      const id = await addUpload(someBytes(100))

      const answer = await get(id, { range })

      expect([answer.status, answer.headers.get('content-length')]).toEqual([200, '100'])
    },
  )

  it('gives the range only of the file that the client has begun', async () => {
    const bytes = someBytes(100)
    const id = await addUpload(bytes)
    const ifRange = (etag: string) => get(id, { range: 'bytes=50-', 'if-range': etag })

    const answers = await Promise.all([ifRange(`"${sha256(bytes)}"`), ifRange('"another"')])

    expect(answers.map(({ status }) => status)).toEqual([206, 200])
  })

  it('tells the headers alone to HEAD, and opens nothing', async () => {
    const id = await addUpload(someBytes(100))
    const closed = harness.startNode({ find: () => Promise.reject(new Error('opened')) })

    const answer = await closed.as(alice)('HEAD', `/files/${id}/content`)

    expect([answer.status, answer.headers.get('content-length')]).toEqual([200, '100'])
    expect(await answer.text()).toBe('')
  })

  it('of an upload that is not complete is refused', async () => {
    const headers = {
      'tus-resumable': '1.0.0',
      'upload-length': '5',
      'upload-metadata': `filename ${base64('a')}`,
    }
    const created = await node.as(alice)('POST', '/uploads', headers)

    const answer = await get(created.headers.get('location')!.split('/').at(-1)!)

    expect(await codeOf(answer)).toBe('409 upload-incomplete')
  })

  it('that is under way ends whole when the file is deleted', async () => {
    const bytes = someBytes(40 * SEGMENT)
    const id = await addUpload(bytes)
    const answer = await get(id)

    const deleted = await node.as(alice)('DELETE', `/files/${id}`)
    const body = new Uint8Array(await answer.arrayBuffer())

    expect(deleted.status).toBe(204)
    expect(sha256(body)).toBe(sha256(bytes))
  })

  it('breaks off, and does not end, at bytes that were altered on disk', async () => {
    const bytes = someBytes(3 * SEGMENT)
    const id = await addUpload(bytes)
    const damaged = harness.startNode({
      find: async (blobId) => {
        const blob = await node.blobs.find(blobId)
        if (blob === undefined) return undefined
        async function* read(range: { start: number; end: number }) {
          for await (const part of blob!.read(range)) {
            if (range.end - range.start > 150_000) part[150_000] = 1 ^ part[150_000]!
            yield part
          }
        }
        return { ...blob, read }
      },
    })

    const answer = await damaged.as(alice)('GET', `/files/${id}/content`)

    await expect(answer.arrayBuffer()).rejects.toThrow()
    await expect(gather(damaged.files.openPlain(id))).rejects.toThrow()
  })
})

describe('a file', () => {
  it('is listed for its owner, newest first, page by page', async () => {
    const carol = await harness.addAccount()
    const ids: string[] = []
    for (let index = 0; index < 5; index += 1) {
      // Two and two have the same time: the id decides.
      if (index % 2 === 0) harness.clock.now = new Date(harness.clock.now.getTime() + 1_000)
      ids.push(await addUpload(someBytes(1), `f${index}`, carol))
    }

    const pages: FileList[] = []
    let next: string | null = ''
    while (next !== null) {
      const answer = await node.as(carol)('GET', `/files?limit=2${next && `&after=${next}`}`)
      const page = (await answer.json()) as FileList
      pages.push(page)
      next = page.next
    }

    const listed = pages.flatMap(({ files }) => files.map(({ id }) => id))
    expect(pages.map(({ files }) => files.length)).toEqual([2, 2, 1])
    expect(listed.toSorted()).toEqual(ids.toSorted())
    expect(listed[0]).toBe(ids[4])
  })

  it.each(['after=nonsense', 'limit=0', 'limit=201'])('list refuses %s', async (query) => {
    expect(await codeOf(await node.as(alice)('GET', `/files?${query}`))).toBe('400 invalid-request')
  })

  it('does not exist for another account, in any way of asking', async () => {
    const id = await addUpload(someBytes(10))
    const asBob = node.as(bob)

    const answers = await Promise.all([
      asBob('GET', `/files/${id}`),
      asBob('GET', `/files/${id}/content`),
      asBob('DELETE', `/files/${id}`),
      asBob('HEAD', `/uploads/${id}`, { 'tus-resumable': '1.0.0' }),
    ])
    const list = (await (await asBob('GET', '/files')).json()) as FileList

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404])
    expect(list.files).toEqual([])
    expect(await node.files.findUploads(bob.id, [id])).toEqual([])
    expect((await get(id)).status).toBe(200)
  })

  it('is gone when it is deleted: row, name and bytes', async () => {
    const before = await harness.stored()
    const id = await addUpload(someBytes(10), 'name-of-a-person.vcf')

    const first = await node.as(alice)('DELETE', `/files/${id}`)
    const second = await node.as(alice)('DELETE', `/files/${id}`)

    const after = await harness.stored()
    const [row] = await harness.sql`select name, state from files where id = ${id}`
    expect([first.status, await codeOf(second)]).toEqual([204, '404 file-not-found'])
    expect(await codeOf(await get(id))).toBe('404 file-not-found')
    expect(row).toEqual({ name: '', state: 'deleted' })
    expect(after.size).toBe(before.size)
  })

  it('is kept while a job uses it', async () => {
    const id = await addUpload(someBytes(10))
    harness.inUse.add(id)

    expect(await codeOf(await node.as(alice)('DELETE', `/files/${id}`))).toBe('409 file-in-use')
    expect((await get(id)).status).toBe(200)
  })

  it('is kept for a submission that has locked it, whose end a deletion waits for', async () => {
    const id = await addUpload(someBytes(10))
    const { lockUploads } = node.files
    let deletion: Promise<Response> | undefined

    const locked = await harness.db.transaction(async (tx) => {
      const there = await lockUploads(tx, alice.id, [id, randomUUID()])
      deletion = Promise.resolve(node.as(alice)('DELETE', `/files/${id}`))
      // Whatever the deletion does meanwhile, it cannot be done with before this transaction is.
      const stillThere = await lockUploads(tx, alice.id, [id])
      harness.inUse.add(id)
      return [there, stillThere]
    })

    expect(locked).toEqual([1, 1])
    expect(await codeOf((await deletion)!)).toBe('409 file-in-use')
    const gone = await harness.db.transaction((tx) => lockUploads(tx, bob.id, [id]))
    expect(gone).toBe(0)
  })

  it('leaves an audit row for each change, without its name', async () => {
    const id = await addUpload(someBytes(10), 'name-of-a-person.vcf')
    await node.as(alice)('DELETE', `/files/${id}`)

    const rows = await harness.sql`
      select action, actor, details::text from audit_entries where object = ${`file:${id}`} order by seq`

    expect(rows.map(({ action }) => action as string)).toEqual([
      'file.upload-started',
      'file.upload-completed',
      'file.deleted',
      'file.destroyed',
    ])
    expect(JSON.stringify(rows)).not.toContain('person')
  })

  it('tells the jobs which uploads an account has, and whether they are complete', async () => {
    const id = await addUpload(someBytes(10), 'a.vcf')
    const result = await addResult(someBytes(5))

    const found = await node.files.findUploads(alice.id, [id, result.fileId, randomUUID()])

    expect(found).toEqual([{ fileId: id, name: 'a.vcf', isComplete: true }])
    expect(await node.files.findUploads(alice.id, [])).toEqual([])
  })
})

describe('a result', () => {
  it('for the site is encrypted at rest and opened on download', async () => {
    const bytes = Uint8Array.from(Buffer.from('RESULT-CANARY'.repeat(10_000)))

    const stored = await addResult(bytes)

    const onDisk = [...(await harness.stored()).values()]
    expect(stored).toMatchObject({ size: bytes.length, sha256: sha256(bytes) })
    expect(onDisk.some((content) => content.includes('CANARY'))).toBe(false)
    expect(sha256(await gather(node.files.openPlain(stored.fileId)))).toBe(sha256(bytes))
    expect(sha256(new Uint8Array(await (await get(stored.fileId)).arrayBuffer()))).toBe(
      sha256(bytes),
    )
  })

  it('for the researcher is kept and given as the Crypt4GH file that it is', async () => {
    const key = nodeCiphers.randomBytes(32)
    const plaintext = someBytes(SEGMENT + 1)
    const recipients = [publicKeyOf(key, nodeCiphers)]
    const sealed = await gather(encrypt(streamed(plaintext), recipients, nodeCiphers))

    const { fileId, size } = await node.files.storeResult({
      accountId: alice.id,
      jobId: randomUUID(),
      jobEpoch: 1,
      name: 'chr20.dose.vcf.gz',
      encryptedFor: 'researcher',
      source: streamed(sealed),
    })

    const answer = await get(fileId)
    const body = new Uint8Array(await answer.arrayBuffer())
    const file = (await (await node.as(alice)('GET', `/files/${fileId}`)).json()) as FileView
    const range = Buffer.from(await (await get(fileId, { range: 'bytes=8-15' })).arrayBuffer())
    expect(size).toBe(sealed.length)
    expect(sha256(body)).toBe(sha256(sealed))
    expect(range.equals(sealed.subarray(8, 16))).toBe(true)
    expect(answer.headers.get('content-disposition')).toContain('"chr20.dose.vcf.gz.c4gh"')
    expect(file).toMatchObject({ kind: 'result', encryptedFor: 'researcher', receivedBytes: null })
    expect(sha256(await gather(decrypt(streamed(body), key, nodeCiphers)))).toBe(sha256(plaintext))
    await expect(gather(node.files.openPlain(fileId))).rejects.toMatchObject({
      code: 'file-not-found',
    })
  })

  it('for the researcher is refused, and not kept, when it is not encrypted', async () => {
    const before = await harness.stored()

    const stored = node.files.storeResult({
      accountId: alice.id,
      jobId: randomUUID(),
      jobEpoch: 1,
      name: 'a',
      encryptedFor: 'researcher',
      source: streamed(someBytes(500)),
    })

    await expect(stored).rejects.toMatchObject({ code: 'not-crypt4gh' })
    expect((await harness.stored()).size).toBe(before.size)
  })

  it('is stored once for each name of a job, however often and at once it is tried', async () => {
    const bytes = someBytes(1_000)
    const same = { jobId: randomUUID(), jobEpoch: 1, name: 'summary.json' }
    const before = await harness.stored()

    const first = await Promise.all([addResult(bytes, same), addResult(bytes, same)])
    const again = await addResult(someBytes(5), same)

    const after = await harness.stored()
    expect(new Set([...first, again].map(({ fileId }) => fileId)).size).toBe(1)
    expect(again).toMatchObject({ size: 1_000, sha256: sha256(bytes) })
    expect(after.size - before.size).toBe(1)
  })

  it('that is there already leaves no file open that it was to be read from', async () => {
    const same = { jobId: randomUUID(), jobEpoch: 1, name: 'a' }
    await addResult(someBytes(5), same)
    const source = createReadStream(import.meta.filename)

    await node.files.storeResult({
      ...same,
      accountId: alice.id,
      encryptedFor: 'site',
      source: source as AsyncIterable<Uint8Array>,
    })

    expect(source.destroyed).toBe(true)
  })

  it('of a retried job is another file than the one before', async () => {
    const same = { jobId: randomUUID(), name: 'summary.json' }

    const before = await addResult(someBytes(5), same)
    const after = await addResult(someBytes(7), { ...same, jobEpoch: 2 })

    expect(after.fileId).not.toBe(before.fileId)
    expect(after.size).toBe(7)
  })

  it('that is discarded is gone with its bytes, and those of later epochs stay', async () => {
    const same = { jobId: randomUUID(), name: 'summary.json' }
    const before = await addResult(someBytes(5), same)
    const after = await addResult(someBytes(7), { ...same, jobEpoch: 2 })
    const stored = await harness.stored()

    await node.files.discardResults(same.jobId, 1)

    expect(await codeOf(await get(before.fileId))).toBe('404 file-not-found')
    expect((await get(after.fileId)).status).toBe(200)
    expect(stored.size - (await harness.stored()).size).toBe(1)
  })

  it('is not kept when its source breaks', async () => {
    const before = await harness.stored()
    async function* source() {
      yield await Promise.resolve(someBytes(SEGMENT * 2))
      throw new Error('the peer is gone')
    }

    const stored = node.files.storeResult({
      accountId: null,
      jobId: randomUUID(),
      jobEpoch: 1,
      name: 'a',
      encryptedFor: 'site',
      source: source(),
    })

    await expect(stored).rejects.toThrow('the peer is gone')
    expect((await harness.stored()).size).toBe(before.size)
  })
})
