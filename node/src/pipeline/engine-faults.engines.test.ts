import { execFileSync } from 'node:child_process'
import { chmod, copyFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runEngine } from './engine-process.ts'
import { detectEngines, requireEngine, type EngineName, type Engines } from './engines.ts'
import { flatEagleMap } from './phasing.ts'
import { EngineFailure } from './run-pipeline.ts'
import { makeExampleData, type ExampleData } from './testing/example-data.ts'
import { runExample } from './testing/run-example.ts'

let root: string
let data: ExampleData
let engines: Engines
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'crosspanel-faults-'))
  data = await makeExampleData(root)
  engines = await detectEngines()
})
afterAll(() => rm(root, { recursive: true, force: true }))

/** The engines of this machine, but for a minimac4 that is a shell script. */
async function withMinimac4(body: string): Promise<Engines> {
  const minimac4 = requireEngine(engines, 'minimac4')
  const file = join(await mkdtemp(join(root, 'bin-')), 'minimac4')
  await writeFile(file, `#!/bin/bash\nreal() { ${minimac4.file} "$@"; }\n${body}\n`)
  await chmod(file, 0o700)
  return { ...engines, found: { ...engines.found, minimac4: { ...minimac4, file } } }
}

/** Runs the phased example, and counts how often minimac4 was started. */
async function runWith(body: string) {
  const dir = await mkdtemp(join(root, 'job-'))
  const calls = join(dir, 'calls')
  await writeFile(calls, '')
  const job = { inputs: [data.phased], panel: data.panel }
  const ended: unknown = await runExample(
    { ...job, workDir: join(dir, 'work'), outDir: join(dir, 'out') },
    { engines: await withMinimac4(`calls=${calls}; echo >> $calls\n${body}`) },
  ).catch((caught: unknown) => caught)
  const attempts = (await readFile(calls, 'utf8')).length
  return { ended, attempts }
}

/** The value of minimac4's option `--output`, for scripts that spoil it. */
const OUTPUT = 'out() { while [ "$1" != --output ]; do shift; done; echo "$2"; }; file=$(out "$@")'

describe('an engine that fails in a run', () => {
  it.each([
    ['crashes', 'kill -SEGV $$', 'engine-bug', 1],
    ['refuses its input', 'echo "not enough target variants" >&2; exit 1', 'bad-input', 1],
    ['is killed twice', 'kill -KILL $$', 'killed', 2],
    ['runs out of memory twice', 'echo std::bad_alloc >&2; exit 134', 'out-of-memory', 2],
    ['writes nothing', 'exit 0', 'corrupt-output', 2],
    ['writes an error page', `${OUTPUT}; echo '<html>' > "$file"`, 'corrupt-output', 2],
    ['is cut short', `real "$@"; ${OUTPUT}; truncate -s -30 "$file"`, 'corrupt-output', 2],
    ['loses its last block', `real "$@"; ${OUTPUT}; truncate -s -28 "$file"`, 'corrupt-output', 2],
    [
      'loses samples',
      `real "$@"; ${OUTPUT}; bcftools view -S <(bcftools query -l "$file" | tail -n +2) -Oz -o x "$file"; mv x "$file"`,
      ...(['corrupt-output', 2] as const),
    ],
    [
      'exchanges samples',
      `real "$@"; ${OUTPUT}; bcftools view -S <(bcftools query -l "$file" | tac) -Oz -o x "$file"; mv x "$file"`,
      ...(['corrupt-output', 2] as const),
    ],
    [
      'loses sites',
      `real "$@"; ${OUTPUT}; zcat "$file" | sed '$d' | bgzip > x; mv x "$file"`,
      ...(['corrupt-output', 2] as const),
    ],
    [
      'imputes other sites',
      `real "$@"; ${OUTPUT}; zcat "$file" | awk 'BEGIN{FS=OFS="\\t"} !/^#/{$2+=1} 1' | bgzip > x; mv x "$file"`,
      ...(['corrupt-output', 2] as const),
    ],
    [
      'gives a value that is no number',
      `real "$@"; ${OUTPUT}; zcat "$file" | sed '$s/[0-9.]*$/nan/' | bgzip > x; mv x "$file"`,
      ...(['corrupt-output', 2] as const),
    ],
  ])('%s: the failure has its class', async (_, body, failure, attempts) => {
    const run = await runWith(body)

    expect(run.ended).toBeInstanceOf(EngineFailure)
    const chunk: unknown = expect.stringMatching(/^20:\d+-\d+$/)
    expect(run.ended).toMatchObject({ engine: 'minimac4', failure, chunk })
    expect(run.attempts).toBe(attempts)
  })

  it('is tried once more after it was killed, and the run goes on', async () => {
    const { ended, attempts } = await runWith(
      '[ $(wc -l < $calls) = 2 ] && kill -KILL $$; real "$@"',
    )

    expect(ended).toMatchObject({ summary: { chunks: [{}, {}, {}] } })
    expect(attempts).toBe(4)
  })

  it('leaves the chunks that were finished before to the next attempt', async () => {
    const dir = await mkdtemp(join(root, 'job-'))
    const job = { inputs: [data.phased], panel: data.panel }
    const at = { ...job, workDir: join(dir, 'work'), outDir: join(dir, 'out') }
    const calls = join(dir, 'calls')
    const counting = `echo >> ${calls}\n`
    const failing = await withMinimac4(
      `${counting}[ $(wc -l < ${calls}) = 3 ] && exit 7; real "$@"`,
    )
    await expect(runExample(at, { engines: failing })).rejects.toMatchObject({
      failure: 'engine-bug',
    })

    await runExample(at, { engines: await withMinimac4(`${counting}real "$@"`) })

    expect((await readFile(calls, 'utf8')).length).toBe(4)
  })

  it('is missing where it is not installed', async () => {
    const found = Object.fromEntries(
      Object.entries(engines.found).filter(([name]) => name !== 'minimac4'),
    )
    const dir = await mkdtemp(join(root, 'job-'))
    const job = { inputs: [data.phased], panel: data.panel }

    const ended = runExample(
      { ...job, workDir: join(dir, 'work'), outDir: join(dir, 'out') },
      { engines: { found, missing: [] } },
    )

    await expect(ended).rejects.toMatchObject({
      ...{ engine: 'minimac4', failure: 'missing-engine', isRetryable: false },
    })
  })
})

