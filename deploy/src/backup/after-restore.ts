import postgres from 'postgres'
import type { BackupManifest } from './manifest.ts'

/**
 * What must not come back with an old database. A token that was used up, revoked or logged out
 * since would be good again, so none is: people log in anew and make new API tokens.
 */
export async function forbidReuse(url: string, manifest: BackupManifest): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    await sql.begin(async (tx) => {
      // Sessions, set-up links, API tokens: every table that keeps the hash of a token.
      for (const table of await tablesWith(tx, ['token_sha256', 'tokenSha256'])) {
        await tx.unsafe(`delete from "${table}"`)
      }
      // Leases and heartbeats of processes that are gone.
      await tx`delete from outbox_lanes`
      await tx`delete from workers`
      // They are ordered by transaction numbers of the server that is gone.
      await tx`delete from live_events`
      if (await isThere(tx, 'replaced_public.peer_token_uses')) {
        await tx`
          insert into peer_token_uses (token, expires_at)
          select token, expires_at from replaced_public.peer_token_uses on conflict do nothing`
      }
      // The files of the backup say which store is this node's; the mark of it may be newer, or not be there yet.
      if (await isThere(tx, 'public.blob_store_state')) {
        await tx`update blob_store_state set "markedAt" = null, "missingFiles" = null, "missingOf" = null`
      }
      await endFiles(tx, manifest)
      await tx`
        insert into audit_entries (actor, action, object, details) values (
          'node', 'node.restored', ${`backup:${manifest.id}`},
          ${tx.json({ startedAt: manifest.startedAt, version: manifest.software.version })})`
    })
  } finally {
    await sql.end()
  }
}

/**
 * Uploads that were under way have lost what came, and files whose blob was deleted already are
 * deleted; what each account keeps is counted anew.
 */
async function endFiles(tx: postgres.TransactionSql, { blobs }: BackupManifest): Promise<void> {
  const removed = blobs?.removed ?? []
  await tx`
    update files set state = 'deleted', name = '', header = null, damage = null, "damagedAt" = null,
      "deletedAt" = now(), "deletedBecause" = 'discarded'
    where state = 'receiving' or (state = 'complete' and "blobId" = any(${removed}::uuid[]))`
  await tx`
    update storage_usage u set
      "usedBytes" = coalesce((select sum(coalesce(f."declaredSize", f.size)) from files f
        where f."accountId" = u."accountId" and f.state <> 'deleted'), 0),
      files = (select count(*) from files f
        where f."accountId" = u."accountId" and f.state <> 'deleted')`
}

async function isThere(tx: postgres.TransactionSql, table: string): Promise<boolean> {
  const [found] = await tx<{ isThere: boolean }[]>`
    select to_regclass(${table}) is not null as "isThere"`
  return found?.isThere ?? false
}

async function tablesWith(
  tx: postgres.TransactionSql,
  columns: readonly string[],
): Promise<string[]> {
  const rows = await tx<{ table: string }[]>`
    select table_name as table from information_schema.columns
    where table_schema = 'public' and column_name = any(${[...columns]})`
  return rows.map(({ table }) => table)
}
