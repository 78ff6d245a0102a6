import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normaliseVcf } from '../vcf/normalise.ts'
import { createWebCompression } from '../vcf/web-compression.ts'
import { checkInput } from './check.ts'
import { FINDINGS } from '../findings.ts'
import { bgzfOf, fileOf, sampleVcf, vcfBytes } from './sample-vcf.ts'

const inflate = createWebCompression()
const RUNS = 150

async function expectFindingsOnly(bytes: Uint8Array, chunkBytes: number): Promise<void> {
  const { report } = await checkInput([fileOf('a', bytes, chunkBytes)], { inflate })

  expect(report.findings.every(({ code }) => Object.hasOwn(FINDINGS, code))).toBe(true)
  // What is neither right nor refused would go on to the engines.
  expect(report.isAcceptable || report.findings.some((f) => f.severity === 'error')).toBe(true)
}

/** Replaces, cuts out and repeats bytes at random places. */
function mutate(bytes: Uint8Array, changes: readonly Change[]): Uint8Array {
  return changes.reduce((current, { at, length, with: inserted }) => {
    const from = Math.floor(at * current.length)
    return Uint8Array.from([
      ...current.subarray(0, from),
      ...inserted,
      ...current.subarray(from + length),
    ])
  }, bytes)
}

interface Change {
  at: number
  length: number
  with: Uint8Array
}

const changes = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat(20),
    with: fc.oneof(
      fc.uint8Array({ maxLength: 12 }),
      fc
        .constantFrom('\t', '\n', '\r\n', '#', '.', '|', '0/1', ':', ',')
        .map((text) => vcfBytes(text)),
    ),
  }),
  { minLength: 1, maxLength: 6 },
)
/** One small change, which often leaves a file right. */
const slips = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat(2),
    with: fc.stringMatching(/^[0-3.:|\/ACGT\t]{0,2}$/).map((text) => vcfBytes(text)),
  }),
  { minLength: 1, maxLength: 2 },
)
const chunkBytes = fc.integer({ min: 1, max: 5000 })

describe('the input check of hostile files (T17)', () => {
  it('answers findings for random bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 4000 }), chunkBytes, expectFindingsOnly),
      { numRuns: RUNS },
    )
  })

  it('answers findings for random bytes behind a gzip or BGZF signature', async () => {
    const signatures = fc.constantFrom(
      [0x1f, 0x8b],
      [0x1f, 0x8b, 8, 0],
      [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 6, 0, 66, 67, 2, 0],
      [66, 67, 70, 2, 2],
    )

    await fc.assert(
      fc.asyncProperty(signatures, fc.uint8Array({ maxLength: 2000 }), (signature, rest) =>
        expectFindingsOnly(Uint8Array.from([...signature, ...rest]), 512),
      ),
      { numRuns: RUNS },
    )
  })

  it('answers findings for a right text with random changes', async () => {
    const text = vcfBytes(sampleVcf({ rows: 20 }))

    await fc.assert(
      fc.asyncProperty(changes, chunkBytes, (list, size) =>
        expectFindingsOnly(mutate(text, list), size),
      ),
      { numRuns: RUNS * 3 },
    )
  })

  it('accepts no changed text that cannot be normalised', async () => {
    const text = vcfBytes(sampleVcf({ rows: 6 }))
    let accepted = 0

    await fc.assert(
      fc.asyncProperty(slips, async (list) => {
        const file = fileOf('a', mutate(text, list))
        const { report } = await checkInput([file], {
          inflate,
          policy: { minSamples: 1, maxSamples: 99 },
        })
        const [found] = report.files
        if (!report.isAcceptable || found === undefined) return
        accepted++
        let records = 0
        for await (const piece of normaliseVcf(file.open(), { ...found, build: 'GRCh37' })) {
          records += piece.records
        }

        expect(records).toBe(report.variants)
      }),
      { numRuns: RUNS * 10 },
    )
    expect(accepted).toBeGreaterThan(0)
  })

  it('answers findings for a right BGZF file with random changes', async () => {
    const bytes = await bgzfOf(vcfBytes(sampleVcf({ rows: 20 })))

    await fc.assert(
      fc.asyncProperty(changes, chunkBytes, (list, size) =>
        expectFindingsOnly(mutate(bytes, list), size),
      ),
      { numRuns: RUNS },
    )
  })
})
