import { openDb } from '@crosspanel/node/db'
import { createJobCounts } from '@crosspanel/node/jobs/counts'
import { createRunCounts } from '@crosspanel/node/runs/counts'
import { hasJobEnded, JOB_STATES } from '@crosspanel/protocol/states'

type Sql = ReturnType<typeof openDb>['sql']

/** Every account has as many, however many accounts there are: a list of one is as long in a small database as in a large one. */
export const JOBS_PER_ACCOUNT = 1_000
/** Of the larger database of a row. */
export const JOBS_IN = { smoke: 5_000, full: 1_000_000 } as const
/** Each of a host of its own; an account's jobs go to all of them in turn. */
const PANELS = 10
export const PANEL_ID = 'site:host-1/panel'
const DAYS = 730
const FIRST_DAYS = 30
/**
 * Days over which the jobs were submitted, evenly, until now. A thousand are those of a site's first month: so its
 * statistics of thirty days are about as long as those of a million in two years, and only what is stored differs.
 */
export const daysOf = (jobs: number): number => (jobs > JOBS_PER_ACCOUNT ? DAYS : FIRST_DAYS)
/** Jobs that were submitted within these have not ended. */
const LIVE_DAYS = 2
const INSERTED_AT_ONCE = 50_000
const SESSIONS = 2
const RUNS_SHARE = 0.1
const LIVE_STATES = JOB_STATES.filter(
  (state) => !hasJobEnded(state) && state !== 'draft' && state !== 'uploading',
)

/**
 * Fills a migrated database with accounts that have a thousand jobs each, in the states that jobs of a
 * busy site are in, and with runs of other sites' jobs. The counts come about as they do in a site: by
 * the triggers, then folded. Nothing is due, so a node over it finds nothing to do.
 */
export async function fillJobs(databaseUrl: string, jobs: number): Promise<void> {
  const { db, sql, close } = openDb(inHaste(databaseUrl), { max: SESSIONS })
  try {
    const accounts = Math.max(1, Math.round(jobs / JOBS_PER_ACCOUNT))
    await addAccounts(sql, accounts)
    // Built at the end they take a tenth of the time that each row's entry would.
    await withoutIndexes(sql, 'jobs', async () => {
      const starts = Array.from(
        { length: Math.ceil(jobs / INSERTED_AT_ONCE) },
        (_, index) => index * INSERTED_AT_ONCE,
      )
      const add = (from: number) =>
        addJobs(sql, { accounts, jobs, from, to: Math.min(jobs, from + INSERTED_AT_ONCE) })
      await Promise.all(starts.map(add))
    })
    await createJobCounts(db).fold()
    await addRuns(sql, Math.ceil(jobs * RUNS_SHARE))
    await createRunCounts(db).fold()
    // As autovacuum has long done in a site.
    await sql`vacuum analyze`
  } finally {
    await close()
  }
}

/** What is lost in a crash is made again. */
function inHaste(databaseUrl: string): string {
  const url = new URL(databaseUrl)
  url.searchParams.set('synchronous_commit', 'off')
  url.searchParams.set('maintenance_work_mem', '256MB')
  return url.href
}

async function addAccounts(sql: Sql, accounts: number): Promise<void> {
  await sql`
    insert into accounts (id, email, name, role, created_at)
    select gen_random_uuid(), 'person-' || n || '@example.org', 'Person ' || n, 'researcher',
      now() - make_interval(days => ${DAYS})
    from generate_series(1, ${accounts}::int) n`
}

async function addJobs(
  sql: Sql,
  { accounts, jobs, from, to }: { accounts: number; jobs: number; from: number; to: number },
): Promise<void> {
  await sql`
    insert into jobs (id, account_id, name, state, panel_id, host_site, parameters, idempotency_key,
      request_sha256, run_id, samples, variants, submitted_at, updated_at, heard_at, ended_at, deadline)
    select gen_random_uuid(), people.ids[1 + n % ${accounts}], 'cohort ' || n, made.state,
      host || '/panel', host,
      '{"build":"GRCh38","mode":"imputation","minR2":0.3,"phasing":"auto","qualityControl":"strict","empiricalDosage":false}',
      gen_random_uuid(), encode(sha256(n::text::bytea), 'hex'), gen_random_uuid(),
      50 + n % 950, 500000 + n % 7919, submitted, moved, moved,
      case when has_ended then moved end, submitted + interval '14 days'
    from (select array_agg(id order by id) as ids from accounts where email like 'person-%') people,
      generate_series(${from}::int, ${to - 1}::int) n,
      lateral (select 'site:host-' || n / ${accounts} % ${PANELS} as host,
        now() - (${jobs}::int - n) * interval '1 day' * ${daysOf(jobs)} / ${jobs}::int as submitted,
        ${jobs}::int - n > ${(jobs * LIVE_DAYS) / daysOf(jobs)}::float8 as has_ended,
        abs(hashint4(n)) % 100 as share) told,
      lateral (select submitted + least(make_interval(mins => 20 + share * 6), now() - submitted) as moved,
        case when not has_ended then (${LIVE_STATES}::text[])[1 + share % ${LIVE_STATES.length}]
          when share < 82 then 'completed' when share < 90 then 'failed'
          when share < 96 then 'cancelled' when share < 98 then 'rejected' else 'expired' end as state) made`
}

/** Of other sites' researchers, destroyed as every run is in the end. */
async function addRuns(sql: Sql, runs: number): Promise<void> {
  await sql`
    insert into runs (id, home_site, home_job, epoch, offer_mid, state, panel_id, panel_digest,
      parameters, input, samples, variants, result_recipient, subject, deadline, not_before,
      manifest_sha256, created_at, updated_at, ended_at)
    select gen_random_uuid(), 'site:host-' || n % ${PANELS}, gen_random_uuid(), 1, gen_random_uuid(),
      'purged', 'site:lund/panel', encode(sha256('panel'), 'hex'), '{}', '{}', 50 + n % 950,
      500000 + n % 7919, 'x', 'subject ' || n % 1000, made, made,
      case when n % 10 > 0 then encode(sha256(n::text::bytea), 'hex') end, made, made, made
    from generate_series(1, ${runs}::int) n,
      lateral (select now() - n * interval '1 day' * ${DAYS} / ${runs}::int as made) told`
}

/** Drops what is no primary key and nobody's constraint, and builds it again when `work` has ended. */
async function withoutIndexes(sql: Sql, table: string, work: () => Promise<void>): Promise<void> {
  const indexes = await sql<{ name: string; definition: string }[]>`
    select c.relname as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid = ${table}::regclass
      and not exists (select 1 from pg_constraint where conindid = i.indexrelid)`
  for (const { name } of indexes) await sql`drop index ${sql(name)}`
  await work()
  await Promise.all(indexes.map(({ definition }) => sql.unsafe(definition)))
}
