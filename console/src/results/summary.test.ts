import type { RunSummary } from '@crosspanel/protocol/summary'
import { describe, expect, it } from 'vitest'
import { exampleSummary } from './example.ts'
import { alongGenomeOf, byMafOf, callRatesOf, frequenciesOf, readSummary } from './summary.ts'

/** As hosts of earlier releases write it. */
const older: RunSummary = exampleSummary()
delete older.charts

describe('the summary of a run', () => {
  it('is read, is missing, or is of a later release', () => {
    const kinds = [older, exampleSummary(), null, undefined, { version: 2 }].map(readSummary)

    expect(kinds.map(({ kind }) => kind)).toEqual([
      ...['read', 'read', 'none', 'none', 'unreadable'],
    ])
  })

  it('says of an earlier release that it does not count this', () => {
    const all = [byMafOf(older), alongGenomeOf(older), frequenciesOf(older), callRatesOf(older)]

    expect(all).toEqual(Array(4).fill({ missing: 'older-release' }))
  })

  it('says what was not asked for, whatever the release', () => {
    const run = { ...older, imputation: null, frequencyCheck: null }

    const all = [byMafOf(run), alongGenomeOf(run), frequenciesOf(run)]

    expect(all).toEqual([
      { missing: 'quality-control-only' },
      { missing: 'quality-control-only' },
      { missing: 'no-population' },
    ])
  })

  it('says that nothing was counted where every bin is empty', () => {
    const { charts, ...run } = exampleSummary()
    const byMaf = (charts?.byMaf ?? []).map((bin) => ({
      ...{ ...bin, imputed: 0, typed: 0, typedOnly: 0 },
    }))

    const found = byMafOf({ ...run, charts: { ...charts, byMaf } as RunSummary['charts'] })

    expect(byMaf).not.toEqual([])
    expect(found).toEqual({ missing: 'nothing-counted' })
  })

  it('gives each chart its data', () => {
    const summary = exampleSummary()

    const all = [byMafOf, alongGenomeOf, frequenciesOf, callRatesOf].map((of) => of(summary))

    expect(all.every((one) => 'data' in one)).toBe(true)
  })
})
