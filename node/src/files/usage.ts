import { refusal } from '@crosspanel/protocol/refusals'
import { fault } from '@crosspanel/protocol/faults'
import { eq, type Placeholder, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '../db.ts'
import { notify } from '../notifications/notify.ts'
import { storageUsage } from './schema.ts'

type UsageRow = typeof storageUsage.$inferSelect

export interface StorageChange {
  /** Null for files of no account, which nobody's quota counts. */
  readonly accountId: string | null
  readonly bytes: number
  readonly files: number
}

/** The owner is told from here on, and again only after the usage has been below the second. */
const NEARLY_FULL = 0.9
const NO_LONGER_NEARLY_FULL = 0.75

/** What the account keeps, bytes, to be selected. */
export function usedBytesOf(accountId: Placeholder): SQL<number> {
  const isOf = eq(storageUsage.accountId, accountId)
  const used = sql`(select sum(${storageUsage.usedBytes}) from ${storageUsage} where ${isOf})`
  return sql<number>`coalesce(${used}, 0)`.mapWith(Number)
}

/**
 * Counts what an account keeps from now on, in the transaction of the change; callers of one account
 * wait for each other here. Returns what it keeps then.
 */
export async function addToUsage(
  tx: Tx,
  { accountId, bytes, files }: StorageChange,
): Promise<UsageRow | undefined> {
  if (accountId === null) return undefined
  const [row] = await tx
    .insert(storageUsage)
    .values({ accountId, usedBytes: bytes, files })
    .onConflictDoUpdate({
      target: storageUsage.accountId,
      set: {
        usedBytes: sql`${storageUsage.usedBytes} + ${bytes}`,
        files: sql`${storageUsage.files} + ${files}`,
      },
    })
    .returning()
  return row
}

/** Of several accounts in the order of their ids, so that two callers cannot wait for each other. */
export async function takeFromUsage(tx: Tx, removed: readonly StorageChange[]): Promise<void> {
  const sums = new Map<string, { bytes: number; files: number }>()
  for (const { accountId, bytes, files } of removed) {
    if (accountId === null) continue
    const sum = sums.get(accountId) ?? { bytes: 0, files: 0 }
    sums.set(accountId, { bytes: sum.bytes + bytes, files: sum.files + files })
  }
  for (const [accountId, sum] of [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    await tx
      .update(storageUsage)
      .set({
        usedBytes: sql`${storageUsage.usedBytes} - ${sum.bytes}`,
        files: sql`${storageUsage.files} - ${sum.files}`,
      })
      .where(eq(storageUsage.accountId, accountId))
  }
}

/** Throws `storage-quota-exceeded` if what was just added does not fit; the caller's transaction goes with it. */
export function requireWithinQuota(
  usage: UsageRow | undefined,
  addedBytes: number,
  quotaBytes: number | undefined,
): void {
  if (usage === undefined || quotaBytes === undefined || usage.usedBytes <= quotaBytes) return
  const before = usage.usedBytes - addedBytes
  const params = { usedBytes: before, quotaBytes, addedBytes }
  throw refusal('storage-quota-exceeded', { params, errors: [fault('quota', '', params)] })
}

/** Tells the owner once that the quota is nearly used up. */
export async function warnWhenNearlyFull(
  tx: Tx,
  usage: UsageRow | undefined,
  addedBytes: number,
  quotaBytes: number | undefined,
  at: Date,
): Promise<void> {
  if (usage === undefined || quotaBytes === undefined) return
  const { accountId, usedBytes, nearlyFullAt } = usage
  if (usedBytes < NEARLY_FULL * quotaBytes) return
  if (nearlyFullAt !== null && usedBytes - addedBytes >= NO_LONGER_NEARLY_FULL * quotaBytes) return
  await tx
    .update(storageUsage)
    .set({ nearlyFullAt: at })
    .where(eq(storageUsage.accountId, accountId))
  await notify(tx, {
    kind: 'storage-nearly-full',
    to: `account:${accountId}`,
    key: at.toISOString(),
    data: { usedBytes, quotaBytes, usedPercent: Math.floor((100 * usedBytes) / quotaBytes) },
  })
}
