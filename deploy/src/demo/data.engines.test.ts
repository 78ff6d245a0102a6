import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { measureAccuracy } from './accuracy.ts'
import { type DemoData, type DemoPanelKey, EXAMPLES_DIR, makeDemoData } from './data.ts'
import { compareDosages, runRawPipeline } from './raw-pipeline.ts'
import { runTool } from './run-tool.ts'

const CHUNK = { chromosome: '20', start: 1, end: 20_000_000 }

describe.skipIf(!existsSync(EXAMPLES_DIR))("the demo's data", () => {
  let dir: string
  let data: DemoData
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'crosspanel-demo-data-'))
    data = await makeDemoData(join(dir, 'a'))
  })
  afterAll(() => rm(dir, { recursive: true, force: true }))

  const lines = async (...args: string[]) => (await runTool('bcftools', args)).trim().split('\n')
  const peopleOf = (path: string) => lines('query', '-l', path)
  const pathsOf = ({ panels, target, truth }: DemoData) => [
    ...Object.values(panels).flatMap(({ vcf, populationFile }) => [vcf, populationFile]),
    ...[target, truth],
  ]
  const impute = (panel: DemoPanelKey, phasing: 'eagle' | 'shapeit4', name: string) =>
    runRawPipeline({
      ...{ target: data.target, panel: data.panels[panel].vcf, geneticMap: data.geneticMap },
      ...{ phasing, chunk: CHUNK, workDir: join(dir, name) },
    })

  it('is the same bytes each time', async () => {
    const again = await makeDemoData(join(dir, 'b'))

    const digestOf = async (path: string) =>
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex')
    const digests = await Promise.all(
      [data, again].map((made) => Promise.all(pathsOf(made).map(digestOf))),
    )
    expect(digests[0]).toEqual(digests[1])
  })

  it('is taken from the directory where it is there already', async () => {
    await writeFile(join(dir, 'a', 'untouched'), '')

    expect(await makeDemoData(join(dir, 'a'))).toEqual(data)
    expect(existsSync(join(dir, 'a', 'untouched'))).toBe(true)
  })

  it('has nobody in two panels, and none of the targets in any', async () => {
    const panels = await Promise.all(Object.values(data.panels).map(({ vcf }) => peopleOf(vcf)))
    const targets = await peopleOf(data.target)

    const everybody = [...panels.flat(), ...targets]
    expect(new Set(everybody).size).toBe(everybody.length)
    expect(targets).toHaveLength(data.targetPeople)
    expect(panels.map(({ length }) => length)).toEqual(
      Object.values(data.panels).map(({ people }) => people),
    )
    expect(await peopleOf(data.truth)).toEqual(targets)
  })

  it('gives a target of unphased genotypes at the density of an array, 0.5 % missing', async () => {
    const genotypes = await lines('query', '-f', '[%GT\\n]', data.target)

    const missing = genotypes.filter((genotype) => genotype === './.').length
    expect(new Set(genotypes)).toEqual(new Set(['0/0', '0/1', '1/1', './.']))
    expect(genotypes).toHaveLength(data.typedSites * data.targetPeople)
    expect(missing / genotypes.length).toBeGreaterThan(0.003)
    expect(missing / genotypes.length).toBeLessThan(0.008)
    expect(data.typedSites).toBeGreaterThan(500)
  })

  it('suits its targets with the smaller panel', async () => {
    const r2Of = async (panel: DemoPanelKey) => {
      const { dose } = await impute(panel, 'shapeit4', panel)
      const { classes } = await measureAccuracy({ dose, truth: data.truth, typed: data.target })
      return classes.map(({ r2 }) => r2 ?? 0)
    }

    const suits = await r2Of(data.suits)
    const doesNot = await r2Of(data.doesNotSuit)

    expect(data.panels[data.suits].people).toBeLessThan(data.panels[data.doesNotSuit].people)
    for (const [i, r2] of suits.entries()) expect(r2).toBeGreaterThan((doesNot[i] ?? 1) + 0.015)
  })

  it('is imputed by hand to the same records each time, and to others by another phaser', async () => {
    const first = await impute('finnish', 'eagle', 'first')
    const second = await impute('finnish', 'eagle', 'second')
    const other = await impute('finnish', 'shapeit4', 'other')

    const same = await compareDosages(first.dose, second.dose)
    const different = await compareDosages(first.dose, other.dose)

    expect(same).toMatchObject({ isEqual: true, differing: 0, firstDifference: null })
    expect(same.digests[0]).toBe(same.digests[1])
    expect(different.isEqual).toBe(false)
    expect(different.differing).toBeGreaterThan(0)
    expect(different.firstDifference).toMatch(/^20:\d+:[ACGT]+:[ACGT]+, /)
  })

  it('tells which records a shorter file lacks', async () => {
    const { dose } = await impute('finnish', 'shapeit4', 'whole')
    const shorter = join(dir, 'shorter.vcf.gz')
    await runTool('bcftools', ['view', '-t', '^20:1000788', '-Oz', '-o', shorter, dose])

    const comparison = await compareDosages(dose, shorter)

    expect(comparison).toMatchObject({ isEqual: false, extraInFirst: 1, extraInSecond: 0 })
    expect(comparison.firstDifference).toContain('20:1000788:')
  })
})
