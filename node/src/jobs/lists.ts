import type { JobState } from '@crosspanel/protocol/states'
import { and, desc, eq, gte, lt, type SQL, sql } from 'drizzle-orm'
import type { Cursor } from '../cursor.ts'
import type { Db } from '../db.ts'
import { named, rawStatement } from '../raw-statement.ts'
import { type JobRow, jobs } from './schema.ts'

export interface JobFilter {
  readonly accountId?: string | undefined
  readonly state?: JobState | undefined
  readonly panelId?: string | undefined
  readonly hostSite?: string | undefined
  /** How the name begins, whatever its case. */
  readonly name?: string | undefined
  /** Submitted then or later. */
  readonly since?: string | undefined
  /** Submitted before then. */
  readonly until?: string | undefined
}

/**
 * What lists show of a job; its documents stay in the database. Each text is a hundredth of what a page costs, so none is
 * read that follows from others or that nobody is shown.
 */
const LISTED = {
  id: jobs.id,
  name: jobs.name,
  state: jobs.state,
  panelId: jobs.panelId,
  epoch: jobs.epoch,
  submittedAt: jobs.submittedAt,
  updatedAt: jobs.updatedAt,
  endedAt: jobs.endedAt,
  heardAt: sql<Date | null>`case when ${jobs.endedAt} is null then ${jobs.heardAt} end`,
  isCancelRequested: jobs.isCancelRequested,
  phase: jobs.phase,
  chunksDone: jobs.chunksDone,
  chunksTotal: jobs.chunksTotal,
  samples: jobs.samples,
  variants: jobs.variants,
}
const LISTED_OF_SITE = { ...LISTED, accountId: jobs.accountId }
/** Instants are as Postgres writes them. */
export type ListedJob = { readonly [K in keyof typeof LISTED]: Written<JobRow[K]> }
type ListedOfSite = ListedJob & Pick<JobRow, 'accountId'>
type Written<Value> = Value extends Date ? string : Value

const given = sql.placeholder
/** Bytewise, so that names that begin alike lie side by side in the index. */
const NAME = sql`lower(${jobs.name}) collate "C"`
/** Sorts after whatever else a name may go on with. */
const LAST_CHARACTER = '\u{10FFFF}'
/** A condition for each part of a filter; its value comes with each call. */
const CONDITIONS: Readonly<Record<keyof JobFilter | 'afterAt', SQL>> = {
  accountId: eq(jobs.accountId, given('accountId')),
  state: eq(jobs.state, given('state')),
  panelId: eq(jobs.panelId, given('panelId')),
  hostSite: eq(jobs.hostSite, given('hostSite')),
  name: sql`(${NAME} >= lower(${given('name')}::text) and ${NAME} < lower(${given('name')}::text) || ${LAST_CHARACTER}::text)`,
  since: gte(jobs.submittedAt, sql`${given('since')}::timestamptz`),
  until: lt(jobs.submittedAt, sql`${given('until')}::timestamptz`),
  afterAt: sql`(${jobs.submittedAt}, ${jobs.id}) < (${given('afterAt')}::timestamptz, ${given('afterId')}::uuid)`,
}
type Part = keyof typeof CONDITIONS
const PARTS = Object.keys(CONDITIONS) as Part[]

/** The latest submitted first, those after the cursor. */
export type ListJobs<Filter extends JobFilter, Row extends ListedJob> = (
  filter: Filter,
  after: Cursor | undefined,
  limit: number,
) => Promise<readonly Row[]>

export interface JobLists {
  readonly ofAccount: ListJobs<JobFilter & { readonly accountId: string }, ListedJob>
  readonly ofSite: ListJobs<JobFilter, ListedOfSite>
}

export function createJobLists(db: Db): JobLists {
  return {
    ofAccount: createList<ListedJob>(db, LISTED),
    ofSite: createList<ListedOfSite>(db, LISTED_OF_SITE),
  }
}

/** One statement for each set of filters, written once. */
function createList<Row extends ListedJob>(
  db: Db,
  columns: Parameters<typeof queryOf>[2],
): ListJobs<JobFilter, Row> {
  const statements = new Map<string, ReturnType<typeof rawStatement<Row>>>()
  return (filter, after, limit) => {
    const { at, id } = after ?? {}
    const values = { ...filter, afterAt: at?.toISOString(), afterId: id, limit }
    const parts = PARTS.filter((part) => values[part] !== undefined)
    const key = parts.join()
    const statement = statements.get(key) ?? rawStatement<Row>(db, queryOf(db, parts, columns))
    statements.set(key, statement)
    return statement(values)
  }
}

export function queryOf(
  db: Db,
  parts: readonly Part[],
  columns: typeof LISTED | typeof LISTED_OF_SITE = LISTED,
) {
  return db
    .select(named(columns))
    .from(jobs)
    .where(and(...parts.map((part) => CONDITIONS[part])))
    .orderBy(desc(jobs.submittedAt), desc(jobs.id))
    .limit(given('limit'))
}
