import { sha256Hex } from '@crosspanel/protocol/digest'
import type { FindSite } from '@crosspanel/protocol/hop-token'
import type { Sha256, SiteId } from '@crosspanel/protocol/ids'
import type { MessageBatchReply, MessageType } from '@crosspanel/protocol/message'
import { DomainError, PROBLEMS } from '@crosspanel/protocol/problem'
import { type Message, verifyMessage } from '@crosspanel/protocol/signed-message'
import { and, eq, sql } from 'drizzle-orm'
import type { Db, Tx } from '../db.ts'
import { isDiskFull } from '../disk-floor.ts'
import type { Logger } from '../logger.ts'
import { recordAudit } from '../monitoring/audit.ts'
import { NO_TRACING, type Tracing } from '../monitoring/tracing.ts'
import { isDatabaseAway } from './database-away.ts'
import type { IncomingMessage, MessageHandlers } from './ports.ts'
import { inbox } from './schema.ts'

const ATTEMPTS_MAX = 5
/** Postgres `integer`. */
const EPOCH_MAX = 2 ** 31 - 1

type Result = MessageBatchReply['results'][number]
type InboxRow = typeof inbox.$inferSelect

export interface InboxDeps {
  readonly db: Db
  readonly self: SiteId
  readonly findSite: FindSite
  readonly handlers: MessageHandlers
  readonly tracing?: Tracing | undefined
  readonly now: () => Date
  readonly log: Logger
}

/** Takes messages in: each has its effect once, in the transaction that stores its row. */
export function createInbox(deps: InboxDeps) {
  const { db, self, findSite, handlers, now, log, tracing = NO_TRACING } = deps

  /** Runs the handler in a savepoint: when it refuses, only the refusal stays. */
  async function handle(tx: Tx, message: Message): Promise<Result> {
    const { mid, from } = message
    try {
      await tx.transaction((inner) => dispatch(handlers, inner, message))
      return { mid, outcome: 'done' }
    } catch (error) {
      if (!(error instanceof DomainError) || isNotNow(error)) throw error
      log.warn({ peer: from, mid, type: message.type, code: error.code }, 'message refused')
      await tx
        .update(inbox)
        .set({ outcome: 'refused', code: error.code })
        .where(and(eq(inbox.fromSite, from), eq(inbox.mid, mid)))
      await recordRefused(tx, from, { code: error.code, mid, type: message.type })
      return { mid, outcome: 'refused', code: error.code, detail: error.message }
    }
  }

  function takeIn(message: Message, jws: string, sha256: Sha256): Promise<Result> {
    const { mid, from: fromSite, type, job, epoch } = message
    return db.transaction(async (tx) => {
      const row = { fromSite, mid, type, job, epoch, jws, sha256, outcome: 'done' as const }
      const inserted = await tx
        .insert(inbox)
        .values(row)
        .onConflictDoNothing()
        .returning({ mid: inbox.mid })
      if (inserted.length > 0) return handle(tx, message)
      const known = await requireRow(tx, fromSite, mid)
      const answer = repeated(known, sha256)
      if (answer?.code === 'message-conflict') {
        await recordRefused(tx, fromSite, { code: answer.code, mid, type })
      }
      if (answer !== undefined) return answer
      await tx
        .update(inbox)
        .set({ outcome: 'done', attempts: sql`${inbox.attempts} + 1` })
        .where(and(eq(inbox.fromSite, fromSite), eq(inbox.mid, mid)))
      return handle(tx, message)
    })
  }

  /** A handler broke. The message is tried again a few times, then put aside, so that it holds up no other for ever. */
  async function noteBroken(message: Message, jws: string, sha256: Sha256): Promise<Result> {
    const { mid, from: fromSite, type, job, epoch } = message
    return db.transaction(async (tx) => {
      const attempts = sql`${inbox.attempts} + 1`
      const isLast = sql`${inbox.attempts} + 1 >= ${ATTEMPTS_MAX}`
      const outcome = sql`case when ${isLast} then 'quarantined' else 'failing' end`
      const [row] = await tx
        .insert(inbox)
        .values({ fromSite, mid, type, job, epoch, jws, sha256, outcome: 'failing' })
        .onConflictDoUpdate({
          target: [inbox.fromSite, inbox.mid],
          set: { attempts, outcome },
          setWhere: sql`${inbox.outcome} = 'failing'`,
        })
        .returning({ outcome: inbox.outcome })
      if (row?.outcome !== 'quarantined') return { mid, outcome: 'later' }
      await recordAudit(tx, {
        actor: 'node',
        action: 'peer.message-quarantined',
        object: fromSite,
        details: { mid, type, job, epoch, attempts: ATTEMPTS_MAX },
      })
      return { mid, outcome: 'refused', code: 'internal' }
    })
  }

  async function receiveOne(from: SiteId, jws: string): Promise<Result & { job?: string }> {
    const verdict = await verifyMessage(jws, { self, findSite, nowMs: now().getTime() })
    if (verdict.kind === 'refused') {
      return refuseUnread(from, verdict.mid, verdict.code, verdict.detail)
    }
    const { message } = verdict
    const { mid, job } = message
    if (message.epoch > EPOCH_MAX) {
      return refuseUnread(from, mid, 'peer-message-invalid', 'no job has so many epochs')
    }
    if (message.from !== from) {
      return refuseUnread(from, mid, 'peer-message-invalid', `it is from ${message.from}`)
    }
    const sha256 = await sha256Hex(jws)
    try {
      return { ...(await traced(message, () => takeIn(message, jws, sha256))), job }
    } catch (err) {
      if (isDatabaseAway(err)) throw err
      if (err instanceof DomainError) return { mid, outcome: 'later', code: err.code, job }
      if (isDiskFull(err)) return { mid, outcome: 'later', code: 'insufficient-storage', job }
      log.error({ err, peer: from, mid, type: message.type, jobId: job }, 'message handler broke')
      return { ...(await noteBroken(message, jws, sha256)), job }
    }
  }

  /** In the trace of the job that the signed message is about. */
  function traced({ type, from, job }: Message, work: () => Promise<Result>): Promise<Result> {
    const attributes = { 'crosspanel.peer': from, 'crosspanel.message': type }
    const options = { kind: 'consumer', parent: { job }, attributes } as const
    return tracing.span(`message ${type}`, options, async (span) => {
      const result = await work()
      span.set({ 'crosspanel.outcome': result.outcome })
      return result
    })
  }

  /** Refuses a message that cannot be believed: an audit row, and no row of the message itself. */
  async function refuseUnread(
    from: SiteId,
    mid: string | undefined,
    code: DomainError['code'],
    detail: string,
  ): Promise<Result> {
    await recordRefused(db, from, { code, mid: mid ?? null })
    return { mid: mid ?? null, outcome: 'refused', code, detail }
  }

  return {
    /**
     * Takes in a batch in its order. After a message that was put off the later ones of its job are
     * put off, too; those of other jobs are not.
     */
    async receive(from: SiteId, messages: readonly string[]): Promise<MessageBatchReply> {
      const results: Result[] = []
      const waiting = new Set<string>()
      for (const jws of messages) {
        const job = jobOf(jws)
        if (job !== undefined && waiting.has(job)) {
          results.push({ mid: null, outcome: 'later' })
          continue
        }
        const { job: read, ...result } = await receiveOne(from, jws)
        if (result.outcome === 'later' && read !== undefined) waiting.add(read)
        results.push(result)
      }
      return { results }
    },
  }
}

