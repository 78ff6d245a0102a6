import type { Logger } from '../logger.ts'
import { startLoop } from '../loop.ts'
import type { SiteHealth } from './ports.ts'

const EVERY_MS = 2_000

export interface HealthSnapshot {
  /** What was known of every member at the last look; never waits for a peer or for the database. */
  latest(): readonly SiteHealth[]
  refresh(): Promise<void>
  start(): AsyncDisposable
}

/** Keeps what `listHealth` says in memory, so that pages show the federation without asking for it. */
export function createHealthSnapshot(
  listHealth: () => Promise<readonly SiteHealth[]>,
  onLook: (sites: readonly SiteHealth[]) => Promise<void>,
  log: Logger,
): HealthSnapshot {
  let latest: readonly SiteHealth[] = []
  async function refresh(): Promise<void> {
    latest = await listHealth()
    await onLook(latest)
  }
  return {
    latest: () => latest,
    refresh,
    start: () => startLoop(refresh, { name: 'health snapshot', everyMs: EVERY_MS, log }),
  }
}
