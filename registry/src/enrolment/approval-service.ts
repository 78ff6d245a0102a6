import type { EnrolmentView } from '@crosspanel/protocol/federation'
import { DomainError } from '@crosspanel/protocol/problem'
import type { Admin } from '../admin/admin.ts'
import { recordAudit } from '../audit/record.ts'
import type { Tx } from '../db.ts'
import type { PublishAfter } from '../federation/service.ts'
import type { NewMember } from '../members/member.ts'
import { viewOf } from './service.ts'
import type { EnrolmentRow, EnrolmentStore } from './store.ts'

export interface ApprovalServiceDeps {
  readonly store: EnrolmentStore
  readonly admit: (tx: Tx, member: NewMember) => Promise<void>
  readonly publishAfter: PublishAfter
  readonly now: () => Date
}
export type ApprovalService = ReturnType<typeof createApprovalService>

/** Admins who have to approve a site. The table of approvals has a row for each. */
const APPROVALS_NEEDED = 1

export function createApprovalService({ store, admit, publishAfter, now }: ApprovalServiceDeps) {
  async function requirePending(tx: Tx, id: string): Promise<EnrolmentRow> {
    const row = await store.lock(tx, id)
    if (row === undefined) throw new DomainError('enrolment-not-found')
    if (row.state !== 'pending') {
      throw new DomainError('enrolment-state-conflict', `the enrolment is ${row.state}`)
    }
    return row
  }

  return {
    /**
     * Approves an enrolment; the site is a member, and the document says so, when enough admins
     * have. `fingerprint` is what the site read out by phone, to be compared here and not by eye.
     */
    approve(
      admin: Admin,
      id: string,
      { fingerprint }: { fingerprint?: string | undefined },
    ): Promise<EnrolmentView> {
      return publishAfter(async (tx) => {
        const row = await requirePending(tx, id)
        if (fingerprint !== undefined && fingerprint !== row.rootKid) {
          throw new DomainError('fingerprint-mismatch', `the root key is ${row.rootKid}`)
        }
        const at = now()
        const mine = { enrolmentId: id, adminId: admin.id, decidedAt: at } as const
        const approvals = await store.decide(tx, { ...mine, decision: 'approve' })
        await recordAudit(tx, {
          at,
          actor: `admin:${admin.id}`,
          action: 'enrolment.approved',
          object: `enrolment:${id}`,
          details: { siteId: row.siteId, rootKid: row.rootKid, approvals },
        })
        if (approvals < APPROVALS_NEEDED) return { result: viewOf(row), isPublic: false }
        await store.close(tx, id, { state: 'approved', decidedAt: at, reason: null })
        await admit(tx, memberOf(row))
        return { result: viewOf({ ...row, state: 'approved' }), isPublic: true }
      })
    },

    /** Rejects an enrolment: one admin is enough. */
    reject(admin: Admin, id: string, reason: string): Promise<EnrolmentView> {
      return publishAfter(async (tx) => {
        const row = await requirePending(tx, id)
        const at = now()
        const mine = { enrolmentId: id, adminId: admin.id, decidedAt: at } as const
        await store.decide(tx, { ...mine, decision: 'reject' })
        await store.close(tx, id, { state: 'rejected', decidedAt: at, reason })
        await recordAudit(tx, {
          at,
          actor: `admin:${admin.id}`,
          action: 'enrolment.rejected',
          object: `enrolment:${id}`,
          details: { siteId: row.siteId, reason },
        })
        return { result: viewOf({ ...row, state: 'rejected' }), isPublic: false }
      })
    },
  }
}

function memberOf(row: EnrolmentRow): NewMember {
  const { siteId, organisation, siteName, url, contact, rootKid } = row
  const { statementSha256, statementSerial, statement } = row
  return {
    siteId,
    organisation,
    siteName,
    url,
    contact,
    rootKid,
    statementSha256,
    statementSerial,
    statement,
  }
}
