import type {
  AccountDetail,
  AccountView,
  ChangePassword,
  SessionView,
  UpdateProfile,
} from '@crosspanel/protocol/account'
import { DomainError } from '@crosspanel/protocol/problem'
import type { Account } from './account.ts'
import { confirmationLimitsOf, type LoginThrottle } from './login-throttle.ts'
import type { PasswordHasher } from './passwords.ts'
import { parsePublicKey } from './public-key.ts'
import type { QuotaService } from './quotas.ts'
import type { SessionStore } from './session-store.ts'
import type { AccountRow, UserStore } from './store.ts'
import { sessionViewOf, viewOf } from './views.ts'

export interface OwnAccountDeps {
  readonly store: UserStore
  readonly sessions: SessionStore
  readonly throttle: LoginThrottle
  readonly passwords: PasswordHasher
  readonly quotas: QuotaService
  readonly deleteAccount: (by: Account, id: string) => Promise<void>
  readonly now: () => Date
}

/** What a person does with the account they are logged in with. */
export function createOwnAccount(deps: OwnAccountDeps) {
  const { store, sessions, throttle, passwords, quotas, now } = deps

  async function requireRow(id: string): Promise<AccountRow> {
    const row = await store.find(id)
    if (row === undefined) throw new DomainError('account-not-found')
    return row
  }

  /** Whoever has found a session open does not know the password, and is not to guess it here. */
  async function confirm(account: Account, password: string): Promise<void> {
    const limits = confirmationLimitsOf(account.id)
    await throttle.attempt(limits, now())
    const { passwordHash } = await requireRow(account.id)
    if (!(await passwords.matches(passwordHash, password, 'device'))) {
      throw new DomainError('password-wrong')
    }
    await throttle.succeeded(limits, now())
  }

  return {
    async me(account: Account): Promise<AccountDetail> {
      const detail = await quotas.findDetail(account.id)
      if (detail === undefined) throw new DomainError('account-not-found')
      return detail
    },

    async updateProfile(account: Account, profile: UpdateProfile): Promise<AccountView> {
      const row = await store.updateProfile(account.id, profile)
      if (row === undefined) throw new DomainError('account-not-found')
      return viewOf(row)
    },

    /** Raw X25519 key of the account's owner; `undefined` when none was given. */
    async publicKeyOf(accountId: string): Promise<Uint8Array | undefined> {
      const key = (await store.find(accountId))?.publicKey
      return key == null ? undefined : Buffer.from(key, 'base64url')
    },

    async setPublicKey(account: Account, text: string): Promise<AccountView> {
      const row = await store.setPublicKey(account.id, parsePublicKey(text))
      if (row === undefined) throw new DomainError('account-not-found')
      return viewOf(row)
    },

    async removePublicKey(account: Account): Promise<void> {
      await store.setPublicKey(account.id, null)
    },

    /** Every other session ends; API tokens stay, since they are no secret of the password's. */
    async changePassword(account: Account, request: ChangePassword): Promise<void> {
      await confirm(account, request.currentPassword)
      const passwordHash = await passwords.hash(request.newPassword, 'device')
      await sessions.changePassword(account, passwordHash, now())
    },

    async listSessions(account: Account): Promise<{ sessions: SessionView[] }> {
      const rows = await sessions.list(account.id, now())
      return { sessions: rows.map((row) => sessionViewOf(row, account.sessionId)) }
    },

    async revokeSession(account: Account, id: string): Promise<void> {
      if (!(await sessions.revoke(account.id, id))) throw new DomainError('session-not-found')
    },

    async revokeOtherSessions(account: Account): Promise<void> {
      await sessions.revokeOthers(account)
    },

    async deleteOwnAccount(account: Account, password: string): Promise<void> {
      await confirm(account, password)
      await deps.deleteAccount(account, account.id)
    },
  }
}
