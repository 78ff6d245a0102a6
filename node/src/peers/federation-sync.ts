import { canonicalJson } from '@crosspanel/protocol/canonical'
import { type Sight, sight } from '@crosspanel/protocol/sights'
import type { Told } from '@crosspanel/protocol/told'
import { sql } from 'drizzle-orm'
import PQueue from 'p-queue'
import type { Db } from '../db.ts'
import type { Logger } from '../logger.ts'
import type { KnownFederation } from './federation.ts'
import { FederationRefusal } from './federation-view.ts'
import { HttpFailure } from './http-client.ts'
import type { SiteKeys } from './ports.ts'
import { type RegistryClient, RegistryRefusal } from './registry-client.ts'
import { descriptorSerial } from './schema.ts'
import { createStateLog } from './state-log.ts'
import { describesPanels, type OwnPanel, signDescriptor } from './statement.ts'

const FIRST_RETRY_MS = 1_000
const LONGEST_RETRY_MS = 60_000
/** Polls of many sites are spread over this part of the interval. */
const JITTER = 0.3
const HINT_REFRESH_EVERY_MS = 1_000
const STRANGER_REFRESH_EVERY_MS = 10_000
const DOCUMENT = 'federation document'
/** Panels are also added by the command line, in another process. */
const PUBLISH_CHECK_EVERY_MS = 10_000
/** The registry gets this long to show a descriptor before the same one is published once more. */
const PUBLISH_AGAIN_AFTER_MS = 60_000

export interface FederationSyncDeps {
  readonly db: Db
  readonly keys: SiteKeys
  readonly federation: KnownFederation
  readonly registry: RegistryClient | undefined
  readonly refreshNotices: () => Promise<void>
  /** Undefined while nobody can tell. */
  readonly listOwnPanels: () => Promise<readonly OwnPanel[] | undefined>
  readonly pollMs: number
  readonly now: () => Date
  readonly log: Logger
}

export type FederationSync = ReturnType<typeof createFederationSync>

