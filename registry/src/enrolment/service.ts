import { randomBytes, timingSafeEqual } from 'node:crypto'
import { sealForEncryptionKey, verifyEnrolmentProof } from '@crosspanel/protocol/enrolment-proof'
import {
  type EncryptionJwk,
  type EnrolmentChallenge,
  type EnrolmentRequest,
  type EnrolmentView,
  NodeStatement,
} from '@crosspanel/protocol/federation'
import { encodeInvite } from '@crosspanel/protocol/invite'
import { keyIdOf } from '@crosspanel/protocol/keys'
import { DomainError, type ProblemCode } from '@crosspanel/protocol/problem'
import type {
  CreatedInvite,
  CreateInvite,
  EnrolmentDetail,
  EnrolmentFilter,
  EnrolmentList,
  InviteState,
} from '@crosspanel/protocol/registry-api'
import { verifyStatement } from '@crosspanel/protocol/signed-document'
import type { z } from 'zod'
import type { Admin } from '../admin/admin.ts'
import type { Tx } from '../db.ts'
import { payloadOf } from '../payload.ts'
import { listsEncryptionKey, requireInvited, requireUsable, signKeysInUse } from './checks.ts'
import { inviteStateOf } from './invite-state.ts'
import type { EnrolmentRow, EnrolmentStore, InviteRow, ListedEnrolment } from './store.ts'

type Challenge = z.infer<typeof EnrolmentChallenge>
type Request = z.infer<typeof EnrolmentRequest>

export interface EnrolmentServiceDeps {
  readonly store: EnrolmentStore
  readonly isMember: (tx: Tx, siteId: string) => Promise<boolean>
  readonly publicUrl: string
  readonly rootFingerprint: string
  readonly newId: () => string
  readonly newToken: () => string
  readonly sha256Of: (token: string | Uint8Array) => string
  readonly now: () => Date
}
export type EnrolmentService = ReturnType<typeof createEnrolmentService>

const INVITE_LIFE_MS = 7 * 86_400_000
const CHALLENGE_LIFE_MS = 10 * 60_000
const CLOSED = {
  used: 'invite-used',
  withdrawn: 'invite-expired',
  expired: 'invite-expired',
} as const satisfies Record<Exclude<InviteState, 'open'>, ProblemCode>

