import { randomUUID } from 'node:crypto'
import type { SiteId } from '@crosspanel/protocol/ids'
import { MESSAGE_BATCH_MAX, MessageBatchReply } from '@crosspanel/protocol/message'
import type { Db, Tx } from '../db.ts'
import type { Logger } from '../logger.ts'
import { NO_TRACING, type SpanParent, type Tracing } from '../monitoring/tracing.ts'
import type { LaneKey, OutboxRow, OutboxStore } from './outbox-store.ts'
import type { PeerClient } from './peer-client.ts'
import type { PeerReply } from './ports.ts'

/** Less than the cap of a peer call's body, with room for quotes and commas. */
const BATCH_MAX_CHARS = 900 * 1024
const LEASE_MARGIN_MS = 5_000

export interface SentMessage {
  readonly mid: string
  readonly to: SiteId
  readonly type: string
  readonly job: string
  readonly epoch: number
}
/** What a peer's answer means to the job of a message; in the transaction that records the answer. */
export type OnAnswer = (tx: Tx, message: SentMessage, code: string) => Promise<void>

export interface DeliveryDeps {
  readonly db: Db
  readonly store: OutboxStore
  readonly client: PeerClient
  /** The peer will never take the message. */
  readonly onRefused: OnAnswer
  /** The peer asks to be sent the message later, which it is; told at each attempt. */
  readonly onPutOff: OnAnswer
  readonly timeoutMs: number
  readonly tracing?: Tracing | undefined
  readonly log: Logger
}

export function createDelivery(deps: DeliveryDeps) {
  const { db, store, client, onRefused, onPutOff, log, tracing = NO_TRACING } = deps
  const worker = randomUUID()
  /** Longer than a batch can take, so that no other process sends a later batch before an earlier one has ended. */
  const leaseMs = deps.timeoutMs + LEASE_MARGIN_MS
  const underWay = new Map<string, Promise<boolean>>()

  function post(to: SiteId, messages: readonly string[]): Promise<PeerReply<MessageBatchReply>> {
    const body = new TextEncoder().encode(JSON.stringify({ messages }))
    const headers = { 'content-type': 'application/json' }
    const call = { method: 'POST', path: '/peer/v1/messages', headers, body } as const
    return client.callJson(to, call, MessageBatchReply)
  }

  async function endRefused(row: OutboxRow, code: string): Promise<void> {
    const { mid, toSite: to, type, job, epoch } = row
    log.warn({ peer: to, mid, type, jobId: job, code }, 'peer refused a message')
    await db.transaction(async (tx) => {
      if (!(await store.markRefused(tx, mid, code))) return
      await onRefused(tx, { mid, to, type, job, epoch }, code)
    })
  }

  async function putOff(row: OutboxRow, code: string | undefined): Promise<void> {
    const { mid, toSite: to, type, job, epoch } = row
    await db.transaction(async (tx) => {
      await store.putOff(tx, mid)
      if (code !== undefined) await onPutOff(tx, { mid, to, type, job, epoch }, code)
    })
  }

  async function settleRow(
    row: OutboxRow,
    result: MessageBatchReply['results'][number] | undefined,
  ): Promise<void> {
    switch (result?.outcome) {
      case 'done':
      case 'duplicate':
        return store.markDelivered(row.mid)
      case 'refused':
        return endRefused(row, result.code ?? 'peer-message-invalid')
      case 'later':
      case undefined:
        return putOff(row, result?.code)
    }
  }

  /** Sends one batch. Returns whether the lane may go on. */
  async function deliver(to: SiteId, rows: readonly OutboxRow[]): Promise<boolean> {
    const reply = await tracing.span(
      'send messages',
      { kind: 'producer', parent: parentOf(rows), attributes: { 'crosspanel.peer': to } },
      () =>
        post(
          to,
          rows.map(({ jws }) => jws),
        ),
    )
    switch (reply.kind) {
      case 'answered': {
        for (const [index, row] of rows.entries()) {
          await settleRow(row, reply.value.results[index])
        }
        return true
      }
      case 'refused':
        return deliverSingly(to, rows, reply.problem.code)
      case 'unreachable':
        return false
    }
  }

  /** A whole batch was refused: one message at a time, so that only the bad one ends. */
  async function deliverSingly(
    to: SiteId,
    rows: readonly OutboxRow[],
    code: string,
  ): Promise<boolean> {
    const [only, ...others] = rows
    if (only !== undefined && others.length === 0) {
      await endRefused(only, code)
      return true
    }
    for (const row of rows) {
      if (!(await deliver(to, [row]))) return false
    }
    return true
  }

  async function drain(key: LaneKey): Promise<boolean> {
    let hasSent = false
    while (await store.claimLane(key, worker, leaseMs)) {
      const rows = fitting(await store.nextOf(key, MESSAGE_BATCH_MAX))
      if (rows.length === 0 || !(await deliver(key.toSite, rows))) break
      hasSent = true
    }
    await store.releaseLane(key, worker)
    return hasSent
  }

  /** One drain of a lane at a time; a second caller waits for the first one's. */
  function drainOnce(key: LaneKey): Promise<boolean> {
    const name = `${key.toSite} ${key.lane}`
    const draining = underWay.get(name) ?? drain(key).finally(() => void underWay.delete(name))
    underWay.set(name, draining)
    return draining
  }

  return {
    /** Starts sending in every lane that has something to send; a slow peer holds up its own lanes only. */
    async start(): Promise<void> {
      for (const key of await store.findDueLanes()) {
        drainOnce(key).catch((err: unknown) => {
          log.error({ err, peer: key.toSite }, 'messages could not be sent')
        })
      }
    },

    /** Sends until nothing more can be sent now. */
    async settle(): Promise<void> {
      for (;;) {
        const lanes = await store.findDueLanes()
        const sent = await Promise.all(lanes.map(drainOnce))
        if (!sent.includes(true)) return
      }
    },

    /** Sends one message and forgets it, whatever comes of it. */
    async deliverNow(to: SiteId, jws: string): Promise<void> {
      const reply = await post(to, [jws])
      if (reply.kind !== 'answered') log.debug({ peer: to }, 'a hint did not arrive')
    },

    /** Waits for what is under way. */
    async idle(): Promise<void> {
      await Promise.allSettled(underWay.values())
    },
  }
}

/** Messages of one job travel in its trace; a batch of several has one of its own. */
function parentOf(rows: readonly OutboxRow[]): SpanParent {
  const [job, ...others] = new Set(rows.map((row) => row.job))
  return job === undefined || others.length > 0 ? 'none' : { job }
}

function fitting(rows: readonly OutboxRow[]): readonly OutboxRow[] {
  let chars = 0
  const end = rows.findIndex(({ jws }, index) => {
    chars += jws.length + 3
    return index > 0 && chars > BATCH_MAX_CHARS
  })
  return end === -1 ? rows : rows.slice(0, end)
}
