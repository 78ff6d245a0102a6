import { randomBytes, randomUUID } from 'node:crypto'
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type FilesHarness,
  type FilesNode,
  type FilesHarnessOptions,
  openFilesHarness,
} from '../../../test/src/files-harness.ts'
import { openS3Server } from '../../../test/src/s3-server.ts'
import { createS3Client } from './s3-client.ts'

const LOSS = { isLossAccepted: true, actor: `account:${randomUUID()}` } as const

let stack: AsyncDisposableStack
let harness: FilesHarness
let node: FilesNode
let owner: { id: string }

beforeEach(() => {
  stack = new AsyncDisposableStack()
})
afterEach(() => stack.disposeAsync())

async function open(options: FilesHarnessOptions = {}): Promise<void> {
  harness = stack.use(await openFilesHarness(options))
  node = harness.startNode()
  owner = await harness.addAccount()
}

const blobsDir = () => join(harness.dir, 'blobs')
const markPath = () => join(blobsDir(), 'store-id')

async function store(count: number): Promise<string[]> {
  async function* source() {
    yield await Promise.resolve(randomBytes(10))
  }
  const stored = Array.from({ length: count }, (_, i) =>
    node.files.storeResult({
      accountId: owner.id,
      jobId: randomUUID(),
      jobEpoch: 1,
      name: `${String(i)}.vcf.gz`,
      encryptedFor: 'site',
      source: source(),
    }),
  )
  return (await Promise.all(stored)).map(({ fileId }) => fileId)
}

async function damagedAndTold(): Promise<{ damaged: number; mails: number }> {
  const [row] = await harness.sql<{ damaged: number; mails: number }[]>`
    select (select count(*)::int from files where "damagedAt" is not null) as damaged,
      (select count(*)::int from notification_events where kind = 'file-damaged') as mails`
  return row!
}

/** Every way in which a lost file is found. */
async function lookEverywhere(on: FilesNode, id: string): Promise<unknown[]> {
  harness.clock.now = new Date(harness.clock.now.getTime() + 3_700_000)
  await on.scrub.request()
  const looks = [
    on.reconcile(),
    on.scrub.round(new AbortController().signal),
    on.files.download(owner, id, {}),
  ]
  return (await Promise.allSettled(looks)).map((end) =>
    end.status === 'rejected' ? (end.reason as { code: string }).code : end.status,
  )
}

const AWAY = ['storage-unavailable', 'storage-unavailable', 'storage-unavailable']
const NOTHING = { damaged: 0, mails: 0 }

describe('a volume that is not mounted', () => {
  it('is not taken for a loss: nothing is marked, written or told, until it is back', async () => {
    await open()
    const [id] = await store(3)
    const away = `${blobsDir()}.away`
    await rename(blobsDir(), away)
    await mkdir(blobsDir())
    const later = harness.startNode()

    const looks = await lookEverywhere(later, id!)
    const trouble = await later.identity.recentTrouble()
    const uploaded = await later.as(owner)('POST', '/uploads', {
      'tus-resumable': '1.0.0',
      'upload-length': '5',
      'upload-metadata': `filename ${Buffer.from('a.vcf').toString('base64')}`,
    })
    const removed = await later.files.remove(owner, id!).catch((error: unknown) => error)
    const written = await readdir(blobsDir())
    await rm(blobsDir(), { recursive: true })
    await rename(away, blobsDir())
    const after = await harness.startNode().reconcile()

    expect(looks).toEqual(AWAY)
    expect(trouble?.seen).toContain('its mark, `store-id`, is not there')
    expect(uploaded.status).toBe(503)
    expect(uploaded.headers.get('retry-after')).toBe('30')
    expect(await uploaded.json()).toMatchObject({
      code: 'storage-unavailable',
      told: { key: 'storage-unavailable.unmarked', params: {} },
      errors: [{ fix: expect.stringContaining('mount the volume') as string }],
    })
    // The deletion counts; the blob of it is destroyed when it can be.
    expect(removed).toBeUndefined()
    expect(written).toEqual([])
    expect(await damagedAndTold()).toEqual(NOTHING)
    expect(after).toMatchObject({ undestroyedBlobs: 1, missingBlobs: 0, checkedFiles: 2 })
  })

  it('that is lost for good is used again when an administrator says so, and its files are lost', async () => {
    await open()
    await store(30)
    await rm(blobsDir(), { recursive: true })

    await expect(node.reconcile()).rejects.toMatchObject({ code: 'storage-unavailable' })
    const accepted = await node.reconcile(LOSS)
    await store(1)

    expect(accepted).toMatchObject({ missingBlobs: 30 })
    expect(await node.identity.recentTrouble()).toBeUndefined()
    expect((await damagedAndTold()).damaged).toBe(30)
  })
})

