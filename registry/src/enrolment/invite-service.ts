import { DomainError } from '@crosspanel/protocol/problem'
import type { InviteList, InvitePage, InviteView } from '@crosspanel/protocol/registry-api'
import type { Admin } from '../admin/admin.ts'
import { inviteStateOf } from './invite-state.ts'
import type { InviteStore } from './invite-store.ts'
import type { InviteRow } from './store.ts'

export interface InviteServiceDeps {
  readonly store: InviteStore
  /** Addresses of the admins, by id. */
  readonly adminEmails: () => Promise<ReadonlyMap<string, string>>
  readonly now: () => Date
}
export type InviteService = ReturnType<typeof createInviteService>

/** What became of the invites that admins have made. */
export function createInviteService({ store, adminEmails, now }: InviteServiceDeps) {
  return {
    async list(page: InvitePage): Promise<InviteList> {
      const [rows, emails] = await Promise.all([
        store.list({ ...page, limit: page.limit + 1 }),
        adminEmails(),
      ])
      const shown = rows.slice(0, page.limit)
      const last = rows.length > shown.length ? shown.at(-1) : undefined
      return { invites: shown.map((row) => viewOf(row, emails, now())), next: last?.id ?? null }
    },

    async withdraw(admin: Admin, id: string): Promise<void> {
      if (await store.withdraw(id, admin.id, now())) return
      const invite = await store.find(id)
      if (invite === undefined) throw new DomainError('invite-not-found')
      throw new DomainError(
        'invite-state-conflict',
        `the invite is ${inviteStateOf(invite, now())}`,
      )
    },
  }
}

function viewOf(row: InviteRow, emails: ReadonlyMap<string, string>, now: Date): InviteView {
  return {
    inviteId: row.id,
    organisation: row.organisation,
    emailDomain: row.emailDomain,
    state: inviteStateOf(row, now),
    created: row.createdAt.toISOString(),
    createdBy: emails.get(row.createdBy) ?? row.createdBy,
    expires: row.expiresAt.toISOString(),
  }
}
