import { type Because, because, becauseOf } from '@crosspanel/protocol/causes'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { SiteId } from '@crosspanel/protocol/ids'
import { DomainError } from '@crosspanel/protocol/problem'
import { hasRunEnded } from '@crosspanel/protocol/states'
import type { Tx } from '../db.ts'
import { createDiskFloor } from '../disk-floor.ts'
import type { AuditEntry } from '../monitoring/audit.ts'
import type { IncomingMessage, MessageHandlers } from '../peers/ports.ts'
import type { RunsDeps } from './deps.ts'
import type { RunLedger } from './ledger.ts'
import { judgeOffer, neededBytes } from './policy.ts'
import { runDirs } from './run-dirs.ts'
import type { RunRow } from './schema.ts'
import type { QueueStore } from './queue-store.ts'
import type { RunStore } from './store.ts'

const ROOM_RETRY_S = 60

export type HostMessageHandlers = Pick<MessageHandlers, 'job.offer' | 'job.cancel' | 'result.ack'>

export interface HostMessageDeps extends Pick<
  RunsDeps,
  | 'config'
  | 'keys'
  | 'outbox'
  | 'transfers'
  | 'hints'
  | 'newId'
  | 'now'
  | 'findServed'
  | 'freeBytes'
  | 'volumeBytes'
> {
  readonly store: RunStore
  readonly queueStore: QueueStore
  readonly ledger: RunLedger
}
type Offer = IncomingMessage<'job.offer'>

