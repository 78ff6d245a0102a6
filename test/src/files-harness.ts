import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publicKeyOf } from '@crosspanel/protocol/crypt4gh/header'
import { openDb, openSession } from '@crosspanel/node/db'
import { type BlobStore, createBlobStore } from '@crosspanel/node/files/blob-store'
import { nodeCiphers } from '@crosspanel/node/files/crypt4gh-node'
import { createS3BlobStore } from '@crosspanel/node/files/s3-blob-store'
import { createS3Client } from '@crosspanel/node/files/s3-client'
import type { S3Config } from '@crosspanel/node/node-config'
import { createFiles } from '@crosspanel/node/files/files'
import { fileRoutes } from '@crosspanel/node/files/routes'
import { storageRoutes } from '@crosspanel/node/files/storage-routes'
import { uploadRoutes } from '@crosspanel/node/files/upload-routes'
import { onError } from '@crosspanel/node/http/problems'
import { createRouter } from '@crosspanel/node/http/router'
import { createLogger } from '@crosspanel/node/logger'
import type { SiteKeys } from '@crosspanel/node/peers/ports'
import { accounts } from '@crosspanel/node/users/schema'
import { cloneDatabase } from './postgres.ts'

export interface FilesHarnessOptions {
  readonly maxUploadBytes?: number
  readonly diskFloorBytes?: number
  /** Where blobs are kept; in a directory when left out. */
  readonly s3?: S3Config
  /** Where uploads grow; a directory of the harness's own when left out. */
  readonly blobDir?: string
}

export type FilesHarness = Awaited<ReturnType<typeof openFilesHarness>>
export type FilesNode = ReturnType<FilesHarness['startNode']>

/** The `files` module over a database and a directory of its own. `startNode` may be called again: a restart. */
export async function openFilesHarness(options: FilesHarnessOptions = {}) {
  await using stack = new AsyncDisposableStack()
  const database = stack.use(await cloneDatabase('node'))
  const dir = await mkdtemp(join(tmpdir(), 'crosspanel-files-'))
  stack.defer(() => rm(dir, { recursive: true, force: true }))
  const { db, sql, close } = openDb(database.url)
  stack.defer(close)
  const secretKey = randomBytes(32)
  const keys = {
    encryption: { secretKey, publicKey: publicKeyOf(secretKey, nodeCiphers) },
  } as Pick<SiteKeys, 'encryption'>
  const clock = { now: new Date() }
  const inUse = new Set<string>()
  const nodes: AsyncDisposable[] = []
  /** Jobs whose last result is gone. */
  const resultsGone: string[] = []
  const quota = { bytes: undefined as number | undefined }
  const log = createLogger({ siteId: 'site:lund', logLevel: 'silent' })

  async function addAccount(): Promise<{ id: string }> {
    const id = randomUUID()
    const email = `${id}@example.org`
    const row = { id, email, name: 'A Person', role: 'researcher' as const, createdAt: clock.now }
    await db.insert(accounts).values(row)
    return { id }
  }

  function startNode(overBlobs: Partial<BlobStore> = {}, s3 = options.s3) {
    const directory = createBlobStore({ dir: options.blobDir ?? join(dir, 'blobs') })
    const kept =
      s3 === undefined
        ? directory
        : createS3BlobStore({ client: createS3Client(s3), staging: directory })
    const blobs = { ...kept, ...overBlobs }
    const node = createFiles({
      db,
      blobs,
      keys,
      log,
      config: {
        dataDir: dir,
        maxUploadBytes: options.maxUploadBytes ?? 1024 ** 3,
        diskFloorBytes: options.diskFloorBytes ?? 0,
        uploadRetentionDays: 30,
        homeResultRetentionDays: 20,
        expiryReminderDays: 3,
        scrubDays: 30,
        scrubBytesPerSecond: 1024 ** 4,
      },
      isInUse: (id) => Promise.resolve(inUse.has(id)),
      onResultsGone: (_, jobId) => Promise.resolve(void resultsGone.push(jobId)),
      storageQuotaOf: () => Promise.resolve(quota.bytes),
      openSession: (options) => openSession(database.url, options),
      newId: randomUUID,
      now: () => clock.now,
    })
    nodes.push(node)
    const { service: files, uploads, storage, identity, sweep } = node

    /** Sends a request as an account; the address is behind `/api/v1`. */
    function as(account: { id: string }, role: 'researcher' | 'site-admin' = 'researcher') {
      const app = createRouter()
      app.onError(onError)
      app.use(async (c, next) => {
        c.set('account', { id: account.id, role, via: 'token' })
        c.set('requestId', 'r-1')
        c.set('log', log)
        await next()
      })
      app.route('/api/v1', fileRoutes(files))
      app.route('/api/v1/storage', storageRoutes(storage))
      app.route('/api/v1', uploadRoutes(uploads))
      return async (
        method: string,
        path: string,
        headers = {},
        body?: Uint8Array<ArrayBuffer> | ReadableStream,
      ) =>
        app.request(`/api/v1${path}`, {
          method,
          headers,
          ...(body === undefined ? {} : { body, duplex: 'half' }),
        })
    }

    return {
      files,
      blobs,
      as,
      sweep,
      identity,
      ...storage,
      [Symbol.asyncDispose]: () => node[Symbol.asyncDispose](),
    }
  }

  stack.defer(async () => {
    await Promise.all(nodes.map((node) => node[Symbol.asyncDispose]()))
  })
  const owned = stack.move()
  return {
    dir,
    clock,
    inUse,
    resultsGone,
    quota,
    db,
    sql,
    addAccount,
    startNode,
    /** Everything that is on disk, by path. */
    async stored(): Promise<Map<string, Buffer>> {
      const entries = await readdir(dir, { recursive: true, withFileTypes: true })
      const paths = entries.filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name))
      return new Map(await Promise.all(paths.map(async (p) => [p, await readFile(p)] as const)))
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

export function base64(bytes: Uint8Array | string): string {
  return Buffer.from(bytes).toString('base64')
}
