import { setTimeout as pause } from 'node:timers/promises'
import { DomainError } from '@crosspanel/protocol/problem'
import type { Lock, Locker, RequestRelease } from '@tus/server'
import type postgres from 'postgres'

const CHANNEL = 'crosspanel_upload_wanted'
const WAIT_MS = 30_000
const TRY_EVERY_MS = 100

/** Holds locks of one process; opened with the first. */
export interface LockSession {
  readonly sql: postgres.Sql
  close(): Promise<void>
}
export interface UploadLockerDeps {
  /** Opens a connection of its own: the locks live as long as it does, and no longer. */
  readonly openSession: (options: { readonly onLost: () => void }) => LockSession
}

/**
 * One request at a time may write to an upload, in whatever process of the site. Postgres frees the locks of a
 * process when its connection ends, so one that died holds nothing up. A request that waits asks the holder to
 * stop: mostly its client has lost that connection and has come back with another.
 */
export function createUploadLocker({ openSession }: UploadLockerDeps): Locker & AsyncDisposable {
  const held = new Map<string, RequestRelease>()
  let opened: Promise<LockSession> | undefined

  async function open(): Promise<LockSession> {
    // Without its connection the process may not go on writing: others can have the locks by now.
    const session = openSession({ onLost: () => void [...held.values()].map((stop) => stop()) })
    try {
      await session.sql.listen(CHANNEL, (id) => void held.get(id)?.())
      return session
    } catch (error) {
      opened = undefined
      await session.close()
      throw error
    }
  }

  async function tryTake(id: string, stop: RequestRelease): Promise<boolean> {
    const { sql } = await (opened ??= open())
    const holder = held.get(id)
    if (holder !== undefined) {
      await holder()
      return false
    }
    held.set(id, stop)
    try {
      const [row] = await sql`select pg_try_advisory_lock(hashtextextended(${id}, 0)) as taken`
      if (row?.['taken'] === true) return true
      held.delete(id)
      await sql.notify(CHANNEL, id)
      return false
    } catch (error) {
      held.delete(id)
      throw error
    }
  }

  async function free(id: string): Promise<void> {
    const { sql } = await (opened ??= open())
    try {
      await sql`select pg_advisory_unlock(hashtextextended(${id}, 0))`
    } finally {
      held.delete(id)
    }
  }

  function newLock(id: string): Lock {
    return {
      async lock(signal, stop) {
        const until = performance.now() + WAIT_MS
        while (!(await tryTake(id, stop))) {
          if (signal.aborted || performance.now() > until) {
            throw new DomainError('not-ready', 'another request still holds this upload')
          }
          await pause(TRY_EVERY_MS)
        }
      },
      unlock: () => free(id),
    }
  }

  return {
    newLock,
    async [Symbol.asyncDispose]() {
      await (await opened?.catch(() => undefined))?.close()
    },
  }
}
