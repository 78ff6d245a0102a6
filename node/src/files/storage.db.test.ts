import { randomBytes, randomUUID } from 'node:crypto'
import { readdir, rm, truncate, writeFile, readFile } from 'node:fs/promises'
import type { FileView, StorageUsage } from '@crosspanel/protocol/file'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  base64,
  type FilesHarness,
  type FilesNode,
  openFilesHarness,
} from '../../../test/src/files-harness.ts'

const DAY_MS = 86_400_000
const SEGMENT = 65_536

let harness: FilesHarness
let node: FilesNode
let owner: { id: string }
let start: Date

beforeAll(async () => {
  harness = await openFilesHarness()
  node = harness.startNode()
})
afterAll(() => harness[Symbol.asyncDispose]())
beforeEach(async () => {
  owner = await harness.addAccount()
  start = harness.clock.now
})
afterEach(() => {
  harness.quota.bytes = undefined
  harness.inUse.clear()
})

const later = (ms: number) => (harness.clock.now = new Date(harness.clock.now.getTime() + ms))
const someBytes = (length: number) => Uint8Array.from(randomBytes(length))

async function create(size: number, who = owner, on = node): Promise<Response> {
  return on.as(who)('POST', '/uploads', {
    'tus-resumable': '1.0.0',
    'upload-length': String(size),
    'upload-metadata': `filename ${base64('a.vcf')}`,
  })
}

async function addUpload(bytes: Uint8Array<ArrayBuffer>, on = node): Promise<string> {
  const created = await create(bytes.length, owner, on)
  const path = created.headers.get('location')!.replace('/api/v1', '')
  const headers = {
    'tus-resumable': '1.0.0',
    'upload-offset': '0',
    'content-type': 'application/offset+octet-stream',
  }
  await on.as(owner)('PATCH', path, headers, bytes)
  return path.split('/').at(-1)!
}

async function addResult(size: number, jobId: string = randomUUID(), name = 'chr20.vcf.gz') {
  async function* source() {
    yield await Promise.resolve(someBytes(size))
  }
  const { fileId } = await node.files.storeResult({
    accountId: owner.id,
    jobId,
    jobEpoch: 1,
    name,
    encryptedFor: 'site',
    source: source(),
  })
  return fileId
}

async function viewOf(id: string): Promise<FileView> {
  return node.files.require(owner, id)
}
const get = (id: string, headers: Record<string, string> = {}) =>
  node.as(owner)('GET', `/files/${id}/content`, headers)

async function codeOf(answer: Response): Promise<string> {
  const { code } = (await answer.json()) as { code: string }
  return `${String(answer.status)} ${code}`
}

async function usage(): Promise<StorageUsage> {
  return (await (await node.as(owner)('GET', '/files/usage')).json()) as StorageUsage
}

async function toldOf(recipient = `account:${owner.id}`): Promise<string[]> {
  const rows = await harness.sql`
    select kind from notification_events where recipient = ${recipient} order by seq`
  return rows.map(({ kind }) => kind as string)
}

async function actionsOn(id: string): Promise<string[]> {
  const rows = await harness.sql`
    select action from audit_entries where object = ${`file:${id}`} order by seq`
  return rows.map(({ action }) => action as string)
}

/** Where the blob of a file is on disk. */
async function pathOf(id: string): Promise<string> {
  const [row] = await harness.sql`select "blobId" from files where id = ${id}`
  const names = await readdir(harness.dir, { recursive: true })
  return `${harness.dir}/${names.find((name) => name.endsWith(`${String(row!['blobId'])}.c4gh`))!}`
}

