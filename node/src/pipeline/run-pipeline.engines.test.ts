import { RunCharts, RunSummary } from '@crosspanel/protocol/summary'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFile,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileSha256 } from './digests.ts'
import { PipelineRefusal, rawCommands, type PanelFiles } from './run-pipeline.ts'
import { makeExampleData, type ExampleData } from './testing/example-data.ts'
import { runExample, type ExampleRun } from './testing/run-example.ts'

let root: string
let data: ExampleData

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'crosspanel-pipeline-'))
  data = await makeExampleData(root)
})
afterAll(() => rm(root, { recursive: true, force: true }))

async function newJob(inputs: readonly string[], more: Partial<ExampleRun> = {}) {
  const dir = await mkdtemp(join(root, 'job-'))
  return {
    ...{ inputs, panel: data.panel, workDir: join(dir, 'work'), outDir: join(dir, 'out') },
    ...more,
  }
}

const shell = (script: string) =>
  execFileSync('bash', ['-euo', 'pipefail', '-c', script]).toString()
/** A digest of a file's records, without its header. */
const records = (path: string) => shell(`bcftools view -H ${path} | sha256sum`)
const chunkDirs = async (workDir: string) =>
  (await readdir(join(workDir, 'chunks')).catch(() => [])).toSorted()

async function doneChunks(workDir: string): Promise<string[]> {
  const dirs = await chunkDirs(workDir)
  const isDone = (dir: string) =>
    stat(join(workDir, 'chunks', dir, 'done.json')).then(
      () => true,
      () => false,
    )
  const flags = await Promise.all(dirs.map(isDone))
  return dirs.filter((_, index) => flags[index])
}

/** Writes the input through `sed` under another name. */
async function edited(input: string, name: string, sed: string): Promise<string> {
  const path = join(root, name)
  shell(`zcat ${input} | sed -E ${sed} | bgzip > ${path}`)
  return Promise.resolve(path)
}

async function refusalOf(job: ExampleRun): Promise<string[]> {
  const error: unknown = await runExample(job).catch((caught: unknown) => caught)
  if (!(error instanceof PipelineRefusal)) throw error
  return error.findings.map(({ code }) => code)
}

