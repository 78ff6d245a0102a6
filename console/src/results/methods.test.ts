import { describe, expect, it } from 'vitest'
import { exampleSummary } from './example.ts'
import { methodsParagraph as paragraphOf } from './methods.ts'
import { referencesOf } from './references.ts'

/** With plain spaces, as the test is written. */
const methodsParagraph = (...args: Parameters<typeof paragraphOf>) =>
  paragraphOf(...args).replaceAll('\u00A0', ' ')

describe('the paragraph on methods', () => {
  it('tells engines, versions, panel and parameters of the run', () => {
    const text = methodsParagraph({
      ...exampleSummary(),
      parameters: { ...exampleSummary().parameters, minR2: 0.3 },
    })

    expect(text).toContain('51 samples at 7,824 variants (GRCh37)')
    expect(text).toContain('phased with eagle 2.4.1')
    expect(text).toContain('minimac4 4.1.2 imputed')
    expect(text).toContain('site:cape-town/h3africa-v6 (60 people; SHA-256 aaaaaaaaaaaa)')
    expect(text).toContain('R2 below 0.3 were left out')
    expect(text).toContain('population EUR')
    expect(text).toContain('Chromosomes: 20.')
  })

  it('tells of chunks that were not imputed', () => {
    const run = exampleSummary()
    const [chunk, ...more] = run.chunks.map((one) => ({ ...one, status: 'kept' as const }))
    if (chunk === undefined) throw new Error('the example has no chunks')

    const whole = methodsParagraph({ ...run, chunks: [chunk, ...more] })
    const parted = methodsParagraph({ ...run, chunks: [{ ...chunk, status: 'excluded' }, chunk] })

    expect(whole).not.toContain('not imputed')
    expect(parted).toContain('1 of 2 chunks had too few variants')
    expect(parted).toContain('was not imputed.')
  })

  it('claims no phasing or imputation that was not done', () => {
    const run = exampleSummary()

    const checked = methodsParagraph({ ...run, imputation: null, engines: [] })
    const phased = methodsParagraph({ ...run, phasing: 'none' })

    expect(checked).toContain('were checked for imputation')
    expect(checked).not.toMatch(/phase|minimac4|below 0/)
    expect(phased).toContain('The phase of the input was used as it was.')
    expect(phased).not.toContain('eagle')
  })
})

describe('the references', () => {
  it('are those of the engines that were used, each once', () => {
    const found = referencesOf({
      engines: ['bcftools', 'tabix', 'minimac4', 'minimac4', 'constructor'].map((name) => ({
        ...{ name, version: '1' },
      })),
    })

    expect(found).toHaveLength(2)
    expect(found[0]).toContain('BCFtools')
    expect(found[1]).toContain('10.1038/ng.3656')
  })
})
