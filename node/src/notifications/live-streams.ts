import type { Announcement } from '@crosspanel/protocol/announcement'
import type { JobView } from '@crosspanel/protocol/job'
import type { LiveSnapshot, LiveTopic } from '@crosspanel/protocol/live'
import { DomainError } from '@crosspanel/protocol/problem'
import type { Db, Tx } from '../db.ts'
import type { EventSink } from '../http/event-stream.ts'
import type { Logger } from '../logger.ts'
import type { Account } from '../users/account.ts'
import { heartbeatFrame, patchFrame, placed, retryFrame, snapshotFrame } from './live-frames.ts'
import type { LiveHub, Subscriber } from './live-hub.ts'
import { isVisible, type LivePosition, parsePosition } from './live-position.ts'
import type { LiveStore, StoredEvent } from './live-store.ts'

/** A client that has not taken this much is cut; it comes back and is told what it has missed. */
export const BACKLOG_MAX_BYTES = 256 * 1024
/** More missed events than this are not told one by one. */
const REPLAY_MAX = 1_000
const RETRY_MS = { from: 1_000, spread: 4_000 } as const
const FULL_RETRY_S = 30
export const HEARTBEAT_MS = 15_000

export interface LiveStreamsDeps {
  readonly db: Db
  readonly store: LiveStore
  readonly hub: LiveHub
  /** What the session or token opens now, without counting as a use of it; undefined when nothing. */
  readonly recheck: (credential: string) => Promise<Account | undefined>
  readonly openJobs: (accountId: string, reader: Tx) => Promise<JobView[]>
  readonly announcementsInForce: (reader: Tx) => Promise<Announcement[]>
  readonly countUnread: (accountId: string, reader: Tx) => Promise<number>
  readonly maxStreams: number
  readonly maxStreamsPerAccount: number
  /** How old the last event of a client may be for the rest to be told. */
  readonly replayableMs: number
  readonly heartbeatMs: number
  readonly now: () => Date
  readonly log: Logger
}

export interface StreamRequest {
  readonly account: Account
  readonly credential: string
  readonly topics?: readonly LiveTopic[] | undefined
  readonly lastEventId?: string | undefined
}

interface Stream {
  readonly credential: string
  readonly account: Account
  readonly sink: EventSink
  nextBeatMs: number
}

/** What a stream begins with, and the place where the live events go on from. */
interface Beginning {
  readonly frames: readonly Buffer[]
  readonly position: LivePosition
}

export type LiveStreams = ReturnType<typeof createLiveStreams>