describe('the storage of an account', () => {
  it('is counted from the announcement of an upload until the file is deleted', async () => {
    await create(1_000)
    const whole = await addUpload(someBytes(300))
    await addResult(40)
    const before = await usage()

    await node.as(owner)('DELETE', `/files/${whole}`)

    expect(before).toEqual({ usedBytes: 1_340, files: 3, quotaBytes: null })
    expect(await usage()).toEqual({ usedBytes: 1_040, files: 2, quotaBytes: null })
  })

  it('refuses an upload that does not fit, in plain words, and keeps nothing of it', async () => {
    harness.quota.bytes = 1_000
    await create(800)
    const before = await harness.stored()

    const refused = await create(300)

    const problem = (await refused.clone().json()) as {
      detail: string
      errors: { detail: string; fix: string }[]
    }
    expect(await codeOf(refused)).toBe('413 storage-quota-exceeded')
    expect(problem.detail).toContain('You keep 800 B of the 1.0 kB')
    expect(problem.errors[0]?.fix).toContain('crosspanel files list')
    expect(await usage()).toMatchObject({ usedBytes: 800, files: 1 })
    expect((await harness.stored()).size).toBe(before.size)
  })

  it('lets through as many uploads at once as fit, and no more', async () => {
    harness.quota.bytes = 1_000

    const answers = await Promise.all(Array.from({ length: 8 }, () => create(300)))

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3)
    expect(await usage()).toMatchObject({ usedBytes: 900, files: 3 })
  })

  it('takes a result for which there is no room, and no upload after it', async () => {
    harness.quota.bytes = 1_000

    await addResult(2_000)

    expect(await usage()).toMatchObject({ usedBytes: 2_000 })
    expect(await codeOf(await create(1))).toBe('413 storage-quota-exceeded')
  })

  it('is told to be nearly full once, and again only after it had been emptied', async () => {
    harness.quota.bytes = 1_000
    const first = await addResult(850)
    const early = await toldOf()
    await addResult(60)
    await addResult(10)
    const once = await toldOf()
    await node.files.remove(owner, first)
    later(1_000)
    await addResult(830)

    expect(early).toEqual([])
    expect(once).toEqual(['storage-nearly-full'])
    expect(await toldOf()).toEqual(['storage-nearly-full', 'storage-nearly-full'])
  })

  it('agrees with the sum over its files after many changes at once', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, (_, i) => addResult(10 + i)))
    // Each is removed twice at once, and one of the two is told that it is gone.
    const removals = [...ids.slice(0, 3), ...ids.slice(0, 3)].map((id) =>
      node.files.remove(owner, id),
    )
    const [ends] = await Promise.all([Promise.allSettled(removals), addResult(100), create(1_000)])

    const [sum] = await harness.sql<{ bytes: number; files: number }[]>`
      select sum(coalesce("declaredSize", size))::int as bytes, count(*)::int as files
      from files where "accountId" = ${owner.id} and state <> 'deleted'`

    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    expect(await usage()).toMatchObject({ usedBytes: sum!.bytes, files: sum!.files })
  })
})

describe('a download', () => {
  it('counts when the whole file was taken, in one piece or in ranges, and not before', async () => {
    const id = await addUpload(someBytes(3 * SEGMENT))
    const counts: number[] = []
    async function take(range?: string) {
      await (await get(id, range === undefined ? {} : { range })).arrayBuffer()
      counts.push((await viewOf(id)).downloads)
    }

    await take()
    await take('bytes=-10')
    await take(`bytes=0-${String(SEGMENT)}`)
    await take(`bytes=${String(SEGMENT + 1)}-`)
    await node.as(owner)('HEAD', `/files/${id}/content`)

    expect(counts).toEqual([1, 1, 1, 2])
    expect((await viewOf(id)).downloadedAt).toBe(harness.clock.now.toISOString())
  })

  it('that breaks off does not count, however often', async () => {
    const id = await addUpload(someBytes(4 * SEGMENT))

    for (let attempt = 0; attempt < 3; attempt += 1) {
      const reader = (await get(id)).body!.getReader()
      await reader.read()
      await reader.read()
      await reader.cancel()
    }

    expect((await viewOf(id)).downloads).toBe(0)
  })
})

