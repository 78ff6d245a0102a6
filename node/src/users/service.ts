import type {
  AccountList,
  AccountView,
  CreatedToken,
  CreateToken,
  InviteAccount,
  InvitedAccount,
  LogIn,
  LoggedIn,
  SetUpAccount,
  TokenView,
} from '@crosspanel/protocol/account'
import { DomainError } from '@crosspanel/protocol/problem'
import { pageOf, readCursor } from '../cursor.ts'
import type { Account, Authenticated, Role } from './account.ts'
import type { LoginThrottle } from './login-throttle.ts'
import type { PasswordHasher } from './passwords.ts'
import { parsePublicKey } from './public-key.ts'
import { digestOfToken, newSecretToken, secretTokenKind } from './secret-tokens.ts'
import type { SessionStore } from './session-store.ts'
import type { AccountRow, ApiTokenRow, UserStore } from './store.ts'

export interface UserServiceDeps {
  readonly store: UserStore
  readonly sessions: SessionStore
  readonly throttle: LoginThrottle
  readonly passwords: PasswordHasher
  readonly newId: () => string
  readonly now: () => Date
}
export type UserService = ReturnType<typeof createUserService>

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const SET_UP_LINK_LIFE_MS = DAY_MS
const SESSION_LIFE_MS = { browser: DAY_MS / 2, 'command-line': 30 * DAY_MS } as const