/** Keeps the federation document fresh and the site's own descriptor published, whatever the registry does. */
export function createFederationSync(deps: FederationSyncDeps) {
  const { db, keys, federation, registry, listOwnPanels, now } = deps
  const note = createStateLog(deps.log)
  const refreshes = createSchedule(deps.pollMs)
  const publications = createSchedule(PUBLISH_CHECK_EVERY_MS)
  const notices = createSchedule(deps.pollMs)
  let vainHints = 0
  let published = { panels: '', atMs: -Infinity }
  let look: RegistryLook | undefined

  /** Rises even when the database is restored or the clock goes back. */
  async function nextSerial(): Promise<number> {
    const clock = sql`floor(extract(epoch from now()) * 1000)::bigint`
    const [row] = await db
      .insert(descriptorSerial)
      .values({ serial: clock })
      .onConflictDoUpdate({
        target: descriptorSerial.id,
        set: { serial: sql`greatest(${descriptorSerial.serial} + 1, ${clock})` },
      })
      .returning({ serial: descriptorSerial.serial })
    if (row === undefined) throw new Error('no serial for the descriptor')
    return row.serial
  }

  const turns = new PQueue({ concurrency: 1 })

  async function publishIfChanged(): Promise<void> {
    const own = federation.findSite(keys.siteId)
    const isMember = own?.member.status === 'active' && federation.version() > 0
    if (registry === undefined || !isMember) return
    const panels = await listOwnPanels()
    if (panels === undefined) return
    const said = canonicalJson(panels)
    const isWaiting = performance.now() - published.atMs < PUBLISH_AGAIN_AFTER_MS
    if (describesPanels(own.descriptor, panels) || (isWaiting && said === published.panels)) return
    const descriptor = await signDescriptor(keys, panels, await nextSerial(), now())
    await registry.putDescriptor(keys.siteId, descriptor)
    published = { panels: said, atMs: performance.now() }
    refreshes.hurry(0)
  }

  /** Runs a step and answers whether it went well; what stands in its way is a state, logged when it changes. */
  async function attempt(subject: string, step: () => Promise<void>): Promise<boolean> {
    try {
      await step()
      note(subject, 'ok', 'info')
      return true
    } catch (err) {
      if (subject === DOCUMENT) {
        look = lookOf(sightOf(err), !(err instanceof HttpFailure), look)
      }
      if (err instanceof HttpFailure) note(subject, 'unreachable', 'warn', { detail: err.message })
      else if (err instanceof FederationRefusal) {
        note(subject, 'not believed', 'error', { detail: err.message })
      } else if (err instanceof RegistryRefusal) {
        note(subject, `refused: ${err.code}`, 'error', { detail: err.message })
      } else note(subject, 'failing', 'error', { err })
      return false
    }
  }

  /** One at a time: a slow answer must not be stored over a newer one. */
  function refresh(): Promise<boolean> {
    return turns.add(refreshNow)
  }

  async function refreshNow(): Promise<boolean> {
    const before = federation.version()
    const isFresh = await attempt(DOCUMENT, async () => {
      await federation.refresh()
      look = lookOf(sight('peer.ok'), true)
    })
    refreshes.ended(isFresh)
    vainHints = federation.version() > before ? 0 : vainHints + 1
    const document = federation.document()
    if (document !== undefined) {
      const { isOpen, expires } = document
      note('new jobs', isOpen ? 'open' : 'expired', isOpen ? 'info' : 'error', { expires })
    }
    return isFresh
  }

  async function publish(): Promise<boolean> {
    const isPublished = await attempt('own descriptor', publishIfChanged)
    publications.ended(isPublished)
    return isPublished
  }

  async function refreshNotices(): Promise<void> {
    notices.ended(await attempt('federation announcements', deps.refreshNotices))
  }

  return {
    /** One round of the background loop: does what is due. */
    async round(): Promise<void> {
      if (registry === undefined) return
      if (refreshes.isDue()) await refresh()
      if (publications.isDue()) await publish()
      if (refreshes.isDue()) await refresh()
      if (notices.isDue()) await refreshNotices()
    },

    /** Own panels changed. */
    republish(): void {
      publications.hurry(0)
    },

    /** A peer says that it knows this version of the federation document. One that invents versions is asked after less and less. */
    heardOfVersion(version: number): void {
      if (version <= federation.version()) return
      refreshes.hurry(Math.min(HINT_REFRESH_EVERY_MS * 2 ** vainHints, deps.pollMs))
    },

    /** A site that is not known here called: perhaps it has just joined. */
    heardOfStranger(): void {
      refreshes.hurry(STRANGER_REFRESH_EVERY_MS)
    },

    /** How the registry answered last; undefined before it was asked. */
    registryLook: () => look,

    refresh,
    publish,
    refreshNotices,
  }
}

/** By the monotonic clock. */
export interface RegistryLook {
  readonly isAnswering: boolean
  readonly seen: string
  readonly told: Told
  readonly atMs: number
  readonly answeredAtMs: number | undefined
}

function lookOf([seen, told]: Sight, isAnswering: boolean, before?: RegistryLook): RegistryLook {
  const atMs = performance.now()
  const answeredAtMs = isAnswering ? atMs : before?.answeredAtMs
  return { isAnswering, seen, told, atMs, answeredAtMs }
}

function sightOf(error: unknown): Sight {
  if (error instanceof HttpFailure) return [error.message, error.told]
  if (error instanceof FederationRefusal) return sight('registry.disbelieved')
  if (error instanceof RegistryRefusal) return sight('peer.refuses', { code: error.code })
  return sight('registry.unstored')
}

/** When something is to be done next, by the monotonic clock. */
function createSchedule(everyMs: number) {
  let dueAtMs = -Infinity
  let endedAtMs = -Infinity
  let failures = 0
  return {
    isDue: () => performance.now() >= dueAtMs,
    /** Asks for it to be done soon, at the earliest so long after it was done last. */
    hurry(atLeastMsAfterLast: number): void {
      dueAtMs = Math.min(dueAtMs, Math.max(performance.now(), endedAtMs + atLeastMsAfterLast))
    },
    ended(isGood: boolean): void {
      endedAtMs = performance.now()
      failures = isGood ? 0 : failures + 1
      const spread = 1 - JITTER / 2 + JITTER * Math.random()
      const pauseMs = isGood
        ? everyMs
        : Math.min(everyMs, LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 20))
      dueAtMs = endedAtMs + pauseMs * spread
    },
  }
}