function recordRefused(
  db: Db | Tx,
  from: SiteId,
  details: { readonly code: string; readonly mid: string | null; readonly type?: string },
): Promise<void> {
  return recordAudit(db, {
    actor: `site:${from.slice('site:'.length)}`,
    action: 'peer.message-refused',
    object: from,
    details,
  })
}

/** The job that a message says it is about; not believed, only used to keep an order. */
function jobOf(jws: string): string | undefined {
  try {
    const payload = Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8')
    const { job } = JSON.parse(payload) as { job?: unknown }
    return typeof job === 'string' ? job : undefined
  } catch {
    return undefined
  }
}

async function requireRow(tx: Tx, fromSite: SiteId, mid: string): Promise<InboxRow> {
  const [row] = await tx
    .select()
    .from(inbox)
    .where(and(eq(inbox.fromSite, fromSite), eq(inbox.mid, mid)))
    .for('update')
  if (row === undefined) throw new Error('an inbox row vanished')
  return row
}

/** The answer to a message that came before, or undefined when it has to be tried again. */
function repeated({ mid, sha256, outcome, code }: InboxRow, arrived: Sha256): Result | undefined {
  if (sha256 !== arrived) return { mid, outcome: 'refused', code: 'message-conflict' }
  switch (outcome) {
    case 'done':
      return { mid, outcome: 'duplicate' }
    case 'refused':
      return { mid, outcome: 'refused', ...(code === null ? {} : { code }) }
    case 'quarantined':
      return { mid, outcome: 'refused', code: 'internal' }
    case 'failing':
      return undefined
  }
}

/** Statuses that say `not now`: the message is to be sent again. */
const NOT_NOW: ReadonlySet<number> = new Set([429, 503, 507])

function isNotNow({ code }: DomainError): boolean {
  return NOT_NOW.has(PROBLEMS[code].status)
}

type AnyHandler = (tx: Tx, message: IncomingMessage<MessageType>) => Promise<void>

function dispatch(handlers: MessageHandlers, tx: Tx, message: Message): Promise<void> {
  const { mid, from, job, epoch, issued, type, body } = message
  // Type and body belong together in `Message`; the compiler cannot follow that through the table.
  const handler: unknown = handlers[type]
  return (handler as AnyHandler)(tx, { mid, from, job, epoch, issued, body })
}
