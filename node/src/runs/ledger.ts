import type { Finding } from '@crosspanel/protocol/job'
import type { MessageBody } from '@crosspanel/protocol/message'
import { hasRunEnded } from '@crosspanel/protocol/states'
import type { Tx } from '../db.ts'
import type { RunsDeps } from './deps.ts'
import type { RunRow } from './schema.ts'
import type { RunMove, RunStore } from './store.ts'

export interface ToldMove extends RunMove {
  readonly findings?: readonly Finding[]
}
export type RunLedger = ReturnType<typeof createRunLedger>

const CAUSE_MAX = 500
const FINDINGS_MAX = 100

/** Moves runs and tells their home sites, in the same transaction. */
export function createRunLedger({
  store,
  outbox,
  transfers,
  now,
}: Pick<RunsDeps, 'outbox' | 'transfers' | 'now'> & { readonly store: RunStore }) {
  async function move(tx: Tx, request: RunMove): Promise<RunRow | undefined> {
    const moved = await store.move(tx, request)
    const isEnd = !hasRunEnded(request.run.state) && hasRunEnded(request.to)
    if (moved !== undefined && isEnd) await transfers.close(tx, moved.id)
    return moved
  }

  function tell<T extends 'job.accept' | 'job.reject' | 'job.event' | 'result.ready'>(
    tx: Tx,
    run: RunRow,
    type: T,
    body: MessageBody<T>,
    replyTo?: string,
  ): Promise<string> {
    const { homeSite: to, homeJob: job, epoch } = run
    return outbox.send(tx, { to, type, job, epoch, body, ...(replyTo ? { replyTo } : {}) })
  }

  return {
    tell,
    /** Moves without a word: for moves that have a message of their own. */
    moveSilently: move,

    /** Moves and sends a `job.event`. Returns the run as it is then, or undefined if nothing happened. */
    async move(tx: Tx, { findings = [], ...request }: ToldMove): Promise<RunRow | undefined> {
      const moved = await move(tx, {
        ...request,
        ...(findings.length > 0 ? { set: { ...request.set, findings } } : {}),
      })
      if (moved === undefined) return undefined
      await tell(tx, moved, 'job.event', {
        runId: moved.id,
        seq: moved.seq,
        at: now().toISOString(),
        from: request.run.state,
        to: moved.state,
        cause: request.cause.slice(0, CAUSE_MAX),
        told: request.told,
        findings: findings.slice(0, FINDINGS_MAX),
      })
      return moved
    },
  }
}