export function createLiveStreams(deps: LiveStreamsDeps) {
  const { db, store, hub, log } = deps
  const streams = new Set<Stream>()
  const perAccount = new Map<string, number>()
  let opened = 0
  let isStopping = false

  /** Counts a stream from before its first await, so that many at once are held to the limits too. */
  function take({ id }: Account): () => void {
    if (isStopping) throw new DomainError('not-ready', 'the node is stopping', { retryAfterS: 5 })
    if (opened >= deps.maxStreams) {
      const detail = `the node has ${deps.maxStreams} live streams open and takes no more`
      throw new DomainError('not-ready', detail, { retryAfterS: FULL_RETRY_S })
    }
    const own = perAccount.get(id) ?? 0
    if (own >= deps.maxStreamsPerAccount) {
      const detail = `this account has ${own} live streams open; close a page first`
      throw new DomainError('too-many-streams', detail, { retryAfterS: FULL_RETRY_S })
    }
    opened += 1
    perAccount.set(id, own + 1)
    return () => {
      opened -= 1
      const left = (perAccount.get(id) ?? 1) - 1
      if (left === 0) perAccount.delete(id)
      else perAccount.set(id, left)
    }
  }

  function snapshot(account: Account, topics: readonly string[], reset: boolean) {
    return db.transaction(
      async (tx): Promise<Beginning> => {
        const position = await store.position(tx)
        const content: LiveSnapshot = {
          at: new Date(position.at).toISOString(),
          reset,
          account: { id: account.id, role: account.role },
          topics: [...topics],
          unread: await deps.countUnread(account.id, tx),
          jobs: await deps.openJobs(account.id, tx),
          announcements: await deps.announcementsInForce(tx),
        }
        return { frames: [snapshotFrame(content, position)], position }
      },
      { isolationLevel: 'repeatable read', accessMode: 'read only' },
    )
  }

  async function begin(
    account: Account,
    topics: readonly string[],
    lastEventId: string | undefined,
  ): Promise<Beginning> {
    if (lastEventId === undefined) return snapshot(account, topics, false)
    const from = parsePosition(lastEventId)
    if (from === undefined) return snapshot(account, topics, true)
    const batch = await store.readSince(from, REPLAY_MAX + 1, topics)
    const isOld = batch.position.at - from.at > deps.replayableMs
    if (isOld || !batch.isKnown || batch.events.length > REPLAY_MAX) {
      return snapshot(account, topics, true)
    }
    const frames = placed(batch, from).map(({ event, position }) => patchFrame(event, position))
    return { frames, position: batch.position }
  }

  function send(sink: EventSink, frame: Buffer): void {
    if (sink.backlogBytes() + frame.length > BACKLOG_MAX_BYTES) sink.drop()
    else sink.write(frame)
  }

  function endWithRetry(sink: EventSink): void {
    sink.write(retryFrame(retryMs()))
    sink.end()
  }

  /** Whether the stream's session or token still opens what it did; a database that is away says nothing. */
  async function isStillAllowed({ credential, account }: Stream): Promise<boolean> {
    try {
      const found = await deps.recheck(credential)
      return found?.id === account.id && found.role === account.role
    } catch (err) {
      log.debug({ err }, 'a live stream could not be checked')
      return true
    }
  }

  return {
    /** Streams that are open in this process. */
    countOpen: (): number => streams.size,

    /** Refuses before `connect` is called, which begins the answer. */
    async open<S extends EventSink>(request: StreamRequest, connect: () => S): Promise<S> {
      const { account, credential } = request
      const topics = topicsOf(account, request.topics)
      const giveBack = take(account)
      const waiting: { event: StoredEvent; frame: Buffer }[] = []
      let deliver: Subscriber['deliver'] = (event, frame) => void waiting.push({ event, frame })
      let lose: () => void = () => undefined
      let isLost = false
      const subscriber: Subscriber = {
        topics,
        deliver: (event, frame) => deliver(event, frame),
        lose() {
          isLost = true
          lose()
        },
      }
      const unsubscribe = hub.subscribe(subscriber)
      const release = () => {
        unsubscribe()
        giveBack()
      }
      try {
        const { frames, position } = await begin(account, topics, request.lastEventId)
        await hub.catchUp()
        if (isLost || isStopping) throw new DomainError('not-ready', undefined, { retryAfterS: 1 })
        const sink = connect()
        const nextBeatMs = performance.now() + Math.random() * deps.heartbeatMs
        const stream: Stream = { credential, account, sink, nextBeatMs }
        streams.add(stream)
        sink.onClose(() => {
          streams.delete(stream)
          release()
        })
        sink.write(Buffer.concat([retryFrame(retryMs()), ...frames]))
        for (const { event, frame } of waiting) {
          if (!isVisible(event.transaction, position.snapshot)) send(sink, frame)
        }
        deliver = (_event, frame) => send(sink, frame)
        lose = () => endWithRetry(sink)
        return sink
      } catch (error) {
        release()
        throw error
      }
    },

    /** Heartbeats of the streams whose turn it is; ends those whose login has ended. */
    async beat(): Promise<void> {
      const nowMs = performance.now()
      const due = [...streams].filter(({ nextBeatMs }) => nextBeatMs <= nowMs)
      const frame = heartbeatFrame(hub.position())
      for (const stream of due) {
        stream.nextBeatMs = nowMs + deps.heartbeatMs
        send(stream.sink, frame)
      }
      for (const stream of due) {
        if (!(await isStillAllowed(stream))) stream.sink.end()
      }
    },

    /** Takes no new stream and ends the open ones; their clients come back at different times. */
    stop(): void {
      isStopping = true
      for (const { sink } of streams) endWithRetry(sink)
    },

    openStreams: (): number => streams.size,
  }
}

function topicsOf(account: Account, asked: readonly LiveTopic[] | undefined): string[] {
  const own: Partial<Record<LiveTopic, string>> = {
    account: `account:${account.id}`,
    everyone: 'everyone',
    ...(account.role === 'site-admin' ? { 'site-admins': 'site-admins' } : {}),
  }
  if (asked === undefined) return Object.values(own)
  return [...new Set(asked)].map((topic) => {
    const found = own[topic]
    if (found === undefined) throw new DomainError('forbidden', `the topic ${topic} is not yours`)
    return found
  })
}

/** Spread out, so that a node that comes back is not asked by everybody at once. */
function retryMs(): number {
  return RETRY_MS.from + Math.random() * RETRY_MS.spread
}