export function createUserService(deps: UserServiceDeps) {
  const { store, sessions, throttle, passwords, newId, now } = deps

  async function invite(
    person: { email: string; name: string; role: Role },
    actor: `account:${string}` | 'node',
  ): Promise<InvitedAccount> {
    const setUpToken = newSecretToken('set-up')
    const createdAt = now()
    const expiresAt = new Date(createdAt.getTime() + SET_UP_LINK_LIFE_MS)
    const tokenSha256 = digestOfToken(setUpToken)
    const accountId = newId()
    const link = { ...person, accountId, tokenSha256, createdAt, expiresAt, actor }
    const account = await store.invite(link)
    if (account === undefined) throw new DomainError('account-exists')
    return { account: viewOf(account), setUpToken, expiresAt: expiresAt.toISOString() }
  }

  async function requireAccountRow(id: string): Promise<AccountRow> {
    const row = await store.find(id)
    if (row === undefined) throw new DomainError('account-not-found')
    return row
  }

  async function openSession(account: AccountRow, kind: LogIn['kind']) {
    const token = newSecretToken('session')
    const createdAt = now()
    const expiresAt = new Date(createdAt.getTime() + SESSION_LIFE_MS[kind])
    const times = { createdAt, lastUsedAt: createdAt, expiresAt }
    await sessions.open({
      tokenSha256: digestOfToken(token),
      accountId: account.id,
      kind,
      ...times,
    })
    return { token, expiresAt: expiresAt.toISOString() }
  }

  return {
    /**
     * A one-time link for one person, good for 24 hours: for the first administrator when a node is
     * made. A newer link for the same address ends the older one.
     */
    async makeSetUpLink(person: {
      email: string
      role: Role
      name?: string
    }): Promise<{ token: string; expiresAt: string }> {
      const email = person.email.trim().toLowerCase()
      const { setUpToken, expiresAt } = await invite(
        { email, role: person.role, name: person.name ?? email },
        'node',
      )
      return { token: setUpToken, expiresAt }
    },

    invite: (by: Account, person: InviteAccount): Promise<InvitedAccount> =>
      invite(person, `account:${by.id}`),

    /** The link is looked at before the password is hashed: whoever has none costs us nothing. */
    async setUp(request: SetUpAccount): Promise<AccountView> {
      const tokenSha256 = digestOfToken(request.token)
      const invited = await store.findInvited(tokenSha256, now())
      if (invited === undefined) throw new DomainError('set-up-link-expired')
      if (request.email !== undefined && request.email !== invited.email) {
        throw new DomainError('invalid-request', undefined, {
          errors: [{ pointer: '#/email', detail: 'is not the address that was invited' }],
        })
      }
      const passwordHash = await passwords.hash(request.password)
      const account = await store.setUp(tokenSha256, { name: request.name, passwordHash }, now())
      if (account === undefined) throw new DomainError('set-up-link-expired')
      return viewOf(account)
    },

    /** Every refusal takes the same time and gives the same answer, whether or not there is such an account. */
    async logIn(
      { email, password, kind }: LogIn,
      address: string,
    ): Promise<LoggedIn & { token: string }> {
      await throttle.attempt(email, address, now())
      const account = await store.findByEmail(email)
      const isMatch = await passwords.matches(account?.passwordHash, password)
      if (!isMatch || account === undefined || account.disabledAt !== null) {
        throw new DomainError('credentials-wrong')
      }
      await throttle.succeeded(email, address, now())
      return { account: viewOf(account), ...(await openSession(account, kind)) }
    },

    logOut: (token: string): Promise<void> => sessions.close(digestOfToken(token)),

    /** Who a session or API token stands for; `undefined` for an unknown, expired or disabled one. */
    async authenticate(token: string): Promise<Authenticated | undefined> {
      const kind = secretTokenKind(token)
      if (kind !== 'session' && kind !== 'api') return undefined
      const digest = digestOfToken(token)
      const at = now()
      const via = kind === 'api' ? 'token' : 'session'
      const found =
        via === 'token' ? await sessions.findToken(digest, at) : await sessions.find(digest, at)
      if (found === undefined) return undefined
      const isStale = at.getTime() - (found.lastUsedAt?.getTime() ?? 0) >= MINUTE_MS
      if (isStale) await sessions.touch(via, digest, at)
      const account: Account = { id: found.accountId, role: found.role, via }
      return { account, scope: found.scope }
    },

    /** As `authenticate`, without counting as a use: a page that is only open keeps no session alive. */
    async recheck(token: string): Promise<Account | undefined> {
      const via = secretTokenKind(token) === 'api' ? 'token' : 'session'
      const digest = digestOfToken(token)
      const found =
        via === 'token'
          ? await sessions.findToken(digest, now())
          : await sessions.find(digest, now())
      return found && { id: found.accountId, role: found.role, via }
    },

    async me(account: Account): Promise<AccountView> {
      return viewOf(await requireAccountRow(account.id))
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

    async createToken(account: Account, request: CreateToken): Promise<CreatedToken> {
      const token = newSecretToken('api')
      const createdAt = now()
      const row: ApiTokenRow = {
        id: newId(),
        accountId: account.id,
        name: request.name,
        tokenSha256: digestOfToken(token),
        scope: request.scope,
        createdAt,
        expiresAt: new Date(createdAt.getTime() + request.expiresInDays * DAY_MS),
        lastUsedAt: null,
      }
      await store.insertToken(row)
      return { ...tokenViewOf(row), token }
    },

    async listTokens(account: Account): Promise<{ tokens: TokenView[] }> {
      return { tokens: (await store.listTokens(account.id)).map(tokenViewOf) }
    },

    async deleteToken(account: Account, id: string): Promise<void> {
      if (!(await store.deleteToken(account.id, id))) throw new DomainError('token-not-found')
    },

    async listAccounts(page: { after?: string | undefined; limit: number }): Promise<AccountList> {
      const rows = await store.list(readCursor(page.after), page.limit + 1)
      const { page: shown, next } = pageOf(rows, page.limit, ({ createdAt: at, id }) => ({
        at,
        id,
      }))
      return { accounts: shown.map(viewOf), next }
    },

    /** Deletes what can no longer be used; to be called now and then. */
    async removeExpired(): Promise<void> {
      const at = now()
      await store.deleteExpired(at)
      await sessions.deleteExpired(at)
      await throttle.forgetOld(at)
    },
  }
}

function viewOf(row: AccountRow): AccountView {
  const { id, email, name, role, publicKey } = row
  const isSetUp = row.passwordHash !== null
  return { id, email, name, role, isSetUp, publicKey, createdAt: row.createdAt.toISOString() }
}

function tokenViewOf(row: ApiTokenRow): TokenView {
  return {
    id: row.id,
    name: row.name,
    scope: row.scope,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  }
}
