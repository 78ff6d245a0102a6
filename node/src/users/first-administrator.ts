import { randomUUIDv7 } from 'node:crypto'
import { openDb } from '../db.ts'
import { createInvitations } from './invitations.ts'
import { createUserStore } from './store.ts'

/** The one-time set-up token of a node's first administrator: there is no default password. */
export async function makeFirstAdministrator(
  databaseUrl: string,
  person: { readonly email: string; readonly name: string },
): Promise<{ token: string }> {
  const { db, close } = openDb(databaseUrl)
  try {
    const store = createUserStore(db)
    const invitations = createInvitations({ store, newId: randomUUIDv7, now: () => new Date() })
    return await invitations.makeSetUpLink({ ...person, role: 'site-admin' })
  } finally {
    await close()
  }
}