describe('the time of a file', () => {
  it('ends: results are told of before, deleted after, and the names of their samples with the last', async () => {
    const jobId = randomUUID()
    const ids = [await addResult(10, jobId, 'a'), await addResult(20, jobId, 'b')]

    later(16 * DAY_MS)
    await node.sweep()
    const early = await toldOf()
    later(1 * DAY_MS)
    await node.sweep()
    await node.sweep()
    const reminded = await toldOf()
    later(3 * DAY_MS)
    await Promise.all([node.sweep(), harness.startNode().sweep()])

    expect(early).toEqual([])
    expect(reminded).toEqual(['results-expiring'])
    expect(await toldOf()).toEqual(['results-expiring', 'results-expired'])
    expect(harness.resultsGone.filter((id) => id === jobId)).toEqual([jobId])
    expect(await codeOf(await get(ids[0]!))).toBe('410 file-expired')
    expect(await usage()).toMatchObject({ usedBytes: 0, files: 0 })
    harness.clock.now = start
  })

  it('can be made longer, and then is told of anew', async () => {
    const jobId = randomUUID()
    const id = await addResult(10, jobId)
    later(18 * DAY_MS)
    await node.sweep()
    const until = new Date(harness.clock.now.getTime() + 30 * DAY_MS)

    const actor = `account:${owner.id}` as const
    await harness.db.transaction((tx) => node.files.extendRetention(tx, { jobId, until, actor }))
    later(10 * DAY_MS)
    await node.sweep()
    const kept = await viewOf(id)
    later(19 * DAY_MS)
    await node.sweep()

    expect(kept).toMatchObject({ state: 'complete', expiresAt: until.toISOString() })
    expect(await toldOf()).toEqual(['results-expiring', 'results-expiring'])
    harness.clock.now = start
  })

  it('does not end while a job uses it', async () => {
    const id = await addUpload(someBytes(10))
    harness.inUse.add(id)
    later(40 * DAY_MS)

    await node.sweep()
    const used = await viewOf(id)
    harness.inUse.clear()
    await node.sweep()

    expect(used.state).toBe('complete')
    expect(await viewOf(id)).toMatchObject({ state: 'deleted', deletedBecause: 'expired' })
    harness.clock.now = start
  })
})

describe('a deletion', () => {
  it('takes away the key with the row, so that a copy of the blob opens no more', async () => {
    const id = await addUpload(someBytes(2 * SEGMENT))
    const copy = await readFile(await pathOf(id))
    const [before] = await harness.sql`select header from files where id = ${id}`

    await node.as(owner)('DELETE', `/files/${id}`)

    const [after] = await harness.sql`select header from files where id = ${id}`
    expect(copy.includes(Buffer.from('crypt4gh'))).toBe(false)
    expect(Buffer.from(before!['header'] as Uint8Array).includes('crypt4gh')).toBe(true)
    expect(after!['header']).toBeNull()
    expect(await viewOf(id)).toMatchObject({
      name: '',
      state: 'deleted',
      deletedBecause: 'asked',
      destroyedAt: harness.clock.now.toISOString(),
    })
  })

  it('that was cut short is ended later, and told of once', async () => {
    const id = await addUpload(someBytes(10))
    const dying = harness.startNode({ remove: () => Promise.reject(new Error('killed')) })
    await dying.files.remove(owner, id)
    const halfWay = await viewOf(id)

    await Promise.all([node.sweep(), harness.startNode().sweep()])

    expect(halfWay).toMatchObject({ state: 'deleted', destroyedAt: null })
    expect((await viewOf(id)).destroyedAt).not.toBeNull()
    expect(await actionsOn(id)).toEqual([
      'file.upload-started',
      'file.upload-completed',
      'file.deleted',
      'file.destroyed',
    ])
  })
})

