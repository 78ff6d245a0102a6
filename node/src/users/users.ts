import type { Base } from '../base.ts'
import { createLoginThrottle } from './login-throttle.ts'
import { createPasswordHasher } from './passwords.ts'
import { createUserService } from './service.ts'
import { createSessionStore } from './session-store.ts'
import { createUserStore } from './store.ts'

/** The accounts on one database. */
export function createUsers({ db, newId, now }: Pick<Base, 'db' | 'newId' | 'now'>) {
  return createUserService({
    store: createUserStore(db),
    sessions: createSessionStore(db),
    throttle: createLoginThrottle(db),
    passwords: createPasswordHasher(),
    newId,
    now,
  })
}