describe('the real engines', () => {
  async function failureOf(name: EngineName, args: readonly string[]) {
    const { file } = requireEngine(engines, name)
    const run = { engine: name, file, args, workDir: root }
    const error: unknown = await runEngine(run).catch((caught: unknown) => caught)
    return error instanceof EngineFailure ? error.failure : 'none'
  }

  const files = () => data.panel.chromosomes[0]!

  it('are at fault of their input when it is, and say so by their exit', async () => {
    const map = join(root, 'flat.txt')
    await writeFile(map, flatEagleMap('20', 63_000_000))
    const unindexed = join(root, 'unindexed.vcf.gz')
    await copyFile(data.phased, unindexed)
    const cut = join(root, 'cut.vcf.gz')
    await copyFile(data.phased, cut)
    execFileSync('tabix', ['-p', 'vcf', cut])
    await truncate(cut, 3000)
    const out = join(root, 'out')
    const eagle = ['--geneticMapFile', map, '--outPrefix', out, '--vcfRef', files().bcf]
    const shapeit4 = ['--output', `${out}.vcf.gz`, '--reference', files().bcf]

    const failures = await Promise.all([
      failureOf('minimac4', [files().msav, unindexed, '-o', `${out}1`]),
      failureOf('minimac4', [files().msav, cut, '-o', `${out}2`]),
      failureOf('minimac4', [join(root, 'absent.msav'), cut, '-o', `${out}3`]),
      failureOf('minimac4', [files().msav, cut, '--no-such-option']),
      failureOf('eagle', [...eagle, '--vcfTarget', unindexed]),
      failureOf('eagle', [...eagle, '--vcfTarget', cut]),
      failureOf('shapeit4', [...shapeit4, '--input', unindexed, '--region', '20']),
      failureOf('shapeit4', [...shapeit4, '--input', cut, '--region', '21']),
      failureOf('bcftools', ['view', join(root, 'absent.bcf')]),
      failureOf('tabix', [unindexed, '20:1-2']),
    ])

    expect(failures).toEqual(failures.map(() => 'bad-input'))
  })
})

describe('the engines of a machine', () => {
  it('are found with version and options', () => {
    expect(Object.keys(engines.found)).toEqual([
      ...['prlimit', 'setpriv', 'bcftools', 'tabix', 'minimac4', 'eagle', 'shapeit4'],
    ])
    expect(engines.found.minimac4?.version).toMatch(/^\d+\.\d+\.\d+$/)
    expect(engines.found.minimac4?.options).toContain('--all-typed-sites')
    expect(engines.missing).toEqual([])
  })

  it('are reported missing with the package that has them', async () => {
    const { found, missing } = await detectEngines(root)

    expect(found).toEqual({})
    expect(missing).toContainEqual({ name: 'eagle', debianPackage: 'bio-eagle' })
  })
})
