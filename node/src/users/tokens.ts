import type { CreatedToken, CreateToken, TokenView } from '@crosspanel/protocol/account'
import { DomainError } from '@crosspanel/protocol/problem'
import type { Account } from './account.ts'
import { digestOfToken, newSecretToken } from './secret-tokens.ts'
import type { ApiTokenRow } from './store.ts'
import type { TokenStore } from './token-store.ts'
import { tokenViewOf } from './views.ts'

export interface TokensDeps {
  readonly tokenStore: TokenStore
  readonly newId: () => string
  readonly now: () => Date
}

const DAY_MS = 86_400_000

/** API tokens: for programs, with an end, shown once. */
export function createTokens({ tokenStore, newId, now }: TokensDeps) {
  return {
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
        expiryToldAt: null,
      }
      await tokenStore.insert(row)
      return { ...tokenViewOf(row), token }
    },

    async listTokens(account: Account): Promise<{ tokens: TokenView[] }> {
      return { tokens: (await tokenStore.list(account.id)).map(tokenViewOf) }
    },

    async renameToken(account: Account, id: string, name: string): Promise<TokenView> {
      const row = await tokenStore.rename(account.id, id, name)
      if (row === undefined) throw new DomainError('token-not-found')
      return tokenViewOf(row)
    },

    async deleteToken(account: Account, id: string): Promise<void> {
      if (!(await tokenStore.remove(account.id, id))) throw new DomainError('token-not-found')
    },
  }
}
