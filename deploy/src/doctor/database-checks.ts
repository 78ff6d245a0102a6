import { listMigrations } from '@crosspanel/node/db'
import postgres from 'postgres'
import { LostDatabaseError } from '../services.ts'
import type { Check, DoctorFinding } from './check.ts'
import { found } from './machine-checks.ts'

const POSTGRES_MIN = 150_000
const WRAPAROUND_WARN = 1_000_000_000
const WORKER_LIVE_WITHIN_S = 30
const OUTBOX_LATE_S = 900
const BACKUP_LATE_H = 36
const RESTORE_TEST_LATE_H = 8 * 24

type Row = Readonly<Record<string, string | number | boolean | null>>

async function one(sql: postgres.Sql, text: string): Promise<Row> {
  const [row] = await sql.unsafe<Row[]>(text)
  return row ?? {}
}

const ageH = (at: unknown) => Math.round((Date.now() - new Date(String(at)).getTime()) / 3_600_000)

/** A check of one row that a statement answers. What stands in the way of all is a finding of one of them. */
function ask(id: string, about: string, text: string, judge: (row: Row) => DoctorFinding): Check {
  return {
    id,
    about,
    async look({ sql }) {
      try {
        return judge(await one(await sql(), text))
      } catch (error) {
        if (isAway(error)) return id === 'postgres' ? awayFinding(error) : SEE_POSTGRES
        if (codeOf(error) !== NO_SUCH_TABLE) throw error
        return id === 'migrations' ? NO_SCHEMA : SEE_MIGRATIONS
      }
    },
  }
}

const NO_SUCH_TABLE = '42P01'
const SEE_POSTGRES = found('skipped', 'the database is not reached: see postgres')
const SEE_MIGRATIONS = found('skipped', 'the tables are not there: see migrations')
const NO_SCHEMA = found(
  'fail',
  'the database is empty',
  'crosspanel backup restore BACKUP --to DIR; for a node that is to begin anew, crosspanel node start',
)

/** Classes of SQLSTATE of a server that lets nobody in (PostgreSQL, appendix A); all else was answered. */
const LETS_NOBODY_IN = /^(08|28|3D|53|57P)/

function isAway(error: unknown): boolean {
  const isAnswer = error instanceof postgres.PostgresError
  return !isAnswer || LETS_NOBODY_IN.test(error.code)
}

const FIX_OF_CODE: Readonly<Record<string, string>> = {
  '28P01': 'correct user and password in DATABASE_URL',
  '28000': 'correct user and password in DATABASE_URL, or let pg_hba.conf let the node in',
  '3D000': 'make the database, or correct its name in DATABASE_URL',
  '53300': 'raise max_connections, or end what else is connected',
}

function awayFinding(error: unknown): DoctorFinding {
  if (error instanceof LostDatabaseError) return found('fail', error.seen, error.fix)
  const code = codeOf(error)
  const fix = FIX_OF_CODE[code] ?? 'start PostgreSQL, or correct host and port in DATABASE_URL'
  return found('fail', `the database lets nobody in: ${code}`, fix)
}

