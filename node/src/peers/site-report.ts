import { JWS_TYPES } from '@crosspanel/protocol/compact-jws'
import { REPORT_EVERY_S, type SiteActivity, SiteReport } from '@crosspanel/protocol/report'
import { signDocument } from '@crosspanel/protocol/signed-document'
import type { Logger } from '../logger.ts'
import { startLoop } from '../loop.ts'
import type { KnownFederation } from './federation.ts'
import { HttpFailure } from './http-client.ts'
import type { SiteKeys } from './ports.ts'
import { type RegistryClient, RegistryRefusal } from './registry-client.ts'
import { createStateLog } from './state-log.ts'
import { signerOf, SOFTWARE } from './statement.ts'

const LOOK_EVERY_MS = 2_000
/** A state that has changed is told sooner than the next report is due, but no more often than this. */
const AT_MOST_EVERY_MS = 10_000
const DAY_MS = 86_400_000

/** What the rest of the node tells the registry of the site. */
export type ReportFacts = Pick<SiteReport, 'isReady' | 'checks'>

export interface SiteReportDeps {
  readonly keys: SiteKeys
  readonly federation: Pick<KnownFederation, 'findSite' | 'version'>
  readonly registry: Pick<RegistryClient, 'putReport'> | undefined
  readonly readFacts: () => Promise<ReportFacts>
  /** Of whole days before today; undefined where the site keeps it to itself. */
  readonly readActivity: () => Promise<SiteActivity | undefined>
  readonly now: () => Date
  readonly log: Logger
}

/** Tells the registry how the site is, so that its admins know it of sites that nobody can reach, too. */
export function createSiteReport(deps: SiteReportDeps) {
  const { keys, federation, registry, readFacts, readActivity, now } = deps
  const note = createStateLog(deps.log)
  let last = { states: '', atMs: -Infinity, serial: 0 }
  let activityDay = ''

  async function makeReport(facts: ReportFacts, activity: SiteActivity | undefined) {
    const serial = Math.max(last.serial + 1, now().getTime())
    last = { states: statesOf(facts), atMs: performance.now(), serial }
    const report = SiteReport.parse({
      siteId: keys.siteId,
      serial,
      issued: now().toISOString(),
      software: SOFTWARE,
      ...facts,
      documentVersion: federation.version(),
      ...(activity && { activity }),
    })
    return signDocument(report, JWS_TYPES.report, [signerOf(keys)])
  }

  async function send(facts: ReportFacts): Promise<void> {
    if (registry === undefined) return
    const today = now().toISOString().slice(0, 10)
    const activity = activityDay === today ? undefined : await activityOf()
    await registry.putReport(keys.siteId, await makeReport(facts, activity))
    if (activity !== undefined) activityDay = today
  }

  /** A report without it is better than none. */
  async function activityOf(): Promise<SiteActivity | undefined> {
    try {
      const activity = await readActivity()
      note('activity for the registry', 'ok', 'info')
      return activity
    } catch (err) {
      note('activity for the registry', 'unreadable', 'warn', { err })
      return undefined
    }
  }

  function isDue(facts: ReportFacts): boolean {
    const ageMs = performance.now() - last.atMs
    if (ageMs < AT_MOST_EVERY_MS) return false
    return ageMs >= REPORT_EVERY_S * 1000 || statesOf(facts) !== last.states
  }

  /** Another process of the site may have told since: that is as good. */
  async function tell(facts: ReportFacts): Promise<void> {
    try {
      await send(facts)
      note('report to the registry', 'ok', 'info')
    } catch (err) {
      if (err instanceof RegistryRefusal && err.code === 'statement-stale') return
      if (err instanceof RegistryRefusal) {
        note('report to the registry', `refused: ${err.code}`, 'warn', { detail: err.message })
      } else if (err instanceof HttpFailure) {
        note('report to the registry', 'unreachable', 'warn', { detail: err.message })
      } else throw err
    }
  }

  async function round(): Promise<void> {
    const isMember = federation.findSite(keys.siteId)?.member.status === 'active'
    if (registry === undefined || !isMember || federation.version() === 0) return
    const facts = await readFacts()
    if (isDue(facts)) await tell(facts)
  }

  return {
    round,
    start: (): AsyncDisposable =>
      startLoop(round, { name: 'report to the registry', everyMs: LOOK_EVERY_MS, log: deps.log }),
  }
}

function statesOf({ isReady, checks }: ReportFacts): string {
  return JSON.stringify([isReady, checks.map(({ name, state }) => [name, state])])
}

/** The whole days, UTC, before this moment that a site tells of. */
export function toldDays(now: Date): { from: string; to: string } {
  const dayOf = (days: number) => new Date(now.getTime() - days * DAY_MS).toISOString().slice(0, 10)
  return { from: dayOf(30), to: dayOf(1) }
}