describe('a run of the pipeline', () => {
  it.each(['eagle', 'shapeit4'] as const)(
    'phases with %s, imputes, and gives a file a chromosome',
    async (phasing) => {
      const job = await newJob([data.unphased], {
        parameters: { phasing, empiricalDosage: true },
      })

      const { summary, outputs, progress } = await runExample(job)

      expect(RunSummary.parse(summary)).toEqual(summary)
      expect(summary.phasing).toBe(phasing)
      expect(summary.chunks.map(({ status }) => status)).toEqual(['kept', 'kept', 'kept'])
      expect(summary.imputation?.outputVariants).toBe(data.panel.chromosomes[0]?.variants)
      expect(outputs.map(({ name }) => name)).toEqual([
        ...['chr20.dose.vcf.gz', 'chr20.dose.vcf.gz.tbi', 'chr20.info.gz', 'chr20.info.gz.tbi'],
        ...['chr20.empiricalDose.vcf.gz', 'chr20.empiricalDose.vcf.gz.tbi'],
        ...['snps-excluded.txt', 'qc_report.txt', 'summary.json'],
      ])
      expect(progress.at(-1)).toEqual({
        ...{ phase: 'imputing', chunksDone: 3, chunksTotal: 3 },
        chunks: summary.chunks.map(({ chromosome, start, end }) => ({
          ...{ chromosome, start, end, state: 'done' },
        })),
      })
    },
  )

  it('counts for its charts what it counts in all', async () => {
    const job = await newJob([data.phased])

    const { summary } = await runExample(job)

    const { imputation, samples } = summary
    const { byMaf, alongGenome, sampleCallRates, frequencies } = RunCharts.parse(summary.charts)
    const bins = byMaf ?? []
    const along = alongGenome?.chromosomes ?? []
    const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0)
    expect({
      imputed: total(bins.map(({ imputed }) => imputed)),
      byR2: total(bins.flatMap(({ r2Histogram }) => r2Histogram)),
      typed: total(bins.map(({ typed }) => typed)),
      along: total(along.flatMap(({ variants }) => variants)),
      samples: total(sampleCallRates ?? []),
    }).toEqual({
      ...{ imputed: imputation?.imputed, byR2: imputation?.imputed, typed: imputation?.typed },
      ...{ along: imputation?.imputed, samples },
    })
    expect(frequencies).toBeNull()
    expect(summary.chunks.every(({ seconds }) => (seconds ?? 0) > 0)).toBe(true)
  })

  it('keeps samples and their order, and indexes what it gives', async () => {
    const job = await newJob([data.phased])

    await runExample(job)

    const dose = join(job.outDir, 'chr20.dose.vcf.gz')
    expect(shell(`bcftools query -l ${dose}`)).toBe(shell(`bcftools query -l ${data.phased}`))
    const info = shell(`zcat ${join(job.outDir, 'chr20.info.gz')} | grep -vc '^#'`)
    expect(shell(`bcftools index -n ${dose}`)).toBe(info)
  })

  it("gives the raw command lines' dosages, byte for byte", async () => {
    const job = await newJob([data.unphased], { parameters: { phasing: 'eagle' } })
    const { summary } = await runExample(job)
    const [chunk] = await chunkDirs(job.workDir)
    const dir = await mkdtemp(join(root, 'raw-'))
    const [phase, impute] = rawCommands(summary)
    const [panel] = data.panel.chromosomes
    const target = join(job.workDir, 'targets', `${chunk}.vcf.gz`)
    const filled = (command: string | undefined, input: string) =>
      (command ?? '')
        .replace("'<panel.bcf>'", panel?.bcf ?? '')
        .replace("'<panel.msav>'", panel?.msav ?? '')
        .replace("'<map>'", join(job.workDir, 'chunks', chunk ?? '', 'flat-map.txt'))
        .replace("'<phased>'", join(dir, 'phased'))
        .replace("'<dose.vcf.gz>'", join(dir, 'dose.vcf.gz'))
        .replace("'<info.gz>'", join(dir, 'info.gz'))
        .replace("'<target.vcf.gz>'", input)

    shell(`cp ${target} ${dir}/t.vcf.gz; tabix -p vcf ${dir}/t.vcf.gz
      ${filled(phase, join(dir, 't.vcf.gz'))} > /dev/null 2>&1; tabix -p vcf ${dir}/phased.vcf.gz
      ${filled(impute, join(dir, 'phased.vcf.gz'))} > /dev/null 2>&1`)

    const raw = await fileSha256(join(dir, 'dose.vcf.gz'))
    const ours = await fileSha256(join(job.workDir, 'chunks', chunk ?? '', 'dose.vcf.gz'))
    expect(ours).toBe(raw)
  })

  it('repeats itself, whatever the number of chunks at a time', async () => {
    const [first, second] = [await newJob([data.unphased]), await newJob([data.unphased])]

    await runExample(first, { concurrency: 1 })
    await runExample(second, { concurrency: 2 })

    const [one, two] = [first, second].map(({ outDir }) => join(outDir, 'chr20.dose.vcf.gz'))
    expect(records(one ?? '')).toBe(records(two ?? ''))
  })

  it('stops after quality control when that is all that is asked', async () => {
    const job = await newJob([data.unphased], { parameters: { mode: 'qc-only' } })

    const { summary, outputs } = await runExample(job)

    expect(outputs.map(({ name }) => name)).toEqual([
      ...['snps-excluded.txt', 'qc_report.txt', 'summary.json'],
    ])
    expect(summary.imputation).toBeNull()
    expect(summary.charts).toMatchObject({ byMaf: null, alongGenome: null })
    expect(summary.qualityControl.remaining).toBeGreaterThan(0)
  })

  it('phases again what is phased but incomplete, and says so', async () => {
    const input = await edited(data.phased, 'gaps.vcf.gz', `'/^#/!s/\\t0\\|0/\\t.|./3'`)
    const job = await newJob([input])

    const { summary } = await runExample(job)

    expect(summary).toMatchObject({ isInputPhased: true, phasing: 'eagle' })
    expect(summary.findings.map(({ code }) => code)).toEqual(['phased-again'])
  })

  it('leaves out variants below the R2 that is asked for', async () => {
    const job = await newJob([data.phased], { parameters: { minR2: 0.5 } })

    const { summary } = await runExample(job)

    const lower = summary.imputation?.accuracy.flatMap((group) => group.r2Histogram.slice(0, 5))
    expect(lower?.every((count) => count === 0)).toBe(true)
    expect(summary.imputation?.outputVariants).toBeGreaterThan(0)
  })

  it('tells no sample and no path in its summary', async () => {
    const job = await newJob([data.unphased])

    const { summary } = await runExample(job)

    const told = JSON.stringify(summary)
    expect(told).not.toContain(root)
    expect(told).not.toMatch(/HG\d|NA\d/)
  })
})

