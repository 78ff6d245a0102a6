import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compareDosages } from './raw-pipeline.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'crosspanel-compare-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

describe('the comparison of dosages', () => {
  it('does not call two files without records equal', async () => {
    const empty = join(dir, 'empty.vcf')
    const columns = '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO'
    await writeFile(empty, `##fileformat=VCFv4.2\n${columns}\n`)

    expect(await compareDosages(empty, empty)).toMatchObject({ isEqual: false, records: 0 })
  })
})
