import { EventEmitter } from 'node:events'
import type { Base } from '../base.ts'
import type { NodeConfig } from '../config.ts'
import { startLoop } from '../loop.ts'
import { createAdminStore } from './admin-store.ts'
import { type AccountHoldings, createAdministration } from './administration.ts'
import { createDeviceLogins } from './device-logins.ts'
import { createDeviceLoginStore } from './device-login-store.ts'
import { type AccountRecords, createExport } from './export.ts'
import { createInvitations } from './invitations.ts'
import { createLoginMarks } from './login-marks.ts'
import { createLoginThrottle } from './login-throttle.ts'
import { createOwnAccount } from './own-account.ts'
import { createPasswordHasher } from './passwords.ts'
import { createQuotas } from './quotas.ts'
import { createRecovery } from './recovery.ts'
import { createRecoveryStore } from './recovery-store.ts'
import { createLoginService } from './service.ts'
import { createSessionStore } from './session-store.ts'
import { createUserStore } from './store.ts'
import { createTokens } from './tokens.ts'
import { createTokenStore } from './token-store.ts'
import { createUseStore, type UseOf } from './use-store.ts'

/** What other modules do for an account; they are made after this one. */
export interface AccountPorts {
  /** What quotas limit, to be selected. */
  readonly useOf: UseOf
  readonly holdings: AccountHoldings
  readonly records: AccountRecords
}

export interface UsersDeps extends Pick<Base, 'db' | 'newId' | 'now'>, AccountPorts {
  readonly config: Pick<NodeConfig, 'quotas' | 'url'>
}
export type UserService = ReturnType<typeof createUsers>

const ROUND_MS = 30_000

/** The accounts on one database. */
export function createUsers({ db, config, newId, now, useOf, holdings, records }: UsersDeps) {
  const bell = new EventEmitter()
  const wake = () => void bell.emit('wake')
  const siteUrl = config.url
  const store = createUserStore(db)
  const sessions = createSessionStore(db)
  const tokenStore = createTokenStore(db)
  const throttle = createLoginThrottle(db)
  const marks = createLoginMarks(db)
  const passwords = createPasswordHasher()
  const deviceLoginStore = createDeviceLoginStore(db)
  const quotas = createQuotas({
    store,
    uses: createUseStore({ db, useOf, now }),
    defaults: config.quotas,
  })
  const parts = { store, sessions, tokenStore, throttle, marks, passwords, quotas, newId, now }
  const administration = createAdministration({
    ...parts,
    adminStore: createAdminStore(db),
    holdings,
    wake,
  })
  const recovery = createRecovery({
    ...parts,
    recoveryStore: createRecoveryStore(db),
    siteUrl,
    wake,
  })

  /** Does all that is due now. */
  async function settle(): Promise<void> {
    await recovery.answerRecoveryRequests()
    await administration.finishDeletions()
    await tokenStore.warnExpiring(now())
  }

  return {
    ...createLoginService(parts),
    ...createInvitations({ store, siteUrl, newId, now }),
    ...createDeviceLogins({ ...parts, deviceLoginStore, siteUrl }),
    ...createTokens(parts),
    ...createOwnAccount({ ...parts, deleteAccount: administration.deleteAccount }),
    ...createExport({ ...parts, records }),
    ...administration,
    ...recovery,
    ...quotas,
    passwordsHashed: () => passwords.hashed,
    settle,

    loops: ({ log }: Pick<Base, 'log'>): AsyncDisposable =>
      startLoop(settle, {
        name: 'accounts',
        everyMs: ROUND_MS,
        log,
        onWake(listener) {
          bell.on('wake', listener)
          return () => void bell.off('wake', listener)
        },
      }),

    /** Deletes what can no longer be used; to be called now and then. */
    async removeExpired(): Promise<void> {
      const at = now()
      await store.deleteExpired(at)
      await tokenStore.deleteExpired(at)
      await sessions.deleteExpired(at)
      await deviceLoginStore.deleteExpired(at)
      await marks.deleteExpired(at)
      await throttle.forgetOld(at)
    },
  }
}
