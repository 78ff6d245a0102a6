import { refusal } from '@crosspanel/protocol/refusals'
import { because } from '@crosspanel/protocol/causes'
import { canonicalJson } from '@crosspanel/protocol/canonical'
import { sha256Hex } from '@crosspanel/protocol/digest'
import type { AdminJobList } from '@crosspanel/protocol/dashboard'
import { hostSiteOf } from '@crosspanel/protocol/ids'
import type { JobDetail, JobList, JobView, ResultFile, SubmitJob } from '@crosspanel/protocol/job'
import type { PanelDescription } from '@crosspanel/protocol/panel'
import { DomainError } from '@crosspanel/protocol/problem'
import { canJobMove } from '@crosspanel/protocol/states'
import { pageOf, readCursor } from '../cursor.ts'
import type { Tx } from '../db.ts'
import type { Account } from '../users/account.ts'
import type { JobsDeps } from './deps.ts'
import type { JobLeftovers } from './leftovers.ts'
import type { JobFilter, JobLists, ListedJob, ListJobs } from './lists.ts'
import type { JobQueries } from './queries.ts'
import { lockQuota, requireWithinQuota } from './quota.ts'
import type { createKeepResultsUntil } from './retention.ts'
import { requireAcceptedTerms, requireOpenPanel, requireServable } from './routing.ts'
import type { JobRow } from './schema.ts'
import type { JobStore } from './store.ts'
import { toEvent, toView } from './views.ts'

const DAY_MS = 86_400_000
const OPEN_MAX = 200

export interface JobServiceDeps extends Pick<
  JobsDeps,
  'config' | 'federation' | 'hints' | 'findUploads' | 'jobQuotaOf' | 'tracing' | 'newId' | 'now'
> {
  readonly store: JobStore
  readonly queries: JobQueries
  readonly lists: JobLists
  readonly leftovers: JobLeftovers
  readonly cancel: (account: Account, id: string) => Promise<void>
  readonly keepResultsUntil: ReturnType<typeof createKeepResultsUntil>
}
interface PageQuery {
  readonly cursor?: string | undefined
  readonly limit: number
}
export type JobService = ReturnType<typeof createJobService>

