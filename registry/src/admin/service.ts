import type { SessionKind } from '@crosspanel/protocol/account'
import { DomainError } from '@crosspanel/protocol/problem'
import type { AdminSession, LogInAdmin, SetUpAdmin } from '@crosspanel/protocol/registry-api'
import type { LoggedInAdmin } from './admin.ts'
import type { AdminStore, AttemptLimit } from './store.ts'

export interface AdminServiceDeps {
  readonly store: AdminStore
  readonly passwords: {
    hash(password: string): Promise<string>
    verify(hash: string, password: string): Promise<boolean>
  }
  readonly newId: () => string
  readonly newToken: () => string
  readonly sha256Of: (token: string) => string
  readonly now: () => Date
}
export type AdminService = ReturnType<typeof createAdminService>

export const SET_UP_LINK_LIFE_H = 24
export const SESSION_LIFE_H = 12
const HOUR_MS = 3_600_000

/** A longer pause would let anybody lock an admin out by failing on purpose. */
const LONGEST_PAUSE_S = 60

const accountLimit = (emailSha256: string): AttemptLimit => ({
  key: `account:${emailSha256}`,
  freeAttempts: 5,
  longestPauseS: LONGEST_PAUSE_S,
})
const addressLimit = (address: string): AttemptLimit => ({
  key: `address:${address}`,
  freeAttempts: 20,
  longestPauseS: LONGEST_PAUSE_S,
})

export function createAdminService(deps: AdminServiceDeps) {
  const { store, passwords, newId, newToken, sha256Of, now } = deps

  function newSession(kind: SessionKind) {
    const token = newToken()
    const createdAt = now()
    const expiresAt = new Date(createdAt.getTime() + SESSION_LIFE_H * HOUR_MS)
    return {
      row: { tokenSha256: sha256Of(token), kind, createdAt, lastUsedAt: createdAt, expiresAt },
      answer: { token, expires: expiresAt.toISOString() } satisfies AdminSession,
    }
  }

  let decoy: Promise<string> | undefined
  /** The hash of a password that nobody has, made once. */
  function noOnesHash(): Promise<string> {
    decoy ??= passwords.hash(newToken())
    return decoy
  }

  async function slowDown(limit: AttemptLimit): Promise<void> {
    const waitS = await store.countAttempt(limit, now())
    if (waitS > 0) throw new DomainError('rate-limited', undefined, { retryAfterS: waitS })
  }

  return {
    /** A one-time link for choosing a password; the token is not stored. */
    async inviteAdmin(email: string): Promise<{ token: string; expiresAt: Date }> {
      const token = newToken()
      const createdAt = now()
      const expiresAt = new Date(createdAt.getTime() + SET_UP_LINK_LIFE_H * HOUR_MS)
      const tokenSha256 = sha256Of(token)
      await store.createSetUpLink({ newAdminId: newId(), email, tokenSha256, createdAt, expiresAt })
      return { token, expiresAt }
    },

    async setUp(request: SetUpAdmin, address: string): Promise<AdminSession> {
      await slowDown(addressLimit(address))
      const linkSha256 = sha256Of(request.token)
      const admin = await store.findSetUpLink(linkSha256, now())
      const isTheirs = request.email === undefined || request.email === admin?.email
      if (admin === undefined || !isTheirs) throw new DomainError('set-up-link-expired')
      const passwordHash = await passwords.hash(request.password)
      const { row, answer } = newSession(request.kind)
      if (!(await store.setUp(linkSha256, passwordHash, row))) {
        throw new DomainError('set-up-link-expired')
      }
      return answer
    },

    /** The same work and the same answer whether the account is unknown or the password wrong (T22). */
    async logIn({ email, password, kind }: LogInAdmin, address: string): Promise<AdminSession> {
      const limits = [addressLimit(address), accountLimit(sha256Of(email))]
      for (const limit of limits) await slowDown(limit)
      const admin = await store.findByEmail(email)
      const isRight = await passwords.verify(admin?.passwordHash ?? (await noOnesHash()), password)
      if (admin?.passwordHash == null || !isRight) throw new DomainError('credentials-wrong')
      const { row, answer } = newSession(kind)
      const keys = limits.map(({ key }) => key)
      await store.logIn(admin.id, row, keys)
      return answer
    },

    authenticate(token: string, { isUse } = { isUse: true }): Promise<LoggedInAdmin | undefined> {
      return store.findBySession(sha256Of(token), now(), isUse)
    },

    async emails(): Promise<ReadonlyMap<string, string>> {
      return new Map((await store.listEmails()).map(({ id, email }) => [id, email]))
    },

    logOut(admin: LoggedInAdmin): Promise<void> {
      return store.endSession(admin, now())
    },
  }
}
