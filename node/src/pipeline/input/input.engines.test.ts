import { execFileSync } from 'node:child_process'
import {
  createReadStream,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkInput } from '@crosspanel/protocol/input-check/check'
import { bgzfOf, sampleVcf, vcfBytes, vcfText } from '@crosspanel/protocol/input-check/sample-vcf'
import { jobLocalSampleId } from '@crosspanel/protocol/job'
import { relabelVcf } from '@crosspanel/protocol/vcf/relabel'
import { shiftIndex } from '@crosspanel/protocol/vcf/shift-index'
import type { HeaderShift } from '@crosspanel/protocol/vcf/virtual-offset'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBcfReader } from './bcf.ts'
import { createNodeCompression } from './compression.ts'

const BCFTOOLS = '/usr/bin/bcftools'
const PRLIMIT = existsSync('/usr/bin/prlimit') ? '/usr/bin/prlimit' : undefined
const compression = createNodeCompression()
const ROWS = 4000
const SAMPLES = 40
let directory = ''

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'crosspanel-input-'))
})
afterAll(() => {
  rmSync(directory, { recursive: true, force: true })
})

function run(...args: string[]): string {
  return execFileSync(BCFTOOLS, args, { cwd: directory, encoding: 'utf8', maxBuffer: 1 << 26 })
}

function studyText(): string {
  return vcfText(sampleVcf({ samples: SAMPLES, rows: ROWS }))
}

describe.skipIf(!existsSync(BCFTOOLS))('a BCF file, read by bcftools', () => {
  beforeAll(() => {
    const header = '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">\n#CHROM'
    writeFileSync(join(directory, 'a.vcf'), studyText().replace('#CHROM', header))
    run('view', '-Ob', '-o', 'a.bcf', 'a.vcf')
  })

  async function check(name: string, options: Partial<Parameters<typeof createBcfReader>[0]> = {}) {
    const { report } = await checkInput(
      [{ name, open: () => createReadStream(join(directory, name)) }],
      {
        inflate: compression,
        build: 'GRCh37',
        bcfToText: createBcfReader({ bcftools: BCFTOOLS, prlimit: PRLIMIT, ...options }),
      },
    )
    return { ...report, codes: report.findings.map(({ code }) => code) }
  }

  it('is checked like the VCF that it was made of', async () => {
    const report = await check('a.bcf')

    expect(report).toMatchObject({ isAcceptable: true, samples: SAMPLES, variants: ROWS })
    expect(report.codes).toEqual(['container-bcf'])
  })

  it('is refused when it is cut, by its container and by bcftools', async () => {
    const bytes = readFileSync(join(directory, 'a.bcf'))
    writeFileSync(join(directory, 'cut.bcf'), bytes.subarray(0, bytes.length / 2))

    const report = await check('cut.bcf')

    expect(report.isAcceptable).toBe(false)
    expect(report.codes).toContain('bgzf-truncated')
    expect(report.codes).toContain('container-bcf-unreadable')
  })

  it('is refused when only its signature is BCF', async () => {
    const noise = Uint8Array.from({ length: 3000 }, (_, at) => (at * 131) % 256)
    writeFileSync(
      join(directory, 'noise.bcf'),
      await bgzfOf(Uint8Array.from([0x42, 0x43, 0x46, 2, 2, ...noise])),
    )

    const report = await check('noise.bcf')

    expect(report.codes).toContain('container-bcf-unreadable')
  })

  it('is refused when bcftools is not there', async () => {
    const report = await check('a.bcf', { bcftools: '/nowhere/bcftools', prlimit: undefined })

    expect(report.codes).toContain('container-bcf-unreadable')
  })

  it.skipIf(PRLIMIT === undefined)(
    'is refused when bcftools needs more memory than it may',
    async () => {
      const report = await check('a.bcf', { maxMemoryBytes: 4 * 1024 ** 2 })

      expect(report.codes).toContain('container-bcf-unreadable')
    },
  )
})

describe.skipIf(!existsSync(BCFTOOLS))('a relabelled result with its index', () => {
  const sampleIds = Array.from({ length: SAMPLES }, (_, index) => `person-${index}-of-the-study`)

  beforeAll(async () => {
    const vcf = sampleVcf({ samples: SAMPLES, rows: ROWS })
    vcf.header.push('##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">')
    vcf.columns.splice(9, SAMPLES, ...sampleIds.map((_, index) => jobLocalSampleId(index)))
    // One file whose header shares a block with rows, and one as htslib writes it.
    writeFileSync(join(directory, 'shared.vcf.gz'), await bgzfOf(vcfBytes(vcf)))
    run('view', '--no-version', '-Oz', '-o', 'own.vcf.gz', 'shared.vcf.gz')
    for (const name of ['shared', 'own']) {
      run('index', '-t', '-o', `${name}.vcf.gz.tbi`, `${name}.vcf.gz`)
      run('index', '-c', '-o', `${name}.vcf.gz.csi`, `${name}.vcf.gz`)
    }
  })

  it.each([
    ['shared', 'tbi'],
    ['shared', 'csi'],
    ['own', 'tbi'],
    ['own', 'csi'],
  ])('answers every region as before (%s, %s)', async (name, kind) => {
    const source = join(directory, `${name}.vcf.gz`)
    const shifts: HeaderShift[] = []
    const parts: Uint8Array[] = []
    const onShift = (shift: HeaderShift) => shifts.push(shift)
    const options = { sampleIds, compression, onShift }
    for await (const part of relabelVcf(createReadStream(source), options)) parts.push(part)
    const [shift] = shifts
    if (shift === undefined) throw new Error('the header was not written')
    const index = await shiftIndex(readFileSync(`${source}.${kind}`), shift, compression)
    const target = join(directory, `${name}.${kind}.vcf.gz`)
    writeFileSync(target, Buffer.concat(parts))
    writeFileSync(`${target}.${kind}`, index)

    const regions = [0, 1, 500, 1999, 2600, 3998].map((row) => {
      const start = 20_000_000 + row * 1000
      return `22:${start}-${start + 3000}`
    })
    const before = regions.map((region) => run('view', '-H', '-r', region, `${name}.vcf.gz`))
    const after = regions.map((region) => run('view', '-H', '-r', region, `${name}.${kind}.vcf.gz`))

    expect(before.map((rows) => rows.trim().split('\n').length)).toEqual([4, 4, 4, 4, 4, 2])
    expect(after).toEqual(before)
    expect(run('query', '-l', target).trim().split('\n')).toEqual(sampleIds)
    expect(run('index', '-n', `${name}.${kind}.vcf.gz`).trim()).toBe(String(ROWS))
  })

  it('is refused for bytes that are no index', async () => {
    const shift = {
      ...{ oldBlock: 0, oldInner: 0, oldNext: 100, restStart: 120 },
      restBlockSizes: [],
      delta: 20,
    }

    const shifted = shiftIndex(await bgzfOf(vcfBytes('TBI')), shift, compression)

    await expect(shifted).rejects.toMatchObject({ code: 'peer-message-invalid' })
  })
})
