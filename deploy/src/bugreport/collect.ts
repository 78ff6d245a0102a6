import { release } from 'node:os'
import { HealthReport } from '@crosspanel/protocol/status'
import { detectEngines } from '@crosspanel/node/pipeline/engines'
import { SOFTWARE } from '@crosspanel/node/peers/statement'
import type postgres from 'postgres'
import { runChecks } from '../doctor/check.ts'
import { CHECKS, withPatient } from '../doctor/command.ts'
import type { NodeHome } from '../node-home.ts'
import { readLogLines } from './log-lines.ts'
import { createRedactor, shownSettings } from './redact.ts'

const HEALTH_MS = 3_000

/** What a part says that could not be had: the reason may name what must not be named. */
const ABSENT = 'not to be had' as const

export type BugReport = Awaited<ReturnType<typeof collectBugReport>>

/** What helps to understand a fault, and nothing of people, samples, files and keys. */
export async function collectBugReport(home: NodeHome, logFile: string | undefined) {
  const redact = createRedactor(home.settings)
  return withPatient(home, async (patient) => {
    const sound = CHECKS.filter(({ isDeep }) => isDeep === undefined)
    const findings = await runChecks(sound, patient)
    const ask = <T>(read: (sql: postgres.Sql) => Promise<T>): Promise<T | typeof ABSENT> =>
      patient
        .sql()
        .then(read)
        .catch(() => ABSENT)
    return {
      format: 'crosspanel-bugreport/1',
      madeAt: new Date().toISOString(),
      versions: await readVersions(),
      settings: shownSettings(home.settings),
      doctor: findings.map(({ id, state, evidence, ms }) => ({
        id,
        state,
        evidence: redact(evidence),
        ms,
      })),
      health: await readHealth(home),
      tables: await ask(readTables),
      queue: await ask(readQueue),
      peers: await ask(readPeers),
      log: logFile === undefined ? undefined : await readLogLines(logFile),
    }
  })
}

async function readVersions() {
  const { found: engines } = await detectEngines()
  return {
    crosspanel: SOFTWARE.version,
    node: process.versions.node,
    system: `${process.platform} ${process.arch} ${release()}`,
    engines: Object.values(engines).map(({ name, version }) => `${name} ${version}`),
  }
}

/** Of the node that runs here: which checks pass. What they saw is in the doctor's findings. */
async function readHealth({ settings }: NodeHome) {
  const port = settings['CROSSPANEL_PORT'] ?? '8080'
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz?verbose`, {
      signal: AbortSignal.timeout(HEALTH_MS),
    })
    const report = HealthReport.safeParse(await answer.json())
    if (!report.success) return { status: answer.status }
    const checks = report.data.checks.map(({ name, state }) => ({ name, state }))
    return { status: answer.status, isReady: report.data.isReady, checks }
  } catch {
    return ABSENT
  }
}

/** Rows as Postgres last counted them: counting a large table would hold up the node. */
function readTables(sql: postgres.Sql) {
  return sql<{ table: string; rows: number; bytes: number }[]>`
    select relname as table, n_live_tup::float8 as rows, pg_total_relation_size(relid)::float8 as bytes
    from pg_stat_user_tables order by relname`
}

async function readQueue(sql: postgres.Sql) {
  const [outbox] = await sql`
    select count(*)::int as waiting, extract(epoch from now() - min(created_at))::int as "oldestS"
    from outbox where delivered_at is null and refused_code is null`
  const [workers] = await sql`
    select count(*)::int as workers, extract(epoch from now() - max(seen_at))::int as "seenS" from workers`
  return {
    jobs: await sql`select state, count(*)::int from jobs group by state order by state`,
    runs: await sql`select state, count(*)::int from runs group by state order by state`,
    files:
      await sql`select kind, state, count(*)::int from files group by kind, state order by 1, 2`,
    inbox: await sql`select outcome, count(*)::int from inbox group by outcome order by outcome`,
    outbox,
    workers,
  }
}

/** Ids of sites are public in their federation. */
function readPeers(sql: postgres.Sql) {
  return sql`
    select site_id as "siteId", failures,
      extract(epoch from now() - last_heard_at)::int as "heardS",
      extract(epoch from now() - last_called_at)::int as "calledS"
    from peer_links where site_id ~ '^site:[a-z][a-z0-9-]*$' order by site_id`
}
