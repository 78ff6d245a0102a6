import type { SiteReport } from '@crosspanel/protocol/report'
import type { HealthService } from './health.ts'

const SEEN_MAX = 300

/** How the site is, in no more words than its status page has for anybody. */
export async function readReportFacts(
  health: Pick<HealthService, 'read' | 'report'>,
): Promise<Pick<SiteReport, 'isReady' | 'checks'>> {
  const [{ isReady, parts }, { checks }] = await Promise.all([health.read(false), health.report()])
  const reasons = new Map(
    checks
      .filter(({ state }) => state !== 'ok')
      .map(({ name, seen, told }) => [name, { seen: seen.slice(0, SEEN_MAX), told }]),
  )
  const named = parts.map(({ name, state }) => ({
    name,
    state,
    ...(reasons.get(name) ?? { seen: null, told: undefined }),
  }))
  return { isReady, checks: named }
}
