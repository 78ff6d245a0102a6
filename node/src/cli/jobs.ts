import { JobDetail, JobList, JobView, ResultRetention } from '@crosspanel/protocol/job'
import { hasJobEnded, type JobState, RUN_PHASE_WORDS } from '@crosspanel/protocol/states'
import { type Api, apiFor } from './api.ts'
import { type JobNews, openJobNews } from './job-news.ts'
import { table } from '@crosspanel/protocol/text-table'
import { CliError, EXIT, isPassing } from '@crosspanel/protocol/exit-codes'
import { note, print, printJson, progressLine } from './output.ts'
import { requireLogin } from './profile.ts'
import { timeoutOf } from './timeout.ts'
import { instantOf, minutesOf } from './times.ts'

export interface JobOptions {
  readonly site?: string
  readonly json?: boolean
  readonly timeout?: string
}

const PAGE = 100

export interface ListJobsOptions {
  readonly site?: string
  readonly json?: boolean
  readonly state?: string
  readonly name?: string
  readonly panel?: string
  readonly since?: string
}

export async function listJobs(options: ListJobsOptions): Promise<void> {
  const { state, name, panel: panelId, since } = options
  const filter = { state, name, panelId, since: since && sinceOf(since) }
  const given = Object.entries(filter).filter((part): part is [string, string] => !!part[1])
  const query = new URLSearchParams([...given, ['limit', String(PAGE)]])
  const api = apiFor(await requireLogin(options.site))
  const { jobs, next } = await api.call(`/api/v1/jobs?${query.toString()}`, JobList)
  if (options.json) return printJson(jobs)
  if (jobs.length === 0) {
    return note(
      given.length > 0
        ? 'None of your jobs is like that.'
        : 'You have no jobs. Submit one with: crosspanel impute FILES --panel PANEL',
    )
  }
  const rows = jobs.map((job) => [
    job.id,
    job.name ?? '',
    job.state,
    progressWords(job),
    job.panelId,
    job.submittedAt,
  ])
  print(table(['ID', 'NAME', 'STATE', 'PROGRESS', 'PANEL', 'SUBMITTED'], rows))
  if (next !== null) note(`The ${jobs.length} latest are shown.`)
}

export const jobVerbs = {
  async show(id: string, options: JobOptions): Promise<void> {
    const api = apiFor(await requireLogin(options.site))
    const job = await findJob(api, id)
    if (options.json) return printJson(job)
    printJob(job)
  },

  async watch(id: string, options: JobOptions): Promise<void> {
    const api = apiFor(await requireLogin(options.site))
    const job = await waitForJob(api, id, timeoutOf(options.timeout))
    if (options.json) printJson(job)
    else printJob(job)
    requireCompleted(job)
  },

  async cancel(id: string, options: JobOptions): Promise<void> {
    const api = apiFor(await requireLogin(options.site))
    await api.raw(`/api/v1/jobs/${encodeURIComponent(id)}`, { method: 'DELETE' })
    const job = await findJob(api, id)
    if (options.json) return printJson(job)
    note(
      job.state === 'cancelled'
        ? 'The job is cancelled.'
        : `The host site is told to stop. Follow it with: crosspanel job watch ${id}`,
    )
  },

  async retry(id: string, options: JobOptions): Promise<void> {
    const api = apiFor(await requireLogin(options.site))
    const job = await api.call(`/api/v1/jobs/${encodeURIComponent(id)}/retry`, JobView, {
      method: 'POST',
    })
    if (options.json) return printJson(job)
    note(`The job is offered again. Follow it with: crosspanel job watch ${id}`)
  },
} as const

export interface ExtendOptions {
  readonly site?: string
  readonly json?: boolean
  readonly until?: string
  readonly for?: string
}

export async function extendJob(id: string, options: ExtendOptions): Promise<void> {
  const body = { until: untilOf(options) }
  const api = apiFor(await requireLogin(options.site))
  const path = `/api/v1/admin/jobs/${encodeURIComponent(id)}/retention`
  const kept = await api.call(path, ResultRetention, { method: 'PUT', body })
  if (options.json) return printJson(kept)
  note(`${kept.files} result files of job ${id} are kept until ${kept.until}.`)
}

/** A time, or how long ago. */
function sinceOf(text: string): string {
  if (!/^\d+(\.\d+)?[mhdw]$/.test(text)) return instantOf(text)
  return new Date(Date.now() - minutesOf(text) * 60_000).toISOString()
}