describe('what the pipeline refuses', () => {
  const panelWith = (policy: Partial<PanelFiles['policy']>): PanelFiles => ({
    ...data.panel,
    policy: { ...data.panel.policy, ...policy },
  })

  it('fewer or more samples than the panel takes', async () => {
    const few = await newJob([data.phased], { panel: panelWith({ minSamples: 26 }) })
    const many = await newJob([data.phased], { panel: panelWith({ maxSamples: 24 }) })

    expect(await refusalOf(few)).toEqual(['too-few-samples'])
    expect(await refusalOf(many)).toEqual(['too-many-samples'])
  })

  it('positions of another build', async () => {
    const input = join(root, 'shifted.vcf.gz')
    shell(
      `zcat ${data.phased} | awk 'BEGIN { FS = OFS = "\\t" } !/^#/ { $2 += 7 } 1' | bgzip > ${input}`,
    )

    expect(await refusalOf(await newJob([input]))).toEqual(['panel-overlap-low'])
  })

  it('a file on the other strand', async () => {
    const input = join(root, 'flipped.vcf.gz')
    shell(`zcat ${data.phased} | awk 'BEGIN { FS = OFS = "\\t"; c["A"] = "T"; c["C"] = "G"; c["G"] = "C"; c["T"] = "A" }
      !/^#/ { $4 = c[$4]; $5 = c[$5] } 1' | bgzip > ${input}`)

    expect(await refusalOf(await newJob([input]))).toContain('strand-flips')
  })

  it('more exchanged alleles than the panel takes', async () => {
    const input = join(root, 'switched.vcf.gz')
    shell(`zcat ${data.phased} | awk 'BEGIN { FS = OFS = "\\t" }
      !/^#/ { if (++n % 9 == 0) { t = $4; $4 = $5; $5 = t } } 1' | bgzip > ${input}`)
    const job = await newJob([input], { panel: panelWith({ maxAlleleSwitches: 0 }) })

    expect(await refusalOf(job)).toEqual(['allele-switches'])
  })

  it('unphased genotypes with no phasing, and a population that the panel has not', async () => {
    const unphased = await newJob([data.unphased], { parameters: { phasing: 'none' } })
    const population = await newJob([data.phased], { parameters: { population: 'MARS' } })

    expect(await refusalOf(unphased)).toEqual(['input-not-phased'])
    expect(await refusalOf(population)).toEqual(['population-unknown'])
  })

  it('a sample without calls, records out of order, haploid and malformed genotypes', async () => {
    const silent = await edited(data.phased, 'silent.vcf.gz', `'/^#/!s/\\t[01]\\|[01]/\\t.|./5'`)
    const haploid = await edited(
      data.phased,
      'haploid.vcf.gz',
      `'/^#/!s/\\t([01])\\|[01]/\\t\\1/5'`,
    )
    const odd = await edited(data.phased, 'odd.vcf.gz', `'/^#/!s/\\t[01]\\|[01]/\\t0|7/5'`)
    const unsorted = join(root, 'unsorted.vcf.gz')
    shell(
      `(zcat ${data.phased} | grep '^#'; zcat ${data.phased} | grep -v '^#' | tac) | bgzip > ${unsorted}`,
    )

    const codes = await Promise.all(
      [silent, haploid, odd, unsorted].map(async (input) => refusalOf(await newJob([input]))),
    )

    expect(codes.flat()).toEqual([
      ...['no-chunk-left', 'haploid-genotypes', 'malformed-record', 'unsorted'],
    ])
  })
})

describe('an input that is not whole', () => {
  it('is refused when it was cut, at whatever place', async () => {
    const { length } = await readFile(data.phased)
    const cuts = [28, Math.floor(length / 2), length - 28, length - 1]

    const codes = await Promise.all(
      cuts.map(async (at) => {
        const input = join(root, `cut-${at}.vcf.gz`)
        await copyFile(data.phased, input)
        await truncate(input, at)
        return refusalOf(await newJob([input]))
      }),
    )

    expect(codes.flat()).toEqual(cuts.map(() => 'unreadable-input'))
  })

  it('is refused when it has a header alone', async () => {
    const input = join(root, 'header.vcf.gz')
    shell(`zcat ${data.phased} | grep '^#' | bgzip > ${input}`)

    expect(await refusalOf(await newJob([input]))).toEqual(['no-variants'])
  })
})

