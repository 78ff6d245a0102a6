import type { AccountView, SessionView, TokenView } from '@crosspanel/protocol/account'
import type { SessionRow } from './session-store.ts'
import type { AccountRow, ApiTokenRow } from './store.ts'

export function viewOf(row: AccountRow): AccountView {
  const { id, email, name, affiliation, role, publicKey } = row
  return {
    id,
    email,
    name,
    affiliation,
    role,
    isSetUp: row.passwordHash !== null,
    isDisabled: row.disabledAt !== null,
    isBeingDeleted: row.deletionAt !== null,
    publicKey,
    createdAt: row.createdAt.toISOString(),
    lastLoginAt: row.lastLoginAt?.toISOString() ?? null,
  }
}

export function tokenViewOf(row: ApiTokenRow): TokenView {
  return {
    id: row.id,
    name: row.name,
    scope: row.scope,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  }
}

export function sessionViewOf(row: SessionRow, currentId: string | undefined): SessionView {
  const { id, kind, network, client } = row
  return {
    id,
    kind,
    network,
    client,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    isCurrent: id === currentId,
  }
}