export function createJobService(deps: JobServiceDeps) {
  const { store, queries, lists, federation, hints, config, newId, now } = deps

  async function requireOwned(account: Account, id: string): Promise<JobRow> {
    const job = await queries.findOwned(id, account.id)
    if (job === undefined) throw new DomainError('job-not-found')
    return job
  }

  async function requireComplete(accountId: string, fileIds: readonly string[]) {
    const uploads = await deps.findUploads(accountId, fileIds)
    return fileIds.map((fileId) => {
      const upload = uploads.find((candidate) => candidate.fileId === fileId)
      if (upload === undefined) throw new DomainError('file-not-found')
      if (!upload.isComplete) throw new DomainError('upload-incomplete')
      return { fileId, name: upload.name }
    })
  }

  function requireRoute(input: Pick<SubmitJob, 'panelId' | 'parameters'>): PanelDescription {
    const panel = requireOpenPanel(federation, config.siteId, input.panelId)
    requireServable(panel, input.parameters)
    return panel
  }

  async function readPage<Filter extends JobFilter, Row extends ListedJob>(
    list: ListJobs<Filter, Row>,
    filter: Filter,
    { cursor, limit }: PageQuery,
  ) {
    const rows = await list(filter, readCursor(cursor), limit + 1)
    return pageOf(rows, limit, ({ submittedAt, id }) => ({ at: new Date(submittedAt), id }))
  }

  const deadline = () => new Date(now().getTime() + config.jobDeadlineDays * DAY_MS)

  /** The job that this request made before; a request that differs is refused. */
  async function findEarlier(account: Account, key: string, requestSha256: string) {
    const earlier = await queries.findByKey(account.id, key)
    if (earlier !== undefined && earlier.requestSha256 !== requestSha256) {
      throw new DomainError('idempotency-key-reused')
    }
    return earlier
  }

  return {
    /** The same key with the same input answers the job that is there already. */
    async submit(account: Account, input: SubmitJob, idempotencyKey: string): Promise<JobView> {
      const requestSha256 = await sha256Hex(canonicalJson(input))
      const earlier = await findEarlier(account, idempotencyKey, requestSha256)
      if (earlier !== undefined) return toView(earlier, now())
      if (new Set(input.fileIds).size !== input.fileIds.length) {
        throw new DomainError('invalid-request', 'a file is named twice')
      }
      await requireAcceptedTerms(requireRoute(input), input.acceptedTermsSha256 ?? null)
      const files = await requireComplete(account.id, input.fileIds)
      const row = newJob(account, input, {
        id: newId(),
        idempotencyKey,
        requestSha256,
        now: now(),
        deadline: deadline(),
      })
      const quota = await deps.jobQuotaOf(account.id)
      const isNew = await store.insert(row, files, quota)
      if (isNew) {
        deps.tracing?.beginJob(row.id, { 'crosspanel.host': row.hostSite })
        hints.wake('jobs')
      }
      const job = isNew ? row : await findEarlier(account, idempotencyKey, requestSha256)
      if (job === undefined) throw new DomainError('idempotency-conflict')
      return toView(job, now())
    },

    async list(
      account: Account,
      { cursor, limit, ...filter }: Omit<JobFilter, 'accountId'> & PageQuery,
    ): Promise<JobList> {
      const own = { ...filter, accountId: account.id }
      const { page, next } = await readPage(lists.ofAccount, own, { cursor, limit })
      const at = now()
      return { jobs: page.map((job) => toView(job, at)), next }
    },

    /** The account's jobs that have not ended, as a reader of this transaction sees them. */
    async listOpen(accountId: string, reader: Tx): Promise<JobView[]> {
      const rows = await queries.listOpen(accountId, OPEN_MAX, reader)
      return rows.map((job) => toView(job, now()))
    },

    /** Jobs of every account, for the site's administrators. */
    async listAll({ cursor, limit, ...filter }: JobFilter & PageQuery): Promise<AdminJobList> {
      const { page, next } = await readPage(lists.ofSite, filter, { cursor, limit })
      const at = now()
      return { jobs: page.map((job) => ({ ...toView(job, at), accountId: job.accountId })), next }
    },

    async get(account: Account, id: string): Promise<JobDetail> {
      const job = await requireOwned(account, id)
      const [files, findings, events, results] = await Promise.all([
        queries.listFiles(id),
        queries.listFindings(id, job.epoch),
        queries.listEvents(id),
        queries.listResults(id),
      ])
      return {
        ...toView(job, now()),
        parameters: job.parameters,
        files,
        findings,
        events: events.map(toEvent),
        results,
        chunks: job.chunks === null ? null : [...job.chunks],
        summary: job.summary ?? null,
      }
    },

    cancel: deps.cancel,
    keepResultsUntil: deps.keepResultsUntil,

    /** Offers a job that was rejected, failed or expired again, from the same files, as the next epoch. */
    async retry(account: Account, id: string): Promise<JobView> {
      const job = await requireOwned(account, id)
      if (!canJobMove(job.state, 'checking', 'researcher')) {
        throw refusal('job-state-conflict.not-retried')
      }
      await requireAcceptedTerms(requireRoute(job), job.acceptedTermsSha256)
      const fileIds = (await queries.listFiles(id)).map(({ fileId }) => fileId)
      await requireComplete(account.id, fileIds)
      await deps.leftovers.discard(job)
      const quota = await deps.jobQuotaOf(account.id)
      const moved = await store.transaction(async (tx) => {
        await lockQuota(tx, account.id)
        const retried = await store.move(tx, {
          job,
          to: 'checking',
          by: 'researcher',
          actor: `account:${account.id}`,
          ...because('retried'),
          set: { ...UNTRIED, epoch: job.epoch + 1, deadline: deadline() },
        })
        if (retried === undefined) throw new DomainError('job-state-conflict')
        await requireWithinQuota(tx, account.id, quota, now())
        await store.requireUploads(tx, account.id, fileIds)
        return retried
      })
      hints.wake('jobs')
      return toView(moved, now())
    },

    async listResults(account: Account, id: string): Promise<ResultFile[]> {
      const job = await requireOwned(account, id)
      if (job.state !== 'completed') throw new DomainError('result-not-ready')
      return queries.listResults(id)
    },

    /** Real sample ids, in the order of the job-local ones. For the owner alone. */
    async listSamples(account: Account, id: string): Promise<string[]> {
      await requireOwned(account, id)
      return queries.listSamples(id)
    },

    isFileInUse: (fileId: string, on?: Tx): Promise<boolean> => queries.isFileInUse(fileId, on),
  }
}

/** What a job knows only once it was tried. */
const UNTRIED = {
  hostSeq: 0,
  runId: null,
  phase: null,
  chunksDone: null,
  chunksTotal: null,
  chunks: null,
  heardAt: null,
  contactTold: null,
  isCancelRequested: false,
  samples: null,
  variants: null,
  input: null,
  inputDir: null,
  uploads: null,
  resultManifest: null,
  blobs: null,
  resultFor: null,
  summary: null,
} as const

function newJob(
  account: Account,
  input: SubmitJob,
  made: Pick<JobRow, 'id' | 'idempotencyKey' | 'requestSha256' | 'deadline'> & { now: Date },
): JobRow {
  const { now, ...identity } = made
  return {
    ...UNTRIED,
    ...identity,
    accountId: account.id,
    name: input.name ?? null,
    state: 'checking',
    panelId: input.panelId,
    hostSite: hostSiteOf(input.panelId),
    epoch: 1,
    parameters: input.parameters,
    acceptedTermsSha256: input.acceptedTermsSha256 ?? null,
    submittedAt: now,
    updatedAt: now,
    endedAt: null,
    leaseToken: null,
    leaseUntil: null,
    nextAttemptAt: now,
    attempts: 0,
    faults: 0,
  }
}