describe('a run that is interrupted', () => {
  it('stops soon when it is cancelled, leaves no engine, and keeps the finished chunks', async () => {
    const job = await newJob([data.unphased])
    const cancel = new AbortController()
    const onProgress = ({ chunksDone }: { chunksDone: number }) => {
      if (chunksDone === 1) cancel.abort()
    }

    const error: unknown = await runExample(job, { signal: cancel.signal, onProgress }).catch(
      (caught: unknown) => caught,
    )

    expect(error).toMatchObject({ name: 'AbortError' })
    expect(await doneChunks(job.workDir)).toHaveLength(1)
    expect(enginesIn(job.workDir)).toEqual([])
  })

  it('takes over finished chunks, and no chunk that has changed since', async () => {
    const job = await newJob([data.unphased])
    await runExample(job)
    const before = records(join(job.outDir, 'chr20.dose.vcf.gz'))
    const [first, second, third] = await chunkDirs(job.workDir)
    const made = (dir = '') => stat(join(job.workDir, 'chunks', dir, 'done.json'))
    const times = await Promise.all([first, second, third].map(made))
    await writeFile(join(job.workDir, 'chunks', second ?? '', 'dose.vcf.gz'), 'spoilt')

    await runExample(job)

    const later = await Promise.all([first, second, third].map(made))
    expect(later.map(({ mtimeMs }, i) => mtimeMs === times[i]?.mtimeMs)).toEqual([
      true,
      false,
      true,
    ])
    expect(records(join(job.outDir, 'chr20.dose.vcf.gz'))).toBe(before)
  })

  it('takes over nothing that was made with other parameters', async () => {
    const job = await newJob([data.unphased])
    await runExample(job)
    const before = await doneKeys(job.workDir)

    await runExample({ ...job, parameters: { phasing: 'shapeit4' } })

    const after = await doneKeys(job.workDir)
    expect(after.filter((key) => before.includes(key))).toEqual([])
  })

  it('loses at most the chunk under way when the process is killed', async () => {
    const job = await newJob([data.unphased])
    const whole = await newJob([data.unphased])
    await runExample(whole)

    const killed = await killAfterFirstChunk(job)
    const kept = await doneChunks(job.workDir)
    const times = await Promise.all(
      kept.map((dir) => stat(join(job.workDir, 'chunks', dir, 'done.json'))),
    )
    await runExample(job)

    expect(killed).toBe('SIGKILL')
    expect(kept.length).toBeGreaterThanOrEqual(1)
    const later = await Promise.all(
      kept.map((dir) => stat(join(job.workDir, 'chunks', dir, 'done.json'))),
    )
    expect(later.map(({ mtimeMs }) => mtimeMs)).toEqual(times.map(({ mtimeMs }) => mtimeMs))
    expect(records(join(job.outDir, 'chr20.dose.vcf.gz'))).toBe(
      records(join(whole.outDir, 'chr20.dose.vcf.gz')),
    )
    expect(enginesIn(job.workDir)).toEqual([])
  })
})

async function doneKeys(workDir: string): Promise<string[]> {
  const dirs = await doneChunks(workDir)
  const texts = await Promise.all(
    dirs.map((dir) => readFile(join(workDir, 'chunks', dir, 'done.json'), 'utf8')),
  )
  return texts.map((text) => (JSON.parse(text) as { key: string }).key)
}

/** Command lines of living processes that name the directory. */
function enginesIn(dir: string): string[] {
  return shell(`ps -eo args | grep -F '${dir}' | grep -v -e grep -e bash || true`)
    .split('\n')
    .filter((line) => line !== '')
}

async function killAfterFirstChunk(job: ExampleRun): Promise<string | null> {
  const script = `
    import { runExample } from ${JSON.stringify(join(import.meta.dirname, 'testing/run-example.ts'))}
    await runExample(${JSON.stringify(job)}, { onProgress: ({ chunksDone }) => {
      if (chunksDone === 1) console.log('one')
    } })`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
  return signal
}
