import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import { AccountView } from '@crosspanel/protocol/account'
import { sha256Hex } from '@crosspanel/protocol/digest'
import { RunParameters } from '@crosspanel/protocol/job'
import { type PanelView, PanelList } from '@crosspanel/protocol/panel'
import { type Api, apiFor } from './api.ts'
import { readBuild } from './build.ts'
import { inspectFiles, printFindings } from './check.ts'
import { downloadResults, readKey } from './download.ts'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import { requireCompleted, waitForJob } from './jobs.ts'
import { timeoutOf } from './timeout.ts'
import { note, print, printJson } from './output.ts'
import { requireLogin } from './profile.ts'
import { submitJob, uploadFiles } from './submit.ts'

export interface ImputeOptions {
  readonly panel: string
  readonly build?: string
  readonly name?: string
  readonly population?: string
  readonly phasing: string
  readonly r2: string
  readonly acceptTerms?: boolean
  readonly empirical?: boolean
  readonly qcOnly?: boolean
  readonly wait?: boolean
  readonly timeout?: string
  readonly download?: string
  readonly key?: string
  readonly passphraseFile?: string
  readonly idempotencyKey?: string
  readonly site?: string
  readonly json?: boolean
}

export async function impute(files: readonly string[], options: ImputeOptions): Promise<void> {
  const login = await requireLogin(options.site)
  const api = apiFor(login)
  const timeoutMs = timeoutOf(options.timeout)
  const panel = await findPanel(api, options.panel)
  const parameters = readParameters(options, panel)
  const acceptedTermsSha256 = await agreeToTerms(panel, options.acceptTerms)
  const secretKey = await keyForDownload(api, options)
  const { report } = await inspectFiles(files, parameters.build, panel)
  printFindings(report.findings)
  if (!report.isAcceptable) {
    throw new CliError('the files would be refused; nothing was sent', EXIT.preflightRefused)
  }
  note(`${report.samples} samples, ${report.variants} variants: the files look right`)

  const fileIds = await uploadFiles(login, files, options.idempotencyKey)
  const job = await submitJob(api, options.idempotencyKey ?? randomUUID(), {
    panelId: panel.panelId,
    name: options.name ?? basename(files[0] ?? ''),
    fileIds: [...fileIds],
    parameters,
    ...(acceptedTermsSha256 === undefined ? {} : { acceptedTermsSha256 }),
  })
  note(`Submitted as job ${job.id}`)
  if (options.wait !== true && options.download === undefined) {
    if (options.json) printJson(job)
    else print(job.id)
    return note(`Follow it with: crosspanel job watch ${job.id}`)
  }
  await finish(api, job.id, timeoutMs, options, secretKey)
}

async function finish(
  api: Api,
  id: string,
  timeoutMs: number,
  options: ImputeOptions,
  secretKey: Uint8Array | undefined,
): Promise<void> {
  const ended = await waitForJob(api, id, timeoutMs)
  requireCompleted(ended)
  const paths =
    options.download === undefined
      ? []
      : await downloadResults(api, ended, {
          output: options.download,
          ...(secretKey === undefined ? {} : { secretKey }),
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

/** The digest of the terms, once they are agreed to; nothing for a panel without any. */
async function agreeToTerms(
  { panelId, terms }: Pick<PanelView, 'panelId' | 'terms'>,
  isAccepted = false,
): Promise<string | undefined> {
  if (terms === undefined) return undefined
  if (isAccepted) return sha256Hex(terms)
  note(`The terms of ${panelId}:\n\n${terms}\n`)
  throw new CliError(
    'nothing was sent; if you agree to these terms, run this again with --accept-terms',
    EXIT.usage,
  )
}

/** Opened before anything is sent: a forgotten passphrase is no news for the end of a long job. */
async function keyForDownload(api: Api, options: ImputeOptions): Promise<Uint8Array | undefined> {
  if (options.download === undefined) return undefined
  const { publicKey } = await api.call('/api/v1/me', AccountView)
  return publicKey === null ? undefined : readKey(options)
}

function readParameters(
  options: ImputeOptions,
  panel: Pick<PanelView, 'build' | 'populations'>,
): RunParameters {
  const { population } = options
  const codes = panel.populations.map(({ code }) => code)
  if (population !== undefined && !codes.includes(population)) {
    throw new CliError(`--population is one of ${codes.join(', ')} for this panel`, EXIT.usage)
  }
  const parsed = RunParameters.safeParse({
    build: options.build === undefined ? panel.build : readBuild(options.build),
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