export function createEnrolmentService(deps: EnrolmentServiceDeps) {
  const { store, isMember, newId, newToken, sha256Of, now } = deps

  async function requireInvite(token: string): Promise<InviteRow> {
    const invite = await store.findInvite(sha256Of(token))
    if (invite === undefined) throw new DomainError('invite-not-found')
    return invite
  }

  function requireOpen(invite: InviteRow): void {
    const state = inviteStateOf(invite, now())
    if (state === 'open') return
    throw new DomainError(CLOSED[state], `the invite is ${state}`)
  }

  /** Shows that the site holds the private halves of the keys that its statement lists. */
  async function requireProofs(
    request: Request,
    invite: InviteRow,
    { statement, sha256 }: { statement: NodeStatement; sha256: string },
  ): Promise<void> {
    const { nonce, signProof, encryptionProof } = request
    const challenge = await store.takeChallenge(sha256Of(nonce), invite.id, now())
    if (challenge === undefined) {
      throw new DomainError('proof-invalid', 'the nonce is unknown, used or too old')
    }
    const nowMs = now().getTime()
    const keys = await signKeysInUse(statement, nowMs)
    if (!(await verifyEnrolmentProof(signProof, { nonce, statementSha256: sha256, keys }))) {
      throw new DomainError('proof-invalid', 'the nonce is not signed by a signing key in use')
    }
    if (!(await listsEncryptionKey(statement, challenge.encryptionKid, nowMs))) {
      throw new DomainError('proof-invalid', 'the challenge was for another encryption key')
    }
    const opened = Buffer.from(encryptionProof, 'base64url')
    const given = Buffer.from(sha256Of(opened), 'hex')
    if (!timingSafeEqual(given, Buffer.from(challenge.secretSha256, 'hex'))) {
      throw new DomainError('proof-invalid', 'the challenge was not opened by the encryption key')
    }
  }

  return {
    async createInvite(
      admin: Admin,
      { organisation, emailDomain }: CreateInvite,
    ): Promise<CreatedInvite> {
      const token = newToken()
      const createdAt = now()
      const expiresAt = new Date(createdAt.getTime() + INVITE_LIFE_MS)
      const id = newId()
      await store.insertInvite({
        id,
        tokenSha256: sha256Of(token),
        organisation,
        emailDomain,
        createdBy: admin.id,
        createdAt,
        expiresAt,
      })
      const { publicUrl: registryUrl, rootFingerprint } = deps
      const invite = encodeInvite({ registryUrl, rootFingerprint, token })
      return { inviteId: id, invite, organisation, emailDomain, expires: expiresAt.toISOString() }
    },

    /** A nonce to sign, and 32 random bytes that only the holder of the encryption key can read. */
    async challenge(request: { invite: string; encryptionKey: EncryptionJwk }): Promise<Challenge> {
      const { id: inviteId } = await requireInvite(request.invite)
      const secret = new Uint8Array(randomBytes(32))
      const sealed = await sealOrRefuse(request.encryptionKey, secret)
      const nonce = newToken()
      const at = now()
      const expiresAt = new Date(at.getTime() + CHALLENGE_LIFE_MS)
      const encryptionKid = await keyIdOf(request.encryptionKey)
      const sealedFor = { inviteId, encryptionKid, secretSha256: sha256Of(secret) }
      await store.insertChallenge({ ...sealedFor, nonceSha256: sha256Of(nonce), expiresAt }, at)
      return { nonce, sealed, expires: expiresAt.toISOString() }
    },

    /**
     * Takes a site's request to join. The same statement sent again under the same invite gets the
     * enrolment that it made the first time, so a lost answer does no harm.
     */
    async submit(request: Request): Promise<EnrolmentView> {
      const invite = await requireInvite(request.invite)
      const verdict = await verifyStatement(request.statement)
      if (verdict.kind === 'refused') throw new DomainError(verdict.code, verdict.detail)
      const { document: statement, sha256 } = verdict
      const earlier = await store.findByInvite(invite.id)
      const isRepeated = earlier?.statementSha256 === sha256
      if (!isRepeated) requireOpen(invite)
      requireInvited(statement, invite)
      requireUsable(statement, now().getTime())
      await requireProofs(request, invite, { statement, sha256 })
      if (isRepeated) return viewOf(earlier)
      const { siteId, organisation, siteName, url, contact, serial, rootKey } = statement
      const row = await store.insert(
        {
          id: newId(),
          inviteId: invite.id,
          siteId,
          organisation,
          siteName,
          url,
          contact,
          rootKid: await keyIdOf(rootKey),
          statementSha256: sha256,
          statementSerial: serial,
          statement: request.statement,
          submittedAt: now(),
        },
        isMember,
      )
      if (row === 'site-exists') throw new DomainError(row)
      if (row === 'invite-closed') {
        // Used, withdrawn or expired since it was looked at.
        requireOpen(await requireInvite(request.invite))
        throw new DomainError('invite-expired')
      }
      return viewOf(row)
    },

    /** For the site itself: only who holds the invite sees its enrolment (T21). */
    async find(id: string, inviteToken: string): Promise<EnrolmentView> {
      const row = await store.findForSite(id, sha256Of(inviteToken))
      if (row === undefined) throw new DomainError('enrolment-not-found')
      return viewOf(row)
    },

    async list(filter: EnrolmentFilter): Promise<EnrolmentList> {
      const rows = await store.list({ ...filter, limit: filter.limit + 1 })
      const page = rows.slice(0, filter.limit)
      const last = rows.length > page.length ? page.at(-1) : undefined
      return { enrolments: page.map(detailOf), next: last?.id ?? null }
    },
  }
}

/** Some 32 bytes are no usable X25519 key: every secret made with them is nought. */
async function sealOrRefuse(key: EncryptionJwk, secret: Uint8Array<ArrayBuffer>): Promise<string> {
  try {
    return await sealForEncryptionKey(key, secret)
  } catch (error) {
    throw new DomainError('proof-invalid', 'the encryption key cannot be used', { cause: error })
  }
}

export function viewOf(row: EnrolmentRow): EnrolmentView {
  return {
    enrolmentId: row.id,
    siteId: row.siteId,
    organisation: row.organisation,
    siteName: row.siteName,
    url: row.url,
    contact: row.contact,
    fingerprint: row.rootKid,
    state: row.state,
    submitted: row.submittedAt.toISOString(),
  }
}

function detailOf(row: ListedEnrolment): EnrolmentDetail {
  const { reach, protocol } = NodeStatement.parse(payloadOf(row.statement))
  return {
    ...viewOf(row),
    emailDomain: row.emailDomain,
    reach,
    protocol,
    decided: row.decidedAt?.toISOString() ?? null,
    reason: row.reason,
  }
}
