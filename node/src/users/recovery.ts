import { refusal } from '@crosspanel/protocol/refusals'
import type { ResetPassword } from '@crosspanel/protocol/account'
import { DomainError } from '@crosspanel/protocol/problem'
import type { Account } from './account.ts'
import type { LoginMarks } from './login-marks.ts'
import { type LoginThrottle, recoveryLimitsOf } from './login-throttle.ts'
import type { Origin } from './origin.ts'
import type { PasswordHasher } from './passwords.ts'
import type { RecoveryStore } from './recovery-store.ts'
import { digestOfToken, newSecretToken } from './secret-tokens.ts'

export interface RecoveryDeps {
  readonly recoveryStore: RecoveryStore
  readonly throttle: LoginThrottle
  readonly marks: LoginMarks
  readonly passwords: PasswordHasher
  readonly siteUrl?: string | undefined
  readonly newId: () => string
  readonly now: () => Date
  /** Has the requests looked at soon. */
  readonly wake: () => void
}

const LINK_LIFE_MS = 3_600_000

/** A way back in for whoever has lost the password, or is held up by others who guess at it. */
export function createRecovery(deps: RecoveryDeps) {
  const { recoveryStore, throttle, marks, passwords, siteUrl = '', newId, now, wake } = deps

  function newLink() {
    const token = newSecretToken('recovery')
    const createdAt = now()
    return {
      url: `${siteUrl.replace(/\/$/, '')}/recover#${token}`,
      tokenSha256: digestOfToken(token),
      createdAt,
      expiresAt: new Date(createdAt.getTime() + LINK_LIFE_MS),
    }
  }

  return {
    /** One answer and one piece of work for every address, whether or not anybody here has it (T22). */
    async requestRecovery(email: string, { address }: Origin): Promise<void> {
      await throttle.attempt(recoveryLimitsOf(email, address), now())
      await recoveryStore.insertRequest({ id: newId(), email, at: now() })
      wake()
    },

    /** Sends links to those who asked and have an account that is open. */
    async answerRecoveryRequests(): Promise<void> {
      while (await recoveryStore.answerOne(newLink())) {
        // One transaction for each, so that one that fails holds up no other for long.
      }
    },

    /** A link for an administrator to hand over, where no mail is sent. */
    async makeRecoveryLink(by: Account, id: string): Promise<{ link: string; expiresAt: string }> {
      const link = newLink()
      const isMade = await recoveryStore.insertLink(id, link, `account:${by.id}`)
      if (!isMade) {
        throw refusal('account-state-conflict.not-open')
      }
      return { link: link.url, expiresAt: link.expiresAt.toISOString() }
    },

    /**
     * Sets a password by a recovery link. Every session ends, and the place where the link was
     * followed counts as the owner's from now on.
     */
    async resetPassword({ token, password }: ResetPassword, origin: Origin): Promise<void> {
      const tokenSha256 = digestOfToken(token)
      // The link is looked at before the password is hashed: whoever has none costs us nothing.
      if (!(await recoveryStore.isGood(tokenSha256, now()))) {
        throw new DomainError('recovery-link-expired')
      }
      const passwordHash = await passwords.hash(password, 'device')
      const account = await recoveryStore.reset(tokenSha256, passwordHash, now())
      if (account === undefined) throw new DomainError('recovery-link-expired')
      await marks.remember(account, { address: origin.address }, now())
    },
  }
}
