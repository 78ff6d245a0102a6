import type { AccountView, LogIn, LoggedIn, SetUpAccount } from '@crosspanel/protocol/account'
import { fault } from '@crosspanel/protocol/faults'
import { DomainError, invalidRequest } from '@crosspanel/protocol/problem'
import type { Account, Authenticated } from './account.ts'
import type { LoginMarks } from './login-marks.ts'
import { limitsOf, type LoginThrottle } from './login-throttle.ts'
import { newSession } from './new-session.ts'
import type { Origin } from './origin.ts'
import type { PasswordHasher } from './passwords.ts'
import { digestOfToken, newSecretToken, secretTokenKind } from './secret-tokens.ts'
import type { SessionStore } from './session-store.ts'
import type { UserStore } from './store.ts'
import { viewOf } from './views.ts'

export interface LoginServiceDeps {
  readonly store: UserStore
  readonly sessions: SessionStore
  readonly throttle: LoginThrottle
  readonly marks: LoginMarks
  readonly passwords: PasswordHasher
  readonly newId: () => string
  readonly now: () => Date
}
export type LoginService = ReturnType<typeof createLoginService>

const MINUTE_MS = 60_000

/** How people come in, and who a request is by. */
export function createLoginService(deps: LoginServiceDeps) {
  const { store, sessions, throttle, marks, passwords, newId, now } = deps

  return {
    /** The link is looked at before the password is hashed: whoever has none costs us nothing. */
    async setUp(request: SetUpAccount, origin?: Origin): Promise<AccountView> {
      const tokenSha256 = digestOfToken(request.token)
      const invited = await store.findInvited(tokenSha256, now())
      if (invited === undefined) throw new DomainError('set-up-link-expired')
      if (request.email !== undefined && request.email !== invited.email) {
        throw invalidRequest(fault('not-invited', '#/email'))
      }
      const passwordHash = await passwords.hash(request.password, 'device')
      const account = await store.setUp(tokenSha256, { name: request.name, passwordHash }, now())
      if (account === undefined) throw new DomainError('set-up-link-expired')
      if (origin !== undefined) await marks.remember(account, { address: origin.address }, now())
      return viewOf(account)
    },

    /**
     * Every refusal takes the same time and gives the same answer, whether or not there is such an
     * account. The device is remembered: guesses from elsewhere never slow it down.
     */
    async logIn(
      { email, password, kind, deviceToken }: LogIn,
      from: string | Origin,
    ): Promise<LoggedIn & { token: string; deviceToken: string }> {
      const given = typeof from === 'string' ? { address: from } : from
      const origin = { ...given, deviceToken: deviceToken ?? given.deviceToken }
      const acquaintance = await marks.acquaintance(email, origin, now())
      const limits = limitsOf(email, origin, acquaintance)
      await throttle.attempt(limits, now())
      const account = await store.findByEmail(email)
      const isMatch = await passwords.matches(account?.passwordHash, password, acquaintance)
      if (!isMatch || account === undefined || account.disabledAt !== null) {
        throw new DomainError('credentials-wrong')
      }
      await throttle.succeeded(limits, now())
      const device =
        acquaintance === 'device' && origin.deviceToken !== undefined
          ? origin.deviceToken
          : newSecretToken('device')
      await marks.remember(account, { ...origin, deviceToken: device }, now())
      const { token, session } = newSession(kind, origin, newId(), now())
      await sessions.open({ ...session, accountId: account.id })
      const expiresAt = session.expiresAt.toISOString()
      return { account: viewOf(account), token, expiresAt, deviceToken: device }
    },

    logOut: (token: string): Promise<void> => sessions.close(digestOfToken(token)),

    /**
     * Who a session or API token stands for; `undefined` for an unknown, expired or disabled one. `isUse` is false
     * where nobody asked: that keeps no session alive.
     */
    async authenticate(
      token: string,
      { isUse } = { isUse: true },
    ): Promise<Authenticated | undefined> {
      const kind = secretTokenKind(token)
      if (kind !== 'session' && kind !== 'api') return undefined
      const digest = digestOfToken(token)
      const at = now()
      const via = kind === 'api' ? 'token' : 'session'
      const found =
        via === 'token' ? await sessions.findToken(digest, at) : await sessions.find(digest, at)
      if (found === undefined) return undefined
      const isStale = at.getTime() - (found.lastUsedAt?.getTime() ?? 0) >= MINUTE_MS
      if (isUse && isStale) await sessions.touch(via, digest, at)
      const { accountId: id, role, sessionId } = found
      const account: Account = { id, role, via, ...(sessionId === undefined ? {} : { sessionId }) }
      return { account, scope: found.scope }
    },
  }
}