/** What a home site may ask of this host: to run a job, to stop, and to destroy what was delivered. */
export function createHostMessageHandlers(deps: HostMessageDeps): HostMessageHandlers {
  const { config, store, ledger, outbox, transfers, hints, freeBytes } = deps
  const diskFloor = createDiskFloor({ freeBytes, floorBytes: config.diskFloorBytes })

  async function requireRun(tx: Tx, message: IncomingMessage<'job.cancel' | 'result.ack'>) {
    const found = await store.lockRunsOf(tx, message.from, message.job)
    const run = found.find(({ epoch }) => epoch === message.epoch)
    if (run === undefined) throw new DomainError('job-not-found')
    return run
  }

  /**
   * One site may not fill the queue of the others (T19). The offer is answered with 'later': it
   * waits at its home site and is sent again with growing pauses, so nobody has to retry a job.
   */
  async function requireRoom(tx: Tx, homeSite: SiteId): Promise<void> {
    if (homeSite === config.siteId) return
    const live = await store.countLiveOf(tx, homeSite)
    if (live < config.peerMaxLiveRuns) return
    throw new DomainError('rate-limited', `${live} runs of ${homeSite} are under way here`, {
      retryAfterS: ROOM_RETRY_S,
    })
  }

  /** Ends the run at once, or asks its worker to: only a worker may end what its engines work for. */
  async function stop(tx: Tx, run: RunRow, reason: Because): Promise<void> {
    if (run.state === 'running' || run.state === 'packaging') {
      await store.requestCancel(tx, run.id)
    } else {
      const actor = run.homeSite as AuditEntry['actor']
      await ledger.move(tx, { run, to: 'cancelled', by: 'home', actor, ...reason })
    }
    hints.wake('runs')
  }

  async function accept(tx: Tx, run: RunRow, offer: Offer): Promise<void> {
    const dir = runDirs(config.dataDir, run.id).incoming
    await mkdir(dir, { recursive: true, mode: 0o700 })
    const uploads: { name: string; uploadId: string }[] = []
    for (const file of offer.body.input.files) {
      const upload = { from: offer.from, runId: run.id, file, path: join(dir, file.name) }
      uploads.push({ name: file.name, uploadId: await transfers.expectUpload(tx, upload) })
    }
    await store.addInputs(tx, run.id, uploads)
    const moved = await ledger.moveSilently(tx, {
      run,
      to: 'accepted',
      by: 'host',
      actor: 'node',
      ...because('admitted'),
    })
    if (moved === undefined) return
    const body = { runId: run.id, seq: moved.seq, uploads }
    await ledger.tell(tx, moved, 'job.accept', body, offer.mid)
    await ledger.move(tx, {
      run: moved,
      to: 'receiving',
      by: 'host',
      actor: 'node',
      ...because('receiving'),
    })
  }

  async function judge(tx: Tx, run: RunRow, offer: Offer): Promise<void> {
    const finding = judgeOffer(offer.body, {
      homeSite: offer.from,
      us: config.siteId,
      panel: await deps.findServed(offer.body.panelId, tx),
      encryptionKid: deps.keys.encryptionKid,
      volumeBytes: await deps.volumeBytes(),
      queue: await deps.queueStore.readControl(tx),
      diskFloorBytes: config.diskFloorBytes,
    })
    if (finding === undefined) {
      // Thrown, it answers 'later' and leaves no run: the offer is sent again until there is room.
      await diskFloor.require(neededBytes(offer.body))
      return accept(tx, run, offer)
    }
    const moved = await ledger.moveSilently(tx, {
      run,
      to: 'rejected',
      by: 'host',
      actor: 'node',
      ...becauseOf(finding),
      set: { findings: [finding] },
    })
    if (moved === undefined) return
    const body = { runId: run.id, seq: moved.seq, finding }
    await ledger.tell(tx, moved, 'job.reject', body, offer.mid)
  }

  return {
    async 'job.offer'(tx, message) {
      const known = await store.lockRunsOf(tx, message.from, message.job)
      if (known.some(({ offerMid }) => offerMid === message.mid)) return
      if (known.some(({ epoch }) => epoch > message.epoch)) throw new DomainError('stale-epoch')
      if (known.some(({ epoch }) => epoch === message.epoch)) {
        throw new DomainError('message-conflict', 'this epoch of the job was offered before')
      }
      for (const run of known) {
        if (!hasRunEnded(run.state)) await stop(tx, run, because('cancelled.newer'))
      }
      await requireRoom(tx, message.from)
      const run = newRun(message, deps.newId(), deps.now(), config.jobDeadlineDays)
      await store.insert(tx, run)
      await judge(tx, run, message)
    },

    async 'job.cancel'(tx, message) {
      const run = await requireRun(tx, message)
      if (run.state === 'ready') {
        await outbox.send(tx, {
          to: message.from,
          type: 'job.cancel-too-late',
          job: message.job,
          epoch: message.epoch,
          replyTo: message.mid,
          body: { runId: run.id },
        })
      } else if (!hasRunEnded(run.state)) {
        await stop(tx, run, because('cancelled.home'))
      }
    },

    async 'result.ack'(tx, message) {
      const run = await requireRun(tx, message)
      const { accepted, manifestSha256 } = message.body
      if (hasRunEnded(run.state)) return
      if (!accepted) return stop(tx, run, because('cancelled.unwanted'))
      if (run.state !== 'ready' || run.manifestSha256 !== manifestSha256) {
        throw new DomainError('peer-message-invalid', 'these results were not announced')
      }
      const actor = run.homeSite as AuditEntry['actor']
      await ledger.move(tx, {
        ...{ run, to: 'delivered', by: 'home', actor },
        ...because('delivered'),
      })
      hints.wake('runs')
    },
  }
}

const DAY_MS = 86_400_000

/** The home site may ask for less time than this site gives to a run, and not for more (T19). */
function newRun(
  { mid, from, job, epoch, body }: Offer,
  id: string,
  now: Date,
  longestDays: number,
): RunRow {
  const latest = now.getTime() + longestDays * DAY_MS
  return {
    id,
    homeSite: from,
    homeJob: job,
    epoch,
    offerMid: mid,
    state: 'offered',
    seq: 0,
    panelId: body.panelId,
    panelDigest: body.panelDigest,
    parameters: body.parameters,
    input: body.input,
    samples: body.samples,
    variants: body.variants,
    outputVariants: null,
    resultRecipient: body.resultRecipient,
    subject: body.subject,
    deadline: new Date(Math.min(Date.parse(body.deadline), latest)),
    worker: null,
    leaseUntil: null,
    fence: 0,
    attempts: 0,
    notBefore: now,
    priority: 0,
    isHeld: false,
    isCancelRequested: false,
    progress: null,
    summary: null,
    resultManifest: null,
    manifestSha256: null,
    findings: [],
    createdAt: now,
    updatedAt: now,
    endedAt: null,
  }
}
