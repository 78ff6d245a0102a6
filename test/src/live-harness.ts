import { randomUUID } from 'node:crypto'
import { createApp } from '@crosspanel/node/app'
import {
  type LiveEvents,
  type LiveEventsOptions,
  openLiveEvents,
} from '@crosspanel/node/client-events'
import { openDb } from '@crosspanel/node/db'
import { createIdempotencyStore } from '@crosspanel/node/http/idempotency-store'
import { serveApp } from '@crosspanel/node/http/server'
import { createAnnouncements } from '@crosspanel/node/notifications/announcements'
import { createInboxStore } from '@crosspanel/node/notifications/inbox-store'
import { createLive, type LiveDeps } from '@crosspanel/node/notifications/live'
import { type LiveEvent, publish } from '@crosspanel/node/notifications/publish'
import type { LivePatch, LiveSnapshot } from '@crosspanel/protocol/live'
import { pino } from 'pino'
import postgres from 'postgres'
import { createMaintenance } from '@crosspanel/node/monitoring/maintenance'
import { absentParts } from './absent.ts'
import { createBareUsers } from './bare-users.ts'
import { EDGE_CONFIG, openRateLimiter, PASSWORD } from './edge.ts'
import { cloneDatabase, type TestDatabase } from './postgres.ts'

export type LiveNode = Awaited<ReturnType<typeof openLiveNode>>

export interface LiveNodeOptions {
  readonly pauses?: LiveDeps['pauses']
  readonly liveStreams?: number
  readonly liveStreamsPerAccount?: number
  /** One to stand on; a new one when left out. */
  readonly database?: TestDatabase
}

/** The live part of a node behind a real server, on a database of its own. */
export async function openLiveNode(options: LiveNodeOptions = {}) {
  await using stack = new AsyncDisposableStack()
  const database = options.database ?? stack.use(await cloneDatabase('node'))
  const { db, sql, close } = openDb(database.url)
  stack.defer(close)
  const log = pino({ level: 'silent' })
  const clock = { now: () => new Date() }
  const base = { db, log, newId: randomUUID, now: () => clock.now() }
  const users = createBareUsers(base)
  const announcements = createAnnouncements(base)
  const { liveStreams = 5_000, liveStreamsPerAccount = 20 } = options
  const live = createLive({
    ...base,
    config: { liveStreams, liveStreamsPerAccount } as LiveDeps['config'],
    recheck: async (credential) =>
      (await users.authenticate(credential, { isUse: false }))?.account,
    openJobs: () => Promise.resolve([]),
    countUnread: createInboxStore(db).countUnread,
    announcementsInForce: announcements.listInForce,
    beginAnnouncements: announcements.begin,
    ...(options.pauses === undefined ? {} : { pauses: options.pauses }),
  })
  const app = createApp(
    absentParts({
      ...base,
      config: EDGE_CONFIG,
      version: '0.0.0',
      users,
      idempotency: createIdempotencyStore(db),
      rateLimiter: openRateLimiter(),
      live,
      announcements,
      maintenance: createMaintenance({ db, now: base.now }),
    }),
  )
  const server = await serveApp(app, { host: '127.0.0.1', port: 0 })
  stack.defer(() => server.close(5_000))
  stack.use(live.loops())
  await live.hub.catchUp()

  /** An account with a session. */
  async function person(role: 'researcher' | 'site-admin' = 'researcher') {
    const email = `${randomUUID()}@example.org`
    const link = await users.makeSetUpLink({ email, role })
    const { id } = await users.setUp({ token: link.token, name: 'A Person', password: PASSWORD })
    const { token } = await users.logIn(
      { email, password: PASSWORD, kind: 'command-line' },
      '192.0.2.1',
    )
    return { id, token }
  }

  const owned = stack.move()
  return {
    announcements,
    clock,
    database,
    db,
    live,
    person,
    sql,
    url: server.url,
    users,
    publish: (event: LiveEvent) => publish(db, event),
    /** A client: everything that it was told, and how to wait for more. */
    listen: (token: string, more: Partial<LiveEventsOptions> = {}) =>
      listen({ url: server.url, ...more, headers: { authorization: `Bearer ${token}` } }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

export interface Listener extends AsyncDisposable {
  readonly events: LiveEvents
  readonly snapshots: LiveSnapshot[]
  readonly patches: LivePatch[]
  /** Of the patches. */
  readonly ids: string[]
  readonly states: string[]
  subjects(): string[]
  /** Resolves once the condition holds, asked after each thing that the client was told. */
  until(condition: (listener: Listener) => boolean): Promise<void>
}

export function listen(options: LiveEventsOptions): Listener {
  const waiting = new Set<() => void>()
  const told = () => {
    for (const look of waiting) look()
  }
  const snapshots: LiveSnapshot[] = []
  const patches: LivePatch[] = []
  const ids: string[] = []
  const states: string[] = []
  const events = openLiveEvents({
    pauseMs: 20,
    longestPauseMs: 50,
    ...options,
    onSnapshot(snapshot) {
      snapshots.push(snapshot)
      told()
    },
    onPatch(patch, id) {
      patches.push(patch)
      ids.push(id)
      told()
    },
    onState(state) {
      states.push(state)
      told()
    },
  })
  const listener: Listener = {
    events,
    snapshots,
    patches,
    ids,
    states,
    subjects: () => patches.map(({ subject }) => subject),
    until: (condition) =>
      new Promise((resolve) => {
        const look = () => {
          if (!condition(listener)) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
    async [Symbol.asyncDispose]() {
      events.close()
      await events.done
    },
  }
  return listener
}

/** A connection of its own, to hold a transaction open beside the node's. */
export async function withTransaction(
  { database }: Pick<LiveNode, 'database'>,
  work: (insert: (event: LiveEvent) => Promise<void>) => Promise<void>,
): Promise<void> {
  const sql = postgres(database.url, { max: 1, onnotice: () => undefined })
  try {
    await sql.begin((tx) =>
      work(async ({ topic, type, subject, data }) => {
        await tx`insert into live_events (topic, type, subject, data)
          values (${topic}, ${type}, ${subject}, ${tx.json(data as never)})`
        await tx`select pg_notify('crosspanel_live', '')`
      }),
    )
  } finally {
    await sql.end()
  }
}
