import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { JobDetail } from '@crosspanel/protocol/job'
import { RunSummary } from '@crosspanel/protocol/summary'
import { type Accuracy, measureAccuracy } from './accuracy.ts'
import { crosspanel } from './commands.ts'
import type { DemoData } from './data.ts'
import type { DemoSite, Person } from './federation.ts'
import type { DemoSitePlan } from './plan.ts'
import { compareDosages, type DosageComparison, runRawPipeline } from './raw-pipeline.ts'

export interface DemoJob {
  readonly panelId: string
  readonly job: JobDetail
  readonly summary: RunSummary
  readonly dose: string
  /** Wall time of the command, from typing it to decrypted files, seconds. */
  readonly seconds: number
}

/** One job, as the researcher types it: check, upload, submit, wait, download, verify, decrypt. */
export async function imputeRemotely(
  researcher: Person,
  panelId: string,
  target: string,
  outDir: string,
): Promise<DemoJob> {
  const started = performance.now()
  const args = ['impute', target, '--panel', panelId, '--download', outDir, '--json']
  const answer: unknown = JSON.parse(await crosspanel(args, { ...researcher, isShown: true }))
  const seconds = (performance.now() - started) / 1000
  const summary: unknown = JSON.parse(await readFile(join(outDir, 'summary.json'), 'utf8'))
  return {
    panelId,
    job: JobDetail.parse(answer),
    summary: RunSummary.parse(summary),
    dose: join(outDir, 'chr20.dose.vcf.gz'),
    seconds,
  }
}

/** The same input through the engines by hand, and whether the dosages are the same bytes. */
export async function compareWithRaw(
  { job, summary, dose }: DemoJob,
  host: DemoSitePlan,
  data: DemoData,
  workDir: string,
): Promise<DosageComparison & { readonly seconds: number }> {
  const [chunk] = summary.chunks.filter(({ status }) => status === 'kept')
  if (chunk === undefined || (summary.phasing !== 'eagle' && summary.phasing !== 'shapeit4')) {
    throw new Error(`job ${job.id} was not phased and imputed in one chunk`)
  }
  const raw = await runRawPipeline({
    target: data.target,
    panel: data.panels[host.panel].vcf,
    geneticMap: data.geneticMap,
    phasing: summary.phasing,
    chunk,
    workDir,
  })
  const { prepare, phase, impute } = raw.seconds
  return { ...(await compareDosages(dose, raw.dose)), seconds: prepare + phase + impute }
}

export function accuracyOf({ dose }: DemoJob, data: DemoData): Promise<Accuracy> {
  return measureAccuracy({ dose, truth: data.truth, typed: data.target })
}

/** The site's administrator adds its panel and opens it to all members. */
export async function addDemoPanel(
  site: DemoSite,
  plan: DemoSitePlan,
  data: DemoData,
): Promise<string> {
  const panel = data.panels[plan.panel]
  return crosspanel(
    ['panel', 'add', panel.vcf, '--name', plan.panelName, '--title', plan.panelTitle]
      .concat(['--build', data.build, '--populations', panel.populationFile])
      .concat(['--map', data.geneticMap, '--allow', 'members', '--publish-sketch']),
    site.administrator,
  )
}
