import { randomUUIDv7 } from 'node:crypto'
import { openDb } from '../db.ts'
import { createLoginThrottle } from './login-throttle.ts'
import { createPasswordHasher } from './passwords.ts'
import { createUserService } from './service.ts'
import { createSessionStore } from './session-store.ts'
import { createUserStore } from './store.ts'

/** The service of accounts on one database. */
export function openUsers(db: ReturnType<typeof openDb>['db'], now: () => Date) {
  return createUserService({
    store: createUserStore(db),
    sessions: createSessionStore(db),
    throttle: createLoginThrottle(db),
    passwords: createPasswordHasher(),
    newId: randomUUIDv7,
    now,
  })
}

/** The one-time set-up token of a node's first administrator: there is no default password. */
export async function makeFirstAdministrator(
  databaseUrl: string,
  person: { readonly email: string; readonly name: string },
): Promise<{ token: string }> {
  const { db, close } = openDb(databaseUrl)
  try {
    return await openUsers(db, () => new Date()).makeSetUpLink({ ...person, role: 'site-admin' })
  } finally {
    await close()
  }
}
