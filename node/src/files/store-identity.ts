import { refusal } from '@crosspanel/protocol/refusals'
import { type Sight, sight } from '@crosspanel/protocol/sights'
import { and, desc, eq, isNull } from 'drizzle-orm'
import { recordAudit } from '../monitoring/audit.ts'
import type { Db } from '../db.ts'
import type { BlobStore } from './blob-store.ts'
import { blobStoreState, files } from './schema.ts'
import { STORE_FIX, type StoreTrouble, unavailable } from './store-away.ts'

/** A store without a mark is this node's if at least half of so many of its latest files are in it. */
const LATEST = 20
/** How long an answer is good for what happens often: each upload, each look at the node's health. Milliseconds. */
const REMEMBERED_MS = 2_000

export interface StoreIdentityDeps {
  readonly db: Db
  readonly blobs: Pick<BlobStore, 'has' | 'readMark' | 'writeMark'>
  readonly newId: () => string
  readonly now: () => Date
}

/** Of so many files so many are missing, which was too many to believe. */
export interface ManyMissing {
  readonly missing: number
  readonly of: number
}
type StateRow = typeof blobStoreState.$inferSelect
export type StoreIdentity = ReturnType<typeof createStoreIdentity>

/**
 * Whether the store in use is the one that this node's files are in. A volume that is not mounted and a wrong
 * bucket are stores, too: they answer, and have none of the files. The node's own mark, which it leaves in the
 * store at its first use, tells them apart.
 */
export function createStoreIdentity({ db, blobs, newId, now }: StoreIdentityDeps) {
  let remembered: { readonly trouble: StoreTrouble | undefined; readonly atMs: number } | undefined
  let known: { readonly storeId: string } | undefined

  async function readState(): Promise<StateRow> {
    const [there] = await db.select().from(blobStoreState)
    if (there !== undefined) return there
    await db.insert(blobStoreState).values({ storeId: newId() }).onConflictDoNothing()
    return readState()
  }

  /** How many of the latest files there are, and are here. */
  async function lookForLatest(): Promise<{ readonly here: number; readonly of: number }> {
    const rows = await db
      .select({ blobId: files.blobId })
      .from(files)
      .where(and(eq(files.state, 'complete'), isNull(files.damagedAt)))
      .orderBy(desc(files.id))
      .limit(LATEST)
    const there = await Promise.all(rows.map(({ blobId }) => blobs.has(blobId)))
    return { here: there.filter(Boolean).length, of: rows.length }
  }

  async function settle(storeId: string): Promise<undefined> {
    await db.update(blobStoreState).set({ storeId, markedAt: now() })
    known = { storeId }
  }

  /** A store that this database has not marked yet: new, or of an older version, or after a restore. */
  async function begin(row: StateRow, mark: string | undefined): Promise<StoreTrouble | undefined> {
    const { here, of } = await lookForLatest()
    const isOurs = here * 2 >= of && (mark === undefined || of > 0)
    if (!isOurs) return mark === undefined ? lacksFiles(here, of) : OF_ANOTHER
    if (mark === undefined) await blobs.writeMark(row.storeId)
    return settle(mark ?? row.storeId)
  }

  async function find(): Promise<StoreTrouble | undefined> {
    if (known !== undefined && (await blobs.readMark()) === known.storeId) return undefined
    // In this order: another process may mark the store in between, and says so after it has.
    const row = await readState()
    const mark = await blobs.readMark()
    if (mark === row.storeId) return row.markedAt === null ? settle(mark) : undefined
    if (row.markedAt === null) return begin(row, mark)
    return mark === undefined ? UNMARKED : OF_ANOTHER
  }

  async function findTrouble(): Promise<StoreTrouble | undefined> {
    const trouble = await find()
    remembered = { trouble, atMs: performance.now() }
    return trouble
  }

  async function recentTrouble(): Promise<StoreTrouble | undefined> {
    const isRecent = remembered !== undefined && performance.now() - remembered.atMs < REMEMBERED_MS
    return isRecent ? remembered?.trouble : findTrouble()
  }

  return {
    /** Throws `storage-unavailable` unless the store is this node's, as it is now. */
    async require(): Promise<void> {
      const trouble = await findTrouble()
      if (trouble !== undefined) throw unavailable(trouble)
    },

    /** As `require`, by what was seen within the last two seconds. */
    async requireLately(): Promise<void> {
      const trouble = await recentTrouble()
      if (trouble !== undefined) throw unavailable(trouble)
    },

    /** Makes a store that has no mark this node's, whatever is missing in it: an administrator says so. */
    async adopt(actor: `account:${string}`): Promise<void> {
      const [row, mark] = [await readState(), await blobs.readMark()]
      if (mark === row.storeId) return
      if (mark !== undefined) throw unavailable(OF_ANOTHER)
      await blobs.writeMark(row.storeId)
      await settle(row.storeId)
      remembered = undefined
      await recordAudit(db, { actor, action: 'files.store-adopted', details: {} })
    },

    /** Keeps what was too much to believe until a later look finds it otherwise. */
    async noteMissing(many: ManyMissing | undefined): Promise<void> {
      await db
        .update(blobStoreState)
        .set({ missingFiles: many?.missing ?? null, missingOf: many?.of ?? null })
    },

    /** Undefined when the last look at all files found no more missing than single losses. */
    async manyMissing(): Promise<ManyMissing | undefined> {
      const { missingFiles: missing, missingOf: of } = await readState()
      return missing === null || of === null ? undefined : { missing, of }
    },

    /** What keeps the store from being used; for the node's health. */
    recentTrouble,
  }
}

export function tooManyMissing({ missing, of }: ManyMissing): StoreTrouble {
  return {
    ...seenAs(sight('store.many-missing', { missing, of })),
    refused: (options) =>
      refusal('storage-unavailable.many-missing', { params: { missing, of }, ...options }),
    fix: 'Put the files back, and run `crosspanel files gc`. If they are lost for good: `crosspanel files gc --accept-loss`.',
  }
}

const FIX = `Researchers: try again later. Administrators: ${STORE_FIX}.`

const UNMARKED: StoreTrouble = {
  ...seenAs(sight('store.unmarked')),
  refused: (options) => refusal('storage-unavailable.unmarked', options),
  fix: `${FIX} If the store is lost for good: \`crosspanel files gc --accept-loss\`.`,
}

const OF_ANOTHER: StoreTrouble = {
  ...seenAs(sight('store.of-another')),
  refused: (options) => refusal('storage-unavailable.of-another', options),
  fix: `${FIX} A store is for one node. If no other uses this one, remove its \`store-id\`.`,
}

function lacksFiles(here: number, of: number): StoreTrouble {
  return {
    ...seenAs(sight('store.new', { here, of })),
    refused: (options) => refusal('storage-unavailable.new', { params: { here, of }, ...options }),
    fix: `${FIX} If the files are lost for good: \`crosspanel files gc --accept-loss\`.`,
  }
}

function seenAs([seen, told]: Sight): Pick<StoreTrouble, 'seen' | 'told'> {
  return { seen, told }
}
