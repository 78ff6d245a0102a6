import { refusal } from '@crosspanel/protocol/refusals'
import type { InviteAccount, InvitedAccount } from '@crosspanel/protocol/account'
import { DomainError } from '@crosspanel/protocol/problem'
import type { Account, Role } from './account.ts'
import { digestOfToken, newSecretToken } from './secret-tokens.ts'
import type { UserStore } from './store.ts'
import { viewOf } from './views.ts'

export interface InvitationsDeps {
  readonly store: UserStore
  /** Where people reach this node; links are without a host when it is not known. */
  readonly siteUrl?: string | undefined
  readonly newId: () => string
  readonly now: () => Date
}

const SET_UP_LINK_LIFE_MS = 86_400_000

/** Accounts are made by invitation: a one-time link, good for 24 hours. */
export function createInvitations({ store, siteUrl = '', newId, now }: InvitationsDeps) {
  async function invite(
    person: { email: string; name: string; role: Role },
    actor: `account:${string}` | 'node',
    isMailed: boolean,
  ): Promise<InvitedAccount> {
    const setUpToken = newSecretToken('set-up')
    const createdAt = now()
    const expiresAt = new Date(createdAt.getTime() + SET_UP_LINK_LIFE_MS)
    const account = await store.invite({
      ...person,
      accountId: newId(),
      tokenSha256: digestOfToken(setUpToken),
      createdAt,
      expiresAt,
      actor,
      mailedLink: isMailed ? `${siteUrl.replace(/\/$/, '')}/set-up#${setUpToken}` : undefined,
    })
    if (account === undefined) throw new DomainError('account-exists')
    return { account: viewOf(account), setUpToken, expiresAt: expiresAt.toISOString() }
  }

  return {
    /**
     * A one-time link for one person, to be handed over: for the first administrator when a node is
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
        false,
      )
      return { token: setUpToken, expiresAt }
    },

    invite: (by: Account, person: InviteAccount): Promise<InvitedAccount> =>
      invite(person, `account:${by.id}`, true),

    /** Another link for a person who has not followed theirs; the earlier one ends. */
    async inviteAgain(by: Account, id: string): Promise<InvitedAccount> {
      const row = await store.find(id)
      if (row === undefined || row.deletedAt !== null) throw new DomainError('account-not-found')
      if (row.passwordHash !== null || row.disabledAt !== null) {
        throw refusal('account-state-conflict.set-up')
      }
      return invite(row, `account:${by.id}`, true)
    },

    /** Takes an invitation back: the account goes, since nobody has ever used it. */
    async revokeInvitation(by: Account, id: string): Promise<void> {
      const outcome = await store.revokeInvitation(id, `account:${by.id}`)
      if (outcome === 'absent') throw new DomainError('account-not-found')
      if (outcome === 'set-up') {
        throw refusal('account-state-conflict.not-invited')
      }
    },
  }
}
