import { and, eq, ne } from 'drizzle-orm'
import type { Tx } from '../db.ts'
import { deviceLogins, sessions } from './schema.ts'

/** Ends the account's sessions, and those that it has approved and that are not opened yet. Returns how many. */
export async function endSessions(tx: Tx, accountId: string, exceptId?: string): Promise<number> {
  await tx.delete(deviceLogins).where(eq(deviceLogins.accountId, accountId))
  const isKept = exceptId === undefined ? undefined : ne(sessions.id, exceptId)
  const ended = await tx
    .delete(sessions)
    .where(and(eq(sessions.accountId, accountId), isKept))
    .returning({ id: sessions.id })
  return ended.length
}
