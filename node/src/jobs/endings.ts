import { refusal } from '@crosspanel/protocol/refusals'
import { type Because, because, becauseOf } from '@crosspanel/protocol/causes'
import { canonicalJson } from '@crosspanel/protocol/canonical'
import { sha256Hex } from '@crosspanel/protocol/digest'
import { findingOf } from '@crosspanel/protocol/findings'
import type { Finding } from '@crosspanel/protocol/job'
import { DomainError } from '@crosspanel/protocol/problem'
import { canJobMove } from '@crosspanel/protocol/states'
import type { Tx } from '../db.ts'
import type { AuditEntry } from '../monitoring/audit.ts'
import type { Account } from '../users/account.ts'
import type { JobsDeps } from './deps.ts'
import type { JobRow } from './schema.ts'
import type { JobStore } from './store.ts'

export type JobEndings = ReturnType<typeof createJobEndings>

interface Ending extends Because {
  readonly actor: AuditEntry['actor']
}

/** The ways in which the home site ends a job before it is completed, and what its host is told. */
export function createJobEndings({
  store,
  outbox,
  hints,
  config,
}: Pick<JobsDeps, 'outbox' | 'hints' | 'config'> & { readonly store: JobStore }) {
  async function tellHostToStop(tx: Tx, { id, epoch, hostSite }: JobRow): Promise<void> {
    await outbox.send(tx, { to: hostSite, type: 'job.cancel', job: id, epoch, body: {} })
  }

  /** Results that wait at the host are no longer wanted: it may destroy them. */
  async function declineResults(tx: Tx, job: JobRow): Promise<void> {
    const manifestSha256 = await sha256Hex(canonicalJson(job.resultManifest))
    await outbox.send(tx, {
      to: job.hostSite,
      type: 'result.ack',
      job: job.id,
      epoch: job.epoch,
      body: { accepted: false, manifestSha256 },
    })
  }

  /** Ends the job here and now, and tells the host. Returns whether this call ended it. */
  async function endNow(
    tx: Tx,
    job: JobRow,
    to: 'cancelled' | 'expired',
    ending: Ending,
  ): Promise<boolean> {
    const ended = await store.move(tx, { job, to, by: 'home', ...ending })
    if (ended === undefined) return false
    await (job.state === 'returning' ? declineResults(tx, job) : tellHostToStop(tx, job))
    return true
  }

  async function askHostToStop(tx: Tx, job: JobRow): Promise<boolean> {
    const isFirst = await store.requestCancel(tx, job)
    if (isFirst) await tellHostToStop(tx, job)
    return isFirst
  }

  /**
   * While the host may be at work only its word ends the job, so there the wish is sent;
   * before the host has accepted, and once results are on their way, the home site decides alone.
   */
  async function cancelLocked(tx: Tx, job: JobRow, ending: Ending): Promise<boolean> {
    if (canJobMove(job.state, 'cancelled', 'researcher')) {
      const moved = await store.move(tx, { job, to: 'cancelled', by: 'researcher', ...ending })
      return moved !== undefined
    }
    return canJobMove(job.state, 'cancelled', 'home')
      ? endNow(tx, job, 'cancelled', ending)
      : canJobMove(job.state, 'cancelled', 'host') && askHostToStop(tx, job)
  }

  /** Fails a job for a reason that was found here. Returns whether this call ended it. */
  async function fail(
    tx: Tx,
    job: JobRow,
    finding: Finding,
    more: { leaseToken?: string } = {},
  ): Promise<boolean> {
    const failed = await store.move(tx, {
      job,
      to: 'failed',
      by: 'home',
      actor: 'node',
      ...becauseOf(finding),
      ...more,
    })
    if (failed === undefined) return false
    await store.addFindings(tx, job, config.siteId, [finding])
    if (job.state === 'returning') await declineResults(tx, job)
    else if (job.state !== 'checking') await tellHostToStop(tx, job)
    return true
  }

  /** Of two callers at once exactly one gets through. */
  async function cancelFor(accountId: string, id: string, ending: Ending): Promise<void> {
    await store.transaction(async (tx) => {
      const job = await store.lockOwned(tx, id, accountId)
      if (job === undefined) throw new DomainError('job-not-found')
      if (!(await cancelLocked(tx, job, ending))) {
        throw refusal(
          job.isCancelRequested
            ? 'job-state-conflict.cancelling'
            : 'job-state-conflict.not-cancelled',
        )
      }
    })
    hints.wake('jobs')
    hints.wake('outbox')
  }

  return {
    endNow,
    cancelFor,
    cancel: (account: Account, id: string): Promise<void> =>
      cancelFor(account.id, id, {
        actor: `account:${account.id}`,
        ...because('cancelled.researcher'),
      }),
    fail,

    /** Ends the jobs whose deadline has passed. */
    async expireOverdue(): Promise<void> {
      for (const job of await store.listOverdue()) {
        await store.transaction((tx) =>
          job.state === 'checking'
            ? fail(tx, job, findingOf('deadline-passed'))
            : endNow(tx, job, 'expired', { actor: 'node', ...because('expired.deadline') }),
        )
      }
    },
  }
}
