import {
  type GeneralJws,
  type MemberStatus,
  type NodeStatement,
} from '@crosspanel/protocol/federation'
import { DomainError } from '@crosspanel/protocol/problem'
import type { MemberView, StoredDescriptor } from '@crosspanel/protocol/registry-api'
import { verifyDescriptor, verifyStatement } from '@crosspanel/protocol/signed-document'
import type { Admin } from '../admin/admin.ts'
import { recordAudit } from '../audit/record.ts'
import type { Tx } from '../db.ts'
import type { PublishAfter } from '../federation/service.ts'
import type { NewMember } from './member.ts'
import type { MemberRow, MemberStore } from './store.ts'

export interface MemberServiceDeps {
  readonly store: MemberStore
  readonly publishAfter: PublishAfter
  /** Throws `rate-limited` when the site has sent too much. */
  readonly countCall: (siteId: string) => Promise<void>
  readonly now: () => Date
}
export type MemberService = ReturnType<typeof createMemberService>

interface Move {
  readonly from: readonly MemberStatus[]
  readonly to: MemberStatus
  readonly action: string
}
/** Revocation is for ever: a site that comes back is enrolled under another id. */
const MOVES = {
  suspend: { from: ['active'], to: 'suspended', action: 'member.suspended' },
  reinstate: { from: ['suspended'], to: 'active', action: 'member.reinstated' },
  revoke: { from: ['active', 'suspended'], to: 'revoked', action: 'member.revoked' },
} as const satisfies Record<string, Move>

export function createMemberService({ store, publishAfter, countCall, now }: MemberServiceDeps) {
  async function requireMember(siteId: string, tx?: Tx): Promise<MemberRow> {
    const member = await store.find(siteId, tx)
    if (member === undefined) throw new DomainError('site-not-found')
    return member
  }

  async function requireActive(siteId: string): Promise<MemberRow> {
    const member = await requireMember(siteId)
    if (member.status === 'active') return member
    throw new DomainError('peer-site-suspended', `${siteId} is ${member.status}`)
  }

  function change(admin: Admin, siteId: string, { from, to, action }: Move, reason: string | null) {
    return publishAfter(async (tx) => {
      const { status } = await requireMember(siteId, tx)
      const since = now()
      if (!(await store.move(tx, siteId, from, { status: to, reason, since }))) {
        throw new DomainError('member-state-conflict', `${siteId} is ${status}`)
      }
      await recordAudit(tx, {
        at: since,
        actor: `admin:${admin.id}`,
        action,
        object: siteId,
        details: { from: status, to, ...(reason === null ? {} : { reason }) },
      })
      return { result: viewOf(await requireMember(siteId, tx)), isPublic: true }
    })
  }

  async function requireStatement({ siteId, statementSha256 }: MemberRow): Promise<NodeStatement> {
    const jws = await store.findStatement(statementSha256)
    const verdict = jws === undefined ? undefined : await verifyStatement(jws)
    if (verdict?.kind !== 'valid') throw new Error(`the stored statement of ${siteId} is not valid`)
    return verdict.document
  }

  return {
    /** The statement of an active member: what is told by another site is not listened to. */
    async requireActive(siteId: string): Promise<NodeStatement> {
      return requireStatement(await requireActive(siteId))
    },

    async listNames(): Promise<{ siteId: string; siteName: string }[]> {
      return (await store.list()).map(({ siteId, siteName }) => ({ siteId, siteName }))
    },

    suspend: (admin: Admin, siteId: string, reason: string) =>
      change(admin, siteId, MOVES.suspend, reason),
    reinstate: (admin: Admin, siteId: string, reason: string | undefined) =>
      change(admin, siteId, MOVES.reinstate, reason ?? null),
    revoke: (admin: Admin, siteId: string, reason: string) =>
      change(admin, siteId, MOVES.revoke, reason),

    /** Takes a site in, within the transaction of its approval. */
    async admit(tx: Tx, member: NewMember): Promise<void> {
      if (!(await store.insert(tx, member, now()))) {
        throw new DomainError('site-exists', `${member.siteId} is or was a member`)
      }
    },

    async isMember(tx: Tx, siteId: string): Promise<boolean> {
      return (await store.find(siteId, tx)) !== undefined
    },

    /**
     * Publishes what a site offers now. The signature says who asks; sending the same one again
     * changes nothing. Descriptors are public and anybody can send one again, so only a new one
     * counts towards what its site may send.
     */
    async putDescriptor(siteId: string, jws: GeneralJws): Promise<StoredDescriptor> {
      const statement = await requireStatement(await requireActive(siteId))
      const verdict = await verifyDescriptor(jws, statement, now().getTime())
      if (verdict.kind === 'refused') throw new DomainError(verdict.code, verdict.detail)
      const { sha256, document } = verdict
      const { serial } = document
      const stored = { siteId, serial, sha256, jws }
      return publishAfter(async (tx) => {
        const { descriptorSha256 } = await requireMember(siteId, tx)
        const result = { sha256, serial }
        if (descriptorSha256 === sha256) return { result, isPublic: false }
        const at = now()
        if (!(await store.putDescriptor(tx, stored, at))) throw new DomainError('statement-stale')
        await countCall(siteId)
        await recordAudit(tx, {
          at,
          actor: `site:${siteId.slice('site:'.length)}`,
          action: 'descriptor.published',
          object: siteId,
          details: { serial, sha256, panels: document.panels.length },
        })
        return { result, isPublic: true }
      })
    },

    async requireStatement(sha256: string): Promise<GeneralJws> {
      const jws = await store.findStatement(sha256)
      if (jws === undefined) throw new DomainError('document-not-found')
      return jws
    },

    async requireDescriptor(sha256: string): Promise<GeneralJws> {
      const jws = await store.findDescriptor(sha256)
      if (jws === undefined) throw new DomainError('document-not-found')
      return jws
    },
  }
}

export function viewOf(row: MemberRow): MemberView {
  const { siteId, organisation, siteName, url, contact, status, reason } = row
  return {
    siteId,
    organisation,
    siteName,
    url,
    contact,
    status,
    reason,
    since: row.since.toISOString(),
    joined: row.joinedAt.toISOString(),
    fingerprint: row.rootKid,
    statementSha256: row.statementSha256,
    descriptorSha256: row.descriptorSha256,
  }
}