describe('the scrub', () => {
  const never = new AbortController().signal

  async function scrubAll(on = node) {
    later(1_000)
    await on.scrub.request()
    await on.scrub.round(never)
    return on.scrub.status()
  }

  async function flipBit(path: string): Promise<void> {
    const bytes = await readFile(path)
    bytes[Math.floor(bytes.length / 2)]! ^= 1
    await writeFile(path, bytes)
  }

  it.each([
    ['with a flipped bit', 'altered', flipBit],
    ['that is cut at a segment', 'altered', (path: string) => truncate(path, SEGMENT + 28)],
    ['that is cut anywhere', 'altered', (path: string) => truncate(path, 5_000)],
    ['that is gone', 'missing', (path: string) => rm(path)],
  ])('finds a blob %s, which is then not given out', async (_, damage, harm) => {
    const id = await addUpload(someBytes(3 * SEGMENT))
    const good = await addUpload(someBytes(3 * SEGMENT))
    await harm(await pathOf(id))

    const status = await scrubAll()

    const [row] = await harness.sql`select damage from files where id = ${id}`
    expect(row).toEqual({ damage })
    expect(status).toMatchObject({ isRunning: false, requestedAt: null, dueFiles: 0 })
    expect(status.checkedFiles).toBeGreaterThanOrEqual(2)
    expect(await codeOf(await get(id))).toBe('410 file-damaged')
    expect((await get(good)).status).toBe(200)
    expect(await toldOf()).toEqual(['file-damaged'])
    expect(await node.files.countDamaged()).toBeGreaterThan(0)
  })

  it('finds that a blob was put back, and gives it out again', async () => {
    const id = await addUpload(someBytes(2 * SEGMENT))
    const path = await pathOf(id)
    const good = await readFile(path)
    await flipBit(path)
    await scrubAll()
    await writeFile(path, good)

    await scrubAll()

    expect((await viewOf(id)).damagedAt).toBeNull()
    expect((await get(id)).status).toBe(200)
    expect(await actionsOn(id)).toContain('file.found-mended')
  })

  it('runs in one process at a time, and says nothing of a store that is away', async () => {
    const id = await addUpload(someBytes(10))
    const away = harness.startNode({ find: () => Promise.reject(new Error('the store is away')) })
    later(1_000)
    await away.scrub.request()

    await expect(away.scrub.round(never)).rejects.toThrow('the store is away')
    await Promise.all([node.scrub.round(never), harness.startNode().scrub.round(never)])

    expect((await viewOf(id)).damagedAt).toBeNull()
    expect(await node.scrub.status()).toMatchObject({ dueFiles: 0, isRunning: false })
  })
})

describe('the reconciliation', () => {
  it('removes blobs that no file counts on once they are an hour old, and only says so when dry', async () => {
    const kept = await addUpload(someBytes(10))
    const orphan = randomUUID()
    async function* content() {
      yield await Promise.resolve(someBytes(10))
    }
    await node.blobs.write(orphan, content())

    const early = await node.reconcile()
    later(3_700_000)
    const dry = await node.reconcile({ isDryRun: true })
    const stillThere = await node.blobs.has(orphan)
    const [late] = await Promise.all([node.reconcile(), harness.startNode().reconcile()])

    expect(early.orphanBlobs).toBe(0)
    expect(dry).toMatchObject({ isDryRun: true, orphanBlobs: 1, orphanBytes: 10 })
    expect(stillThere).toBe(true)
    expect(late.orphanBlobs).toBe(1)
    expect(await node.blobs.has(orphan)).toBe(false)
    expect((await get(kept)).status).toBe(200)
  })

  it('marks a file whose blob is missing, and tells owner and administrators', async () => {
    const id = await addUpload(someBytes(10))
    await rm(await pathOf(id))

    const admin = node.as(owner, 'site-admin')
    const json = { 'content-type': 'application/json' }
    const body = (isDryRun: boolean) => Uint8Array.from(Buffer.from(JSON.stringify({ isDryRun })))
    const dry = await admin('POST', '/storage/reconcile', json, body(true))
    const untouched = await viewOf(id)
    const done = await admin('POST', '/storage/reconcile', json, body(false))

    expect(await dry.json()).toMatchObject({ missingBlobs: 1 })
    expect(untouched.damagedAt).toBeNull()
    expect(await done.json()).toMatchObject({ missingBlobs: 1 })
    expect((await viewOf(id)).damagedAt).not.toBeNull()
    expect(await toldOf()).toEqual(['file-damaged'])
    expect(await toldOf('site-admins')).toContain('file-damaged')
  })

  it('is for administrators alone, as is the scrub', async () => {
    const asOwner = node.as(owner)
    const answers = await Promise.all([
      asOwner('GET', '/storage/scrub'),
      asOwner('POST', '/storage/scrub'),
    ])

    expect(answers.map(({ status }) => status)).toEqual([403, 403])
    expect((await node.as(owner, 'site-admin')('GET', '/storage/scrub')).status).toBe(200)
  })
})
