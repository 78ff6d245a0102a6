import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createInputPreparer } from './input.ts'

const SAMPLES = Array.from({ length: 20 }, (_, index) => `person-${String(index)}`)

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'crosspanel-input-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

function vcf(rows: readonly string[], samples: readonly string[] = SAMPLES): Buffer {
  const columns = ['#CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO', 'FORMAT']
  const header = ['##fileformat=VCFv4.3', [...columns, ...samples].join('\t')]
  const genotypes = samples.map((_, index) => (index % 2 === 0 ? '0/1' : '0/0')).join('\t')
  return gzipSync([...header, ...rows.map((row) => `${row}\t${genotypes}`), ''].join('\n'))
}

const row = (chromosome: string, position: number) =>
  `${chromosome}\t${String(position)}\trs1\tA\tG\t50\tPASS\tAC=3\tGT`

function prepare(bytes: Buffer, minSamples = 20, signal = new AbortController().signal) {
  const preparer = createInputPreparer({
    async *openPlain() {
      for (let at = 0; at < bytes.length; at += 100) {
        yield await Promise.resolve(bytes.subarray(at, at + 100))
      }
    },
  })
  return preparer({
    jobId: 'job',
    accountId: 'account',
    files: [{ fileId: 'file', name: 'cohort.vcf.gz' }],
    build: 'GRCh38',
    minSamples,
    maxSamples: 100,
    dir,
    signal,
  })
}

describe('prepared input', () => {
  it('is one file for each chromosome, with job-local sample ids and no other field', async () => {
    const prepared = await prepare(vcf([row('chr20', 100_000), row('chr21', 10_000_000)]))

    expect(prepared).toMatchObject({
      kind: 'prepared',
      sampleIds: SAMPLES,
      variants: 2,
      files: [
        { name: 'chr20.vcf.gz', path: join(dir, 'chr20.vcf.gz') },
        { name: 'chr21.vcf.gz', path: join(dir, 'chr21.vcf.gz') },
      ],
    })
    const text = gunzipSync(await readFile(join(dir, 'chr20.vcf.gz'))).toString()
    expect(text).toContain('S000001\tS000002')
    expect(text).not.toMatch(/person-|AC=3/)
  })

  it('is refused with findings for fewer samples than the panel takes', async () => {
    const prepared = await prepare(vcf([row('chr20', 100_000)]), 21)

    expect(prepared).toMatchObject({ kind: 'refused' })
    expect(prepared.findings.filter(({ severity }) => severity === 'error')).toHaveLength(1)
    expect(await readdir(dir)).toEqual([])
  })

  it('that is stopped refuses nothing: nobody knows yet what the files are like', async () => {
    const bytes = vcf([row('chr20', 100_000)])

    await expect(prepare(bytes, 20, AbortSignal.abort())).rejects.toThrow(/abort/i)
  })
})