describe('a bucket', () => {
  it('that is another one is neither believed nor emptied', async () => {
    const [own, other] = [stack.use(await openS3Server()), stack.use(await openS3Server())]
    await open({ s3: other.config })
    await store(1)
    const stranger = createS3Client(other.config)
    const before = await keysOf(stranger)

    await open({ s3: own.config })
    const [id] = await store(3)
    const mistaken = harness.startNode({}, other.config)
    const looks = await lookEverywhere(mistaken, id!)

    expect(looks).toEqual(AWAY)
    expect(await mistaken.identity.recentTrouble()).toMatchObject({
      seen: expect.stringContaining('mark of another node') as string,
    })
    await expect(mistaken.reconcile(LOSS)).rejects.toMatchObject({ code: 'storage-unavailable' })
    expect(await keysOf(stranger)).toEqual(before)
    expect(await damagedAndTold()).toEqual(NOTHING)
    expect(await node.reconcile()).toMatchObject({ missingBlobs: 0, checkedFiles: 3 })
  })

  it('that does not answer says nothing of its files either', async () => {
    const server = await openS3Server()
    await open({ s3: server.config })
    const [id] = await store(1)
    await server[Symbol.asyncDispose]()

    expect(await lookEverywhere(node, id!)).toEqual(AWAY)
  }, 60_000)

  it('takes over from a directory by a plain copy of it', async () => {
    const { config } = stack.use(await openS3Server())
    await open()
    const ids = await store(3)
    const client = createS3Client(config)
    for (const entry of await readdir(blobsDir(), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const path = join(entry.parentPath, entry.name)
      const key = `blobs/${path.slice(blobsDir().length + 1)}`
      await client.put(key, new Uint8Array(await readFile(path)))
    }
    await rm(blobsDir(), { recursive: true })

    const moved = harness.startNode({}, config)
    const answer = await moved.files.download(owner, ids[0]!, {})

    expect((await new Response(answer.body).bytes()).length).toBe(10)
    expect(await moved.reconcile()).toMatchObject({ missingBlobs: 0, checkedFiles: 3 })
  })
})

async function keysOf(client: ReturnType<typeof createS3Client>): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of client.list('blobs/')) keys.push(key)
  return keys.toSorted()
}

describe('a store that lacks much of its files at once', () => {
  async function lose(count: number): Promise<void> {
    const names = await readdir(blobsDir(), { recursive: true })
    const blobs = names.filter((name) => name.endsWith('.c4gh')).toSorted()
    await mkdir(join(harness.dir, 'lost'), { recursive: true })
    for (const name of blobs.slice(0, count)) {
      await cp(join(blobsDir(), name), join(harness.dir, 'lost', name), { recursive: true })
      await rm(join(blobsDir(), name))
    }
  }
  const restore = () => cp(join(harness.dir, 'lost'), blobsDir(), { recursive: true })

  it('is looked into before owners are told, and is well when the files are back', async () => {
    await open()
    const ids = await store(30)
    await lose(21)

    await expect(node.reconcile()).rejects.toMatchObject({
      code: 'storage-unavailable',
      errors: [{ detail: expect.stringContaining('at least 21 of 30') as string }],
    })
    const noted = await node.identity.manyMissing()
    const downloads = await Promise.allSettled(
      ids.map(async (id) => {
        const { body } = await node.files.download(owner, id, {})
        await body?.cancel()
      }),
    )
    const marked = await damagedAndTold()
    await restore()
    const after = await node.reconcile()

    expect(noted).toEqual({ missing: 21, of: 30 })
    expect(downloads.filter(({ status }) => status === 'rejected')).toHaveLength(21)
    expect(marked).toEqual(NOTHING)
    expect(after).toMatchObject({ missingBlobs: 0, checkedFiles: 30 })
    expect(await node.identity.manyMissing()).toBeUndefined()
  })

  it('is believed when an administrator says so', async () => {
    await open()
    await store(30)
    await lose(21)

    expect(await node.reconcile({ ...LOSS, isDryRun: true })).toMatchObject({ missingBlobs: 21 })
    expect(await damagedAndTold()).toEqual(NOTHING)
    expect(await node.reconcile(LOSS)).toMatchObject({ missingBlobs: 21 })
  })
})

describe('the mark of a store', () => {
  it('is made at its first use, and stays', async () => {
    await open()
    await Promise.all([store(1), harness.startNode().reconcile(), harness.startNode().reconcile()])
    const first = await readFile(markPath(), 'utf8')
    await harness.startNode().reconcile()

    expect(first).toMatch(/^[0-9a-f-]{36}\n$/)
    expect(await readFile(markPath(), 'utf8')).toBe(first)
  })

  it('is made in the store of an older version only if the files are there', async () => {
    await open()
    await store(4)
    await harness.sql`delete from blob_store_state`
    await rm(markPath())
    const away = `${blobsDir()}.away`
    await rename(blobsDir(), away)

    const without = await harness.startNode().identity.recentTrouble()
    await rename(away, blobsDir())
    const withFiles = await harness.startNode().identity.recentTrouble()

    expect(without?.seen).toContain('0 of its latest 4 files')
    expect(withFiles).toBeUndefined()
  })

  it('is taken over by a database of a back-up that is older than it, if the files are there', async () => {
    await open()
    await store(4)
    await harness.sql`delete from blob_store_state`
    const mark = await readFile(markPath(), 'utf8')

    const withFiles = await harness.startNode().identity.recentTrouble()
    await harness.sql`delete from files`
    await harness.sql`delete from blob_store_state`
    const without = await harness.startNode().identity.recentTrouble()

    expect(withFiles).toBeUndefined()
    expect(await readFile(markPath(), 'utf8')).toBe(mark)
    expect(without?.seen).toContain('mark of another node')
  })

  it('that was lost alone is put back by hand', async () => {
    await open()
    await store(1)
    const mark = await readFile(markPath())
    await rm(markPath())

    const lost = await harness.startNode().identity.recentTrouble()
    await writeFile(markPath(), mark)

    expect(lost?.seen).toContain('store-id')
    expect(await harness.startNode().identity.recentTrouble()).toBeUndefined()
  })
})
