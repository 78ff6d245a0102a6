import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../../test/src/postgres.ts'
import { openDb } from '../db.ts'
import { type Backup, lastBackup, readBackupStatus, recordBackup } from './backups.ts'

let database: TestDatabase
let open: ReturnType<typeof openDb>
beforeAll(async () => {
  database = await cloneDatabase('node')
  open = openDb(database.url)
})
afterAll(async () => {
  await open.close()
  await database[Symbol.asyncDispose]()
})

const backup = (day: number, verifiedAt: Date | null = null): Backup => ({
  at: new Date(Date.UTC(2026, 0, day)),
  kind: 'full',
  sizeBytes: 1000 * day,
  sha256: String(day).padStart(64, '0'),
  verifiedAt,
})

describe('the record of back-ups', () => {
  it('is empty before the first one', async () => {
    expect(await lastBackup(open.db)).toEqual({ taken: undefined, verified: undefined })
    expect(await readBackupStatus(open.db, 60)).toMatchObject({ taken: null, verified: null })
  })

  it('knows the newest and the newest that was verified, each once', async () => {
    const verifiedAt = new Date(Date.UTC(2026, 0, 9))
    for (const day of [2, 3, 1]) await recordBackup(open.db, backup(day))
    await recordBackup(open.db, backup(2, verifiedAt))
    await recordBackup(open.db, backup(2))

    const { taken, verified } = await lastBackup(open.db)

    expect(taken).toEqual(backup(3))
    expect(verified).toEqual(backup(2, verifiedAt))
    expect(await readBackupStatus(open.db, 129_600)).toEqual({
      taken: { ...backup(3), at: '2026-01-03T00:00:00.000Z' },
      verified: {
        ...backup(2),
        at: '2026-01-02T00:00:00.000Z',
        verifiedAt: verifiedAt.toISOString(),
      },
      alertAfterS: 129_600,
    })
  })
})
