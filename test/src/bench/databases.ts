import { randomUUID } from 'node:crypto'
import { ensureDatabase } from '@crosspanel/deploy/embedded-postgres'
import { migrateNode } from '@crosspanel/node/db'
import { migrateRegistry } from '@crosspanel/registry/db'
import postgres from 'postgres'
import { daysOf, fillJobs } from './fill-jobs.ts'

const MIGRATE = { node: migrateNode, registry: migrateRegistry } as const
type Migrated = keyof typeof MIGRATE

export type BenchDatabases = ReturnType<typeof createDatabases>

const newName = (kind: string) => `${kind}_${randomUUID().replaceAll('-', '')}`

/** Databases of the rows. Each kind is migrated once and then cloned. */
export function createDatabases(adminUrl: string, say: (line: string) => void) {
  const templates = new Map<Migrated, Promise<string>>()
  const filled = new Map<number, Promise<string>>()

  async function asAdmin<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
    const sql = postgres(adminUrl, { max: 1, onnotice: () => undefined })
    try {
      return await work(sql)
    } finally {
      await sql.end()
    }
  }

  async function makeTemplate(kind: Migrated): Promise<string> {
    const name = newName('template')
    await MIGRATE[kind](await ensureDatabase(adminUrl, name))
    return name
  }

  async function open(kind: Migrated | 'empty'): Promise<string> {
    const name = newName('bench')
    if (kind === 'empty') return ensureDatabase(adminUrl, name)
    const template = templates.get(kind) ?? makeTemplate(kind)
    templates.set(kind, template)
    const from = await template
    await asAdmin((sql) => sql`create database ${sql(name)} template ${sql(from)}`)
    return ensureDatabase(adminUrl, name)
  }

  /** Under its name only once it is whole, so that a directory which is kept has it for the next time. */
  async function fill(jobs: number): Promise<string> {
    const name = `jobs_${jobs}_of_${daysOf(jobs)}_days`
    const found = await asAdmin((sql) => sql`select 1 from pg_database where datname = ${name}`)
    if (found.length === 0) {
      const url = await open('node')
      const startedMs = performance.now()
      await fillJobs(url, jobs)
      say(`${jobs} jobs made in ${Math.round((performance.now() - startedMs) / 1000)} s`)
      const made = new URL(url).pathname.slice(1)
      await asAdmin((sql) => sql`alter database ${sql(made)} rename to ${sql(name)}`)
    }
    return ensureDatabase(adminUrl, name)
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