function untilOf({ until, for: length }: ExtendOptions): string {
  if ((until === undefined) === (length === undefined)) {
    throw new CliError('say until when: --until TIME or --for 90d', EXIT.usage)
  }
  if (until !== undefined) return instantOf(until)
  return new Date(Date.now() + minutesOf(length ?? '') * 60_000).toISOString()
}

export function findJob(api: Api, id: string): Promise<JobDetail> {
  return api.call(`/api/v1/jobs/${encodeURIComponent(id)}`, JobDetail)
}

/**
 * Follows a job until it ends, showing state and progress. A node that cannot be reached for a while
 * changes nothing for the job, so it is asked again. Ctrl-C leaves the job running.
 */
export async function waitForJob(api: Api, id: string, timeoutMs: number): Promise<JobDetail> {
  const line = progressLine()
  const interrupted = new AbortController()
  const onInterrupt = () => interrupted.abort()
  const stop = new Promise<never>((_, reject) => {
    interrupted.signal.addEventListener('abort', () => {
      reject(
        new CliError(
          `interrupted; the job goes on. Follow it with: crosspanel job watch ${id}`,
          EXIT.interrupted,
        ),
      )
    })
  })
  process.once('SIGINT', onInterrupt)
  const deadline = performance.now() + timeoutMs
  let news: JobNews | undefined
  try {
    for (;;) {
      const job = await Promise.race([findIfReached(api, id), stop])
      if (job === undefined) line.show('The node cannot be reached; asking again')
      else line.show(lineOf(job), fractionOf(job))
      if (job !== undefined && hasJobEnded(job.state)) return job
      const leftMs = deadline - performance.now()
      if (leftMs <= 0) {
        throw new CliError(
          `the job goes on; follow it with: crosspanel job watch ${id}`,
          EXIT.waitTimedOut,
        )
      }
      news ??= openJobNews(api, id)
      await Promise.race([news.next(leftMs), stop])
    }
  } finally {
    process.removeListener('SIGINT', onInterrupt)
    news?.close()
    line.end()
  }
}

async function findIfReached(api: Api, id: string): Promise<JobDetail | undefined> {
  try {
    return await findJob(api, id)
  } catch (error) {
    if (isPassing(error)) return undefined
    throw error
  }
}

export function requireCompleted(job: JobDetail): void {
  if (job.state === 'completed') return
  const [finding] = job.findings.filter(({ severity }) => severity === 'error')
  throw new CliError(
    `the job is ${job.state}${finding ? `: ${finding.seen}. ${finding.fix}` : ''}`,
    job.state === 'rejected' ? EXIT.preflightRefused : EXIT.jobFailed,
  )
}

function lineOf(job: JobDetail): string {
  const contact =
    job.contact === 'late' || job.contact === 'lost'
      ? ` (contact with the host is ${job.contact})`
      : ''
  const phase =
    job.progress === null ? '' : `: ${RUN_PHASE_WORDS[job.progress.phase].toLowerCase()}`
  const words = job.state === 'running' ? `${job.stateWords}${phase}` : job.stateWords
  return `${words}${job.isCancelRequested && !hasJobEnded(job.state) ? ', cancelling' : ''}${contact}`
}

/** Only counted work has a fraction: chunks done of chunks known. */
function fractionOf(job: JobDetail): number | undefined {
  if (job.state !== 'running' || job.progress === null || job.progress.chunksTotal === 0)
    return undefined
  return job.progress.chunksDone / job.progress.chunksTotal
}

function progressWords(job: { state: JobState; progress: JobView['progress'] }): string {
  if (job.state !== 'running' || job.progress === null) return ''
  const { phase, chunksDone, chunksTotal } = job.progress
  return `${phase} ${chunksDone}/${chunksTotal} chunks`
}

function printJob(job: JobDetail): void {
  print(`${job.id}  ${job.stateWords}`)
  print(`panel      ${job.panelId} at ${job.hostSite}`)
  if (job.samples !== null)
    print(`input      ${job.samples} samples, ${job.variants ?? 0} variants`)
  for (const finding of job.findings) {
    print(`${finding.severity.padEnd(10)} ${finding.seen}`)
    print(`           ${finding.why}`)
    print(`           ${finding.fix}`)
  }
  print('')
  const rows = job.events.map(({ at, site, epoch, from, to, cause }) => [
    at,
    site,
    String(epoch),
    from === null ? to : `${from} -> ${to}`,
    cause,
  ])
  print(table(['WHEN', 'SITE', 'EPOCH', 'MOVE', 'CAUSE'], rows))
  if (job.results.length > 0) note(`\nFetch the results with: crosspanel download ${job.id} -o DIR`)
}
