import postgres from 'postgres'
import { type BackupManifest, damaged } from './manifest.ts'

interface Invariant {
  readonly says: string
  /** Counts the rows that break it. */
  readonly broken: (sql: postgres.Sql, manifest: BackupManifest) => Promise<{ rows: string }[]>
}

/** What is true of every sound database of a node, asked after a restore; checks and references are the schema's own. */
const INVARIANTS: readonly Invariant[] = [
  {
    says: 'the state of every run is where its last event leads',
    broken: (sql) => sql`
      select count(*) as rows from runs r where r.state is distinct from (
        select e.to_state from run_events e where e.run_id = r.id order by e.seq desc limit 1)`,
  },
  {
    says: 'the numbers of jobs that are kept are the numbers of jobs',
    broken: (sql) => sql`
      with kept as (
        select account_id, state, jobs as n from account_job_counts
        union all select account_id, state, jobs from job_count_changes
        union all select account_id, state, -1 from jobs)
      select count(*) as rows from (
        select 1 from kept group by account_id, state having sum(n) <> 0) as wrong`,
  },
  {
    says: 'every file that counts has its blob',
    broken: (sql, { blobs }) => {
      const known = (blobs?.parts ?? []).map(
        ({ name }) => name.split('/').at(-1)?.split('.')[0] ?? '',
      )
      const excused = [...(blobs?.removed ?? []), ...(blobs?.missing ?? [])]
      return sql`
        select count(*) as rows from files where ${blobs !== undefined} and state = 'complete'
          and "blobId" <> all(${[...known, ...excused]}::uuid[])`
    },
  },
  {
    says: 'what each account keeps is what is counted',
    broken: (sql) => sql`
      select count(*) as rows from storage_usage u where (u."usedBytes", u.files) <> (
        select coalesce(sum(coalesce(f."declaredSize", f.size)), 0)::bigint, count(*)::int from files f
        where f."accountId" = u."accountId" and f.state <> 'deleted')`,
  },
  {
    says: 'no audit row has a number that will be given again',
    broken: (sql) => sql`
      select count(*) as rows from audit_entries where seq > coalesce(
        pg_sequence_last_value(pg_get_serial_sequence('audit_entries', 'seq')), 0)`,
  },
]

export async function checkInvariants(url: string, manifest: BackupManifest): Promise<string[]> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    for (const { says, broken } of INVARIANTS) {
      const [found] = await broken(sql, manifest)
      if (Number(found?.rows) > 0) throw damaged(`not true in ${found?.rows ?? ''} rows: ${says}`)
    }
    return INVARIANTS.map(({ says }) => says)
  } finally {
    await sql.end()
  }
}
