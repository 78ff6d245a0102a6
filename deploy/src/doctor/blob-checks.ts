import { NodeEnvironment } from '@crosspanel/node/config'
import { type BlobStore, createBlobStore } from '@crosspanel/node/files/blob-store'
import { createS3BlobStore } from '@crosspanel/node/files/s3-blob-store'
import { STORE_FIX } from '@crosspanel/node/files/store-away'
import { createS3Client } from '@crosspanel/node/files/s3-client'
import { s3Of } from '@crosspanel/node/s3-config'
import type postgres from 'postgres'
import { inData, type NodeHome } from '../node-home.ts'
import type { Check, DoctorFinding } from './check.ts'
import { found } from './machine-checks.ts'

const LOOKED_AT = 10

export const BLOB_CHECKS: readonly Check[] = [
  {
    id: 'blob-store',
    about: 'uploads and results are where the settings say: the data directory or the bucket',
    async look({ home, sql }) {
      const { where, store } = storeOf(home)
      try {
        await store.list()[Symbol.asyncIterator]().next()
      } catch (error) {
        const words = wordsOf(error)
        return found('fail', `${where}: ${words}`, 'correct the s3_ settings, or start the service')
      }
      const mark = await store.readMark()
      const own = await sql()
        .then(ownMark)
        .catch(() => undefined)
      if (own !== undefined && mark !== own) return wrong(where, mark)
      const latest = await sql()
        .then(latestBlobs)
        .catch(() => undefined)
      if (latest === undefined) return found('ok', `${where} answers; which files: see postgres`)
      const there = await Promise.all(latest.map((id) => store.has(id)))
      const missing = there.filter((isThere) => !isThere).length
      if (missing === 0) return found('ok', where)
      return found(
        'fail',
        `${missing} of the latest ${latest.length} files are not in ${where}`,
        'put the blobs there (docs/operations.md, S3), or set blob_store back; then: crosspanel files scrub',
      )
    },
  },
]

function wrong(where: string, mark: string | undefined): DoctorFinding {
  return mark === undefined
    ? found(
        'fail',
        `${where} is not the store that this node has used: it has no store-id`,
        STORE_FIX,
      )
    : found('fail', `${where} is the store of another node, by its store-id`, STORE_FIX)
}

/** The reason is the cause of what people are told. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer'
  return error.cause instanceof Error ? error.cause.message : error.message
}

/** What the store has to be marked with; undefined before its first use. */
async function ownMark(sql: postgres.Sql): Promise<string | undefined> {
  const [row] = await sql<{ storeId: string }[]>`
    select "storeId" from blob_store_state where "markedAt" is not null`
  return row?.storeId
}

function storeOf(home: NodeHome): { where: string; store: BlobStore } {
  const directory = createBlobStore({ dir: inData(home, 'blobs') })
  const { shape } = NodeEnvironment
  const s3 = s3Of({
    ...home.settings,
    CROSSPANEL_BLOB_STORE: shape.CROSSPANEL_BLOB_STORE.parse(
      home.settings['CROSSPANEL_BLOB_STORE'],
    ),
    CROSSPANEL_S3_REGION: shape.CROSSPANEL_S3_REGION.parse(home.settings['CROSSPANEL_S3_REGION']),
  })
  if (s3 === undefined) return { where: inData(home, 'blobs'), store: directory }
  const store = createS3BlobStore({ client: createS3Client(s3), staging: directory })
  return { where: `the bucket ${s3.bucket} at ${s3.endpoint}`, store }
}

async function latestBlobs(sql: postgres.Sql): Promise<readonly string[]> {
  const rows = await sql<{ blobId: string }[]>`
    select "blobId" from files where state = 'complete' order by id desc limit ${LOOKED_AT}`
  return rows.map(({ blobId }) => blobId)
}
