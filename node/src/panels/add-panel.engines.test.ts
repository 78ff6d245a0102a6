import { AddPanel } from '@crosspanel/protocol/panel-admin'
import { PanelSketch, variantsOfSketch } from '@crosspanel/protocol/panel-sketch'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { detectEngines, requireEngine, type Engines } from '../pipeline/engines.ts'
import { addPanel, panelDigest, type BuiltPanel, type PanelProgress } from './add-panel.ts'
import { chromosomeFileNames } from './build-chromosome.ts'

const run = promisify(execFile)
const EXAMPLES = '/usr/share/doc/shapeit4/examples/test'
const PEOPLE = 40

describe.skipIf(!existsSync(EXAMPLES))("adding a panel from Debian's shapeit4 example", () => {
  let dir: string
  let engines: Engines
  let built: BuiltPanel
  const steps: PanelProgress[] = []

  const ask = (more: Partial<AddPanel>) =>
    AddPanel.parse({
      panelId: 'site:lund/example',
      title: 'An example',
      version: 'v1',
      build: 'GRCh37',
      genotypeFiles: [join(dir, 'panel.vcf.gz')],
      ...more,
    })
  const add = (more: Partial<AddPanel> = {}) =>
    addPanel(ask(more), {
      engines,
      dataDir: dir,
      signal: new AbortController().signal,
      onProgress: (step) => steps.push(step),
    })
  const bcftools = async (...args: string[]) => (await run('bcftools', args)).stdout
  const fileOf = (kind: keyof ReturnType<typeof chromosomeFileNames>) =>
    join(dir, built.dir, chromosomeFileNames('20')[kind])

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'crosspanel-panel-'))
    engines = await detectEngines()
    const all = join(EXAMPLES, 'reference.vcf.gz')
    const people = (await bcftools('query', '-l', all)).trim().split('\n')
    const inPanel = people.slice(0, PEOPLE)
    await writeFile(join(dir, 'chr'), '20 chr20\n')
    await writeFile(
      join(dir, 'populations.tsv'),
      people.map((person, i) => `${person}\t${i % 2 === 0 ? 'EVEN' : 'ODD'}\n`).join(''),
    )
    const region = ['-r', '20:1000000-2000000']
    const make = async (name: string, ...args: string[]) => {
      await bcftools('view', ...region, ...args, '-Oz', '-o', join(dir, name), all)
    }
    await make('plain.vcf.gz', '-s', inPanel.join(','), '-c', '1')
    await bcftools(
      ...['annotate', '--rename-chrs', join(dir, 'chr')],
      ...['-Oz', '-o', join(dir, 'panel.vcf.gz'), join(dir, 'plain.vcf.gz')],
    )
    await make('target.vcf.gz', '-s', people.slice(-5).join(','), '-q', '0.1:minor')
    await bcftools('index', '-t', join(dir, 'target.vcf.gz'))
    await makeBroken()
    built = await add({
      mapFiles: [join(EXAMPLES, 'chr20.b37.gmap.gz')],
      populationFile: join(dir, 'populations.tsv'),
    })
  })
  /** Files that look like a panel and are none. */
  async function makeBroken(): Promise<void> {
    const whole = await readFile(join(dir, 'plain.vcf.gz'))
    await writeFile(join(dir, 'cut.vcf.gz'), whole.subarray(0, whole.length / 2))
    const head = '##fileformat=VCFv4.2\n##contig=<ID=20>\n'
    const columns = '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT'
    const gt = '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">\n'
    const dp = '##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth">\n'
    const site = '20\t1000000\t.\tA\tC\t.\t.\t.'
    const files = {
      'doubled.vcf': `${head}${gt}${columns}\ttwin\ttwin\n${site}\tGT\t0|1\t0|1\n`,
      'no-gt.vcf': `${head}${dp}${columns}\tone\n${site}\tDP\t3\n`,
      'empty.vcf': `${head}${gt}${columns}\tone\n`,
    }
    for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text)
  }
  afterAll(() => rm(dir, { recursive: true, force: true }))

  it('describes it without its people', async () => {
    const variants = (await bcftools('query', '-f', '%POS\\n', join(dir, 'plain.vcf.gz')))
      .trim()
      .split('\n')

    expect(built.description).toMatchObject({
      samples: PEOPLE,
      populations: [
        { code: 'EVEN', samples: 20 },
        { code: 'ODD', samples: 20 },
        { code: 'ALL', samples: 40 },
      ],
      chromosomes: [
        {
          chromosome: '20',
          start: Number(variants[0]),
          end: Number(variants.at(-1)),
          variants: variants.length,
        },
      ],
      digest: await panelDigest(built.files),
    })
    expect(JSON.stringify([built, steps])).not.toMatch(/HG\d{5}|NA\d{5}/)
  })

  it('leaves only what is in its digest', async () => {
    const names = await readdir(join(dir, built.dir))

    expect(names.toSorted()).toEqual(built.files.map(({ name }) => name).toSorted())
    expect(await readdir(join(dir, 'panels', 'example'))).toEqual([built.dir.split('/').at(-1)])
  })

  it('takes the prefix off and everything but genotypes and their counts', async () => {
    const header = await bcftools('view', '-h', fileOf('bcf'))
    const first = await bcftools('query', '-f', '%CHROM %QUAL %FILTER %INFO\\n', fileOf('bcf'))

    expect(header.match(/^##(INFO|FORMAT)=<ID=\w+/gm)?.toSorted()).toEqual([
      '##FORMAT=<ID=GT',
      '##INFO=<ID=AC',
      '##INFO=<ID=AN',
    ])
    expect(first.split('\n')[0]).toMatch(/^20 \. \. A[NC]=\d+;A[NC]=\d+$/)
  })

  it('counts the frequencies that bcftools counts', async () => {
    const query = ['query', '-f', '%ID\\t%CHROM\\t%POS\\t%REF\\t%ALT\\t%AC\\t%AN\\n']
    const counted = (await bcftools(...query, fileOf('bcf'))).trim().split('\n')
    const { stdout } = await run('tabix', [fileOf('sites'), '20:1-2000000'])
    const sites = stdout.trim().split('\n')

    const expected = counted.map((line) => {
      const [id, chrom, pos, ref, alt, ac, an] = line.split('\t')
      return [id, chrom, pos, ref, alt, (Number(ac) / Number(an)).toFixed(4)].join('\t')
    })
    // ID CHROM POS REF ALT AAF_EVEN AAF_ODD AAF_ALL ...
    const found = sites.map((line) =>
      line
        .split('\t')
        .filter((_, i) => i < 5 || i === 7)
        .join('\t'),
    )
    expect(found).toEqual(expected)
  })

  it.each(['eagle', 'shapeit4'] as const)('is read by %s and minimac4', async (phaser) => {
    const target = join(dir, 'target.vcf.gz')
    const out = join(dir, phaser)
    const phasing =
      phaser === 'eagle'
        ? ['--vcfRef', fileOf('bcf'), '--vcfTarget', target, '--chrom', '20', '--outPrefix', out]
        : ['--input', target, '--reference', fileOf('bcf'), '--region', '20', '--thread', '1']
    const rest =
      phaser === 'eagle'
        ? ['--geneticMapFile', fileOf('eagleMap'), '--vcfOutFormat', 'b']
        : ['--map', fileOf('shapeitMap'), '--output', `${out}.bcf`]

    await run(requireEngine(engines, phaser).file, [...phasing, ...rest])
    await bcftools('index', '-f', `${out}.bcf`)
    const imputation = ['-m', fileOf('minimacMap'), fileOf('msav'), `${out}.bcf`]
    await run('minimac4', [...imputation, '-f', 'DS', '-o', `${out}.dose.vcf.gz`])

    const imputed = await bcftools('query', '-f', '%POS\\n', `${out}.dose.vcf.gz`)
    expect(imputed.trim().split('\n')).toHaveLength(
      built.description.chromosomes[0]?.variants ?? -1,
    )
  })

  it('says that the map is the constant one when none is given', async () => {
    const other = await add({ version: 'v2' })

    expect(built.geneticMaps).toEqual({ 20: 'given' })
    expect(other.geneticMaps).toEqual({ 20: 'constant' })
    expect(other.description.populations).toEqual([{ code: 'ALL', samples: PEOPLE }])
  })

  it('writes a sketch only where it is to be published, of the single-base sites', async () => {
    const open = await add({ version: 'sketched', isSketchPublished: true })
    const bytes = await readFile(join(dir, open.dir, 'sketch.json'))
    const sketch = PanelSketch.parse(JSON.parse(bytes.toString('utf8')))
    const snvs = await bcftools('view', '-H', '-i', 'TYPE="snp"', fileOf('bcf'))

    expect(built.description.sketch).toBeUndefined()
    expect(await readdir(join(dir, built.dir))).not.toContain('sketch.json')
    expect(open.description.sketch).toEqual({
      sha256: createHash('sha256').update(bytes).digest('hex'),
      variants: snvs.trim().split('\n').length,
    })
    expect(open.files).toContainEqual(expect.objectContaining({ name: 'sketch.json' }))
    expect(sketch).toMatchObject({ panelId: 'site:lund/example', version: 'sketched' })
    expect(variantsOfSketch(sketch)?.hashes).toHaveLength(open.description.sketch?.variants ?? -1)
  })

  it('parts a file of two chromosomes', async () => {
    const half = join(dir, 'half.vcf.gz')
    await writeFile(join(dir, 'other'), 'chr20 chr21\n')
    await bcftools(
      ...['annotate', '--rename-chrs', join(dir, 'other')],
      ...['-Oz', '-o', half, join(dir, 'panel.vcf.gz')],
    )
    const both = join(dir, 'both.bcf')
    await bcftools('concat', '-Ob', '-o', both, join(dir, 'panel.vcf.gz'), half)

    const two = await add({ version: 'v3', genotypeFiles: [both], build: 'GRCh37' })

    expect(two.description.chromosomes.map(({ chromosome }) => chromosome)).toEqual(['20', '21'])
    const records = await bcftools('index', '-n', join(dir, two.dir, 'chr21.bcf'))
    expect(Number(records)).toBe(two.description.chromosomes[1]?.variants)
  })

  it.each([
    ['a file that is not there', () => ({ genotypeFiles: [join(dir, 'nowhere.vcf.gz')] })],
    ['a file that is no VCF', () => ({ genotypeFiles: [join(dir, 'populations.tsv')] })],
    ['a file that is cut short', () => ({ genotypeFiles: [join(dir, 'cut.vcf.gz')] })],
    [
      'a file whose people have one name twice',
      () => ({ genotypeFiles: [join(dir, 'doubled.vcf')] }),
    ],
    ['a file without genotypes', () => ({ genotypeFiles: [join(dir, 'no-gt.vcf')] })],
    ['a file without records', () => ({ genotypeFiles: [join(dir, 'empty.vcf')] })],
    ['unphased genotypes', () => ({ genotypeFiles: [join(EXAMPLES, 'unphased.vcf.gz')] })],
    [
      'a chromosome in two files',
      () => ({ genotypeFiles: ['panel', 'plain'].map((name) => join(dir, `${name}.vcf.gz`)) }),
    ],
    [
      'other people in the second file',
      () => ({ genotypeFiles: ['panel', 'target'].map((name) => join(dir, `${name}.vcf.gz`)) }),
    ],
    ['a map that is none', () => ({ mapFiles: [join(dir, 'panel.vcf.gz')] })],
  ])('refuses %s and leaves nothing behind', async (_name, more) => {
    const refused = add({ version: 'refused', ...more() })

    await expect(refused).rejects.toMatchObject({ code: 'panel-source-refused' })
    await expect(refused).rejects.not.toThrow(/twin|HG\d{5}/)

    const left = await readdir(join(dir, 'panels', 'example'))
    expect(left.filter((name) => name.startsWith('refused'))).toEqual([])
  })

  it('refuses a header with the chromosome lengths of another build', async () => {
    const lifted = join(dir, 'lifted.bcf')
    await writeFile(join(dir, 'lengths.fai'), '20\t64444167\t0\t60\t61\n')
    await bcftools(
      ...['reheader', '-f', join(dir, 'lengths.fai'), '-o', lifted, join(dir, 'plain.vcf.gz')],
    )

    await expect(add({ version: 'v4', genotypeFiles: [lifted] })).rejects.toThrow(
      /GRCh38, not of GRCh37/,
    )
  })

  it('stops when it is told to', async () => {
    const stop = new AbortController()

    const work = addPanel(ask({ version: 'v5' }), {
      ...{ engines, dataDir: dir, signal: stop.signal },
      onProgress: () => stop.abort(),
    })

    await expect(work).rejects.toMatchObject({ name: 'AbortError' })
    expect(await readdir(join(dir, 'panels', 'example'))).not.toContain('v5.tmp')
  })
})
