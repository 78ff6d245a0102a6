import { ensureDatabase } from '@crosspanel/deploy/embedded-postgres'
import { migrateNode } from '@crosspanel/node/db'
import { migrateRegistry } from '@crosspanel/registry/db'
import postgres from 'postgres'
import { fillJobs } from './fill-jobs.ts'

const MIGRATE = { node: migrateNode, registry: migrateRegistry } as const
type Migrated = keyof typeof MIGRATE

export type BenchDatabases = ReturnType<typeof createDatabases>

/** Databases of the rows. Each kind is migrated once and then cloned. */
export function createDatabases(adminUrl: string, say: (line: string) => void) {
  const templates = new Map<Migrated, Promise<string>>()
  const filled = new Map<number, Promise<string>>()
  let made = 0

  async function makeTemplate(kind: Migrated): Promise<string> {
    const name = `template_${kind}`
    await MIGRATE[kind](await ensureDatabase(adminUrl, name))
    return name
  }

  async function open(kind: Migrated | 'empty'): Promise<string> {
    made += 1
    const name = `bench_${made}`
    if (kind === 'empty') return ensureDatabase(adminUrl, name)
    const template = templates.get(kind) ?? makeTemplate(kind)
    templates.set(kind, template)
    const sql = postgres(adminUrl, { max: 1, onnotice: () => undefined })
    try {
      await sql`create database ${sql(name)} template ${sql(await template)}`
    } finally {
      await sql.end()
    }
    return ensureDatabase(adminUrl, name)
  }

  async function fill(jobs: number): Promise<string> {
    const url = await open('node')
    const startedMs = performance.now()
    await fillJobs(url, jobs)
    say(`${jobs} jobs made in ${Math.round((performance.now() - startedMs) / 1000)} s`)
    return url
  }

  return {
    open,
    openFilled(jobs: number): Promise<string> {
      const url = filled.get(jobs) ?? fill(jobs)
      filled.set(jobs, url)
      return url
    },
  }
}
