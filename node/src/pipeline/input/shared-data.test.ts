import { createReadStream, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { InputFile } from '@crosspanel/protocol/input-check/check-file'
import { checkInput } from '@crosspanel/protocol/input-check/check'
import type { FindingCode } from '@crosspanel/protocol/findings'
import { describe, expect, it } from 'vitest'
import { hasSharedData, SHARED_DATA } from '../../../../test/src/shared-data.ts'
import { createNodeCompression } from './compression.ts'

const DATA = SHARED_DATA
const HAS_DATA = hasSharedData('the input check on dirty, VCF specification and Michigan files')
const MIB = 1024 ** 2
const inflate = createNodeCompression()

function fileAt(path: string): InputFile {
  return { name: basename(path), open: () => createReadStream(path) }
}

async function check(path: string, minSamples = 20) {
  const { report } = await checkInput([fileAt(path)], {
    inflate,
    build: 'GRCh37',
    policy: { minSamples, maxSamples: 50_000 },
    now: () => performance.now(),
    limits: { maxWallTimeMs: 10_000 },
  })
  const codes = report.findings.map(({ code }) => code)
  const errors = report.findings.filter(({ severity }) => severity === 'error')
  return { report, codes, errors: errors.map(({ code }) => code) }
}

/** What is refused here, by file; all other files of the folder are accepted. */
const REFUSED: Readonly<Record<string, FindingCode>> = {
  'wrong_build_shifted.vcf.gz': 'build-mismatch',
  'real_grch38_lift_of_target.vcf.gz': 'build-mismatch',
  'unsorted.vcf.gz': 'unsorted',
  'position_past_end.vcf.gz': 'position-past-end',
  'mixed_ploidy_haploid_samples.vcf.gz': 'ploidy-haploid',
  'gt_index_out_of_range.vcf.gz': 'gt-allele-out-of-range',
  'no_gt_format.vcf.gz': 'gt-missing',
  'only3samples.vcf.gz': 'samples-too-few',
  'only1sample.vcf.gz': 'samples-too-few',
  'duplicate_sample_ids.vcf.gz': 'sample-id-duplicate',
  'hostile_sample_ids.vcf.gz': 'sample-id-hostile',
  'truncated.vcf.gz': 'bgzf-truncated',
  'no_bgzf_eof.vcf.gz': 'bgzf-eof-missing',
  'empty.vcf.gz': 'file-empty',
  'empty_bgzf.vcf.gz': 'file-empty',
  'header_only.vcf.gz': 'records-missing',
  'no_header.vcf.gz': 'header-missing',
  'spaces_not_tabs.vcf.gz': 'spaces-not-tabs',
  'html_error_page.vcf.gz': 'container-html',
  'random_bytes.vcf.gz': 'container-unknown',
  'a_23andme_table.vcf.gz': 'container-consumer-table',
  'bomb_1GB_rows.vcf.gz': 'position-repeated',
}

/** What is said of accepted files. */
const NOTED: Readonly<Record<string, FindingCode>> = {
  'chrprefix_b37.vcf.gz': 'chromosome-prefix',
  'duplicated_positions.vcf.gz': 'positions-duplicate',
  'duplicated_positions_other_alt.vcf.gz': 'positions-duplicate',
  'plain_gzip.vcf.gz': 'container-gzip',
  'multi_member_gzip.vcf.gz': 'container-gzip-members',
  'crlf.vcf.gz': 'line-ends-crlf',
  'uncompressed.vcf': 'container-text',
  'unknown_version.vcf.gz': 'fileformat-unknown',
  'real_bcf.bcf': 'container-bcf-unchecked',
  'bcf_named_vcf.vcf.gz': 'container-bcf-unchecked',
}

function readExpected(): { file: string; verdict: string }[] {
  if (!HAS_DATA) return []
  const lines = readFileSync(join(DATA, 'dirty/EXPECTED.tsv'), 'utf8').trim().split('\n').slice(1)
  return lines.map((line) => {
    const [file = '', verdict = ''] = line.split('\t')
    return { file, verdict }
  })
}

describe.skipIf(!HAS_DATA)('the dirty files of ../shared/data', () => {
  it.each(readExpected())('$file: $verdict', async ({ file, verdict }) => {
    const { report, codes, errors } = await check(join(DATA, 'dirty', file))

    const refusal = REFUSED[file]
    const note = NOTED[file]
    expect(report.isAcceptable).toBe(refusal === undefined)
    if (refusal !== undefined) expect(errors).toContain(refusal)
    else expect(codes).toEqual(note === undefined ? [] : [note])
    // The list's own word, where it is not left to the policy or to quality control.
    if (verdict === 'reject') expect(report.isAcceptable).toBe(false)
    if (verdict.startsWith('accept') && !verdict.includes('reject')) {
      expect(report.isAcceptable).toBe(true)
    }
  })

  it('give a bomb no more than a few pieces of its text', async () => {
    const { report } = await check(join(DATA, 'dirty/bomb_1GB_rows.vcf.gz'))

    expect(report.files[0]?.textBytes).toBeLessThan(4 * MIB)
  })
})

function specFiles(kind: 'passed' | 'failed'): string[] {
  if (!HAS_DATA) return []
  const root = join(DATA, 'vcf-spec')
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.vcf') && path.includes(`/${kind}/`))
    .map((path) => join(root, path))
}

/** Codes that call a file malformed; a right file may be refused for other reasons only. */
const MALFORMED: readonly FindingCode[] = [
  'container-unknown',
  'header-missing',
  'column-line-invalid',
  'spaces-not-tabs',
  'column-count',
  'header-in-body',
  'position-invalid',
  'alleles-missing',
  'alleles-equal',
  'gt-unreadable',
  'gt-not-first',
  'fileformat-unknown',
  'fileformat-missing',
  'sample-id-empty',
  'sample-id-hostile',
  'sample-id-duplicate',
]

describe.skipIf(!HAS_DATA)('the test files of the VCF specification', () => {
  it.each(specFiles('passed'))('%s is never called malformed', async (path) => {
    const { codes } = await check(path, 1)

    expect(codes.filter((code) => MALFORMED.includes(code as FindingCode))).toEqual([])
  })

  it('that are wrong are read to an answer, each', async () => {
    const files = specFiles('failed')

    const answers = await Promise.all(files.map((path) => check(path, 1)))

    expect(files.length).toBeGreaterThan(300)
    expect(answers.every(({ report }) => typeof report.isAcceptable === 'boolean')).toBe(true)
  })
})

describe.skipIf(!HAS_DATA)("Michigan's test files", () => {
  it.each([
    ['chr20.phased.51.vcf.gz', []],
    ['chr20.unphased.51.vcf.gz', []],
    ['chr20.phased.51.with_indels.vcf.gz', []],
    ['chr20.unphased.51.hg38.vcf.gz', ['build-mismatch']],
    ['chrX.unphased.26.vcf.gz', ['chromosome-x-unsupported']],
    ['invalid.chrX.missing.vcf.gz', ['chromosome-x-unsupported']],
    ['invalid.chrX.ploidy.vcf.gz', ['chromosome-x-unsupported']],
    ['invalid.chrX.phased.vcf.gz', ['chromosome-x-unsupported']],
    ['invalid.unsorted.vcf.gz', ['unsorted']],
    ['invalid.wrong_chrs.vcf.gz', ['column-count']],
  ])('%s is refused for %j', async (file, expected) => {
    const { errors } = await check(join(DATA, 'michigan/targets', file))

    expect(errors).toEqual(expected)
  })

  it('are counted as the server counts them', async () => {
    const { report } = await check(join(DATA, 'michigan/targets/chr20.phased.51.vcf.gz'))

    expect(report).toMatchObject({ samples: 51, variants: 7824 })
    expect(report.files[0]?.phased).toBe('phased')
  })
})