/** Never the message: it may name accounts. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'no answer'
}

export const DATABASE_CHECKS: readonly Check[] = [
  ask(
    'postgres',
    'the database answers, and its version',
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as version`,
    ({ number, version }) =>
      Number(number) >= POSTGRES_MIN
        ? found('ok', `PostgreSQL ${String(version)}`)
        : found('fail', `PostgreSQL ${String(version)}`, 'move to PostgreSQL 15 or later'),
  ),
  ask(
    'migrations',
    'the schema is of this version',
    `select coalesce(max(created_at), 0) as latest from drizzle.__drizzle_migrations`,
    ({ latest }) => {
      const pending = listMigrations().filter(({ createdAt }) => createdAt > Number(latest)).length
      return pending === 0
        ? found('ok', 'all migrations are applied')
        : found('fail', `${pending} migrations are pending`, 'crosspanel node start applies them')
    },
  ),
  ask(
    'postgres-exposed',
    'the database listens on no address beyond this machine',
    `select current_setting('listen_addresses') as addresses`,
    ({ addresses }) =>
      /^(|localhost|127\.0\.0\.1|::1|[, ])*$/.test(String(addresses))
        ? found('ok', `listens on '${String(addresses)}'`)
        : found(
            'warn',
            `listens on '${String(addresses)}'`,
            `alter system set listen_addresses = 'localhost', unless another machine needs it`,
          ),
  ),
  ask(
    'postgres-trust',
    'nobody gets into the database without a password',
    `select case when has_function_privilege('pg_hba_file_rules()', 'execute')
       then (select count(*) from pg_hba_file_rules() where auth_method = 'trust') end as rules`,
    ({ rules }) => {
      if (rules === null) return found('skipped', 'only a superuser can read pg_hba.conf')
      return Number(rules) === 0
        ? found('ok', 'no rule of pg_hba.conf says trust')
        : found('fail', `${String(rules)} rules say trust`, 'say scram-sha-256 in pg_hba.conf')
    },
  ),
  ask(
    'collation',
    'text is ordered by bytes, as on every other machine',
    `select datcollate as collation from pg_database where datname = current_database()`,
    ({ collation }) =>
      /^(C|POSIX|C\.UTF-?8)$/i.test(String(collation))
        ? found('ok', `collation ${String(collation)}`)
        : found(
            'warn',
            `collation ${String(collation)}: an update of the system can damage indexes`,
            'restore a backup into a database made with: create database ... locale C template template0',
          ),
  ),
  ask(
    'wraparound',
    'how far transaction numbers are from running out',
    `select max(age(datfrozenxid)) as age from pg_database`,
    ({ age }) =>
      Number(age) < WRAPAROUND_WARN
        ? found('ok', `oldest transaction ${String(age)} ago, of 2147483648`)
        : found('fail', `oldest transaction ${String(age)} ago`, 'vacuum (freeze) every database'),
  ),
  ask(
    'worker',
    'a worker was seen lately',
    `select extract(epoch from now() - max(seen_at))::int as age from workers`,
    ({ age }) => {
      const fix = 'crosspanel node start, with CROSSPANEL_WORKER not false'
      if (age === null) return found('warn', 'no worker has ever started', fix)
      return Number(age) <= WORKER_LIVE_WITHIN_S
        ? found('ok', `seen ${String(age)} s ago`)
        : found('warn', `last seen ${String(age)} s ago`, fix)
    },
  ),
  ask(
    'leases',
    'no run is held by a worker that is gone',
    `select count(*)::int as stuck from runs
     where state in ('running', 'packaging') and lease_until < now() - interval '1 minute'`,
    ({ stuck }) =>
      Number(stuck) === 0
        ? found('ok', 'no lease is past its end')
        : found(
            'warn',
            `${String(stuck)} runs wait for a worker`,
            'start a worker: it takes them over',
          ),
  ),
  ask(
    'outbox',
    'messages to other sites get out',
    `select count(*)::int as waiting, extract(epoch from now() - min(created_at))::int as age
     from outbox where delivered_at is null and refused_code is null`,
    ({ waiting, age }) =>
      Number(age) < OUTBOX_LATE_S
        ? found('ok', `${String(waiting)} messages wait`)
        : found(
            'warn',
            `${String(waiting)} messages wait, for up to ${String(age)} s`,
            'crosspanel netcheck',
          ),
  ),
  ask(
    'backup',
    'when the node was last backed up, and a backup was last restored for a test',
    `select (select max(at) from backups) as taken, (select max(verified_at) from backups) as tested`,
    ({ taken, tested }) => {
      const create = 'crosspanel backup create --passphrase-file FILE'
      if (taken === null) return found('warn', 'there is no backup', create)
      const seen = `last backup ${ageH(taken)} h ago`
      if (ageH(taken) > BACKUP_LATE_H) return found('warn', seen, create)
      const verify = 'crosspanel backup verify PATH'
      if (tested === null) return found('warn', `${seen}, never tested`, verify)
      return ageH(tested) > RESTORE_TEST_LATE_H
        ? found('warn', `${seen}, last tested ${ageH(tested)} h ago`, verify)
        : found('ok', `${seen}, tested ${ageH(tested)} h ago`)
    },
  ),
]
