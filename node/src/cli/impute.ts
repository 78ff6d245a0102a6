import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import { JobView, RunParameters } from '@crosspanel/protocol/job'
import { PanelList } from '@crosspanel/protocol/panel'
import { type Api, apiFor } from './api.ts'
import { inspectFiles, printFindings, readBuild } from './check.ts'
import { downloadResults } from './download.ts'
import { CliError, EXIT } from './exit.ts'
import { requireCompleted, timeoutOf, waitForJob } from './jobs.ts'
import { note, print, printJson } from './output.ts'
import { requireLogin } from './profile.ts'
import { uploadFile } from './upload.ts'

export interface ImputeOptions {
  readonly panel: string
  readonly build?: string
  readonly name?: string
  readonly population?: string
  readonly phasing: string
  readonly r2: string
  readonly empirical?: boolean
  readonly qcOnly?: boolean
  readonly wait?: boolean
  readonly timeout?: string
  readonly download?: string
  readonly key?: string
  readonly idempotencyKey?: string
  readonly site?: string
  readonly json?: boolean
}

export async function impute(files: readonly string[], options: ImputeOptions): Promise<void> {
  const login = await requireLogin(options.site)
  const api = apiFor(login)
  const timeoutMs = timeoutOf(options.timeout)
  const panel = await findPanel(api, options.panel)
  const parameters = readParameters(options, panel.build)
  const { report } = await inspectFiles(files, parameters.build, panel)
  printFindings(report.findings)
  if (!report.isAcceptable) {
    throw new CliError('the files would be refused; nothing was sent', EXIT.preflightRefused)
  }
  note(`${report.samples} samples, ${report.variants} variants: the files look right`)

  const fileIds: string[] = []
  for (const file of files) fileIds.push(await uploadFile(login, file))
  const job = await api.call('/api/v1/jobs', JobView, {
    method: 'POST',
    headers: { 'idempotency-key': options.idempotencyKey ?? randomUUID() },
    body: {
      panelId: panel.panelId,
      name: options.name ?? basename(files[0] ?? ''),
      fileIds,
      parameters,
    },
  })
  note(`Submitted as job ${job.id}`)
  if (options.wait !== true && options.download === undefined) {
    if (options.json) printJson(job)
    else print(job.id)
    return note(`Follow it with: crosspanel job watch ${job.id}`)
  }
  await finish(api, job.id, timeoutMs, options)
}

async function finish(
  api: Api,
  id: string,
  timeoutMs: number,
  options: ImputeOptions,
): Promise<void> {
  const ended = await waitForJob(api, id, timeoutMs)
  requireCompleted(ended)
  const paths =
    options.download === undefined
      ? []
      : await downloadResults(api, ended, {
          output: options.download,
          ...(options.key === undefined ? {} : { key: options.key }),
        })
  if (options.json) return printJson({ ...ended, downloaded: paths })
  print(id)
  note(
    options.download === undefined
      ? `The results are ready. Fetch them with: crosspanel download ${id} -o DIR`
      : `${paths.length} result files are in ${options.download}`,
  )
}

async function findPanel(api: Api, panelId: string) {
  const { panels } = await api.call('/api/v1/panels', PanelList)
  const panel = panels.find((known) => known.panelId === panelId)
  if (panel === undefined) {
    throw new CliError(
      `no site of the federation has the panel ${panelId}; see: crosspanel panels`,
      EXIT.notFound,
    )
  }
  if (!panel.isOpenToUs) {
    throw new CliError(
      `${panel.hostName} does not admit your site to ${panelId}`,
      EXIT.notPermitted,
    )
  }
  return panel
}

function readParameters(options: ImputeOptions, panelBuild: string): RunParameters {
  const parsed = RunParameters.safeParse({
    build: options.build === undefined ? panelBuild : readBuild(options.build),
    phasing: options.phasing,
    minR2: Number(options.r2),
    population: options.population,
    empiricalDosage: options.empirical ?? false,
    mode: options.qcOnly === true ? 'qc-only' : 'imputation',
  })
  if (parsed.success) return parsed.data
  const words = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new CliError(words.join('; '), EXIT.usage)
}
