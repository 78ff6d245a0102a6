import { describe, expect, it } from 'vitest'
import { examplePanel } from './fixtures.ts'
import type { OverlapState } from './overlaps.ts'
import { type Cohort, judgePanel, populationsOf, rankPanels } from './judge-panel.ts'

const cohort: Cohort = {
  build: 'GRCh38',
  samples: 120,
  chromosomes: ['20', '21'],
  phased: 'unphased',
  isWhole: true,
  ancestry: 'AFR',
}
const panel = examplePanel()
const told = panel.hostTold!
const untold = () => undefined
const codesOf = (
  panelChange: Partial<typeof panel>,
  cohortChange: Partial<Cohort> = {},
  overlap?: OverlapState,
): string[] => {
  const changed = { ...cohort, ...cohortChange }
  const { reasons } = judgePanel({ ...panel, ...panelChange }, changed, overlap)
  return reasons.map(({ weight, code }) => `${weight} ${code}`)
}

describe('what speaks for and against a panel', () => {
  it('is all there is to know, the worst first', () => {
    expect(codesOf({})).toEqual([
      'open overlap-unknown',
      'for build-same',
      'for samples-fit',
      'for chromosomes-all',
      'for ancestry-share',
      'for host-ok',
    ])
  })

  it.each<[string, Partial<typeof panel>, Partial<Cohort>]>([
    ['blocks access-closed', { isOpenToUs: false }, {}],
    ['blocks build-other', { build: 'GRCh37' }, {}],
    ['open build-unknown', {}, { build: 'unknown' }],
    ['blocks samples-few', { minSamples: 121 }, {}],
    ['blocks samples-many', { maxSamples: 119 }, {}],
    ['blocks chromosomes-none', {}, { chromosomes: ['1'] }],
    ['against chromosomes-some', {}, { chromosomes: ['1', '20'] }],
    ['blocks phasing-missing', { phasingEngines: [] }, {}],
    ['open ancestry-untold', {}, { ancestry: undefined }],
    ['against ancestry-absent', {}, { ancestry: 'EAS' }],
    ['against ancestry-share', {}, { ancestry: 'EUR' }],
    ['against host-lost', { host: 'lost' }, {}],
    ['against host-unknown', { host: 'unknown' }, {}],
    ['open host-late', { host: 'late' }, {}],
    ['against queue-draining', { hostTold: { ...told, queueMode: 'draining' } }, {}],
    ['against queue-paused', { hostTold: { ...told, queueMode: 'paused' } }, {}],
    ['against no-worker', { hostTold: { ...told, hasLiveWorker: false } }, {}],
  ])('has %s', (reason, panelChange, cohortChange) => {
    expect(codesOf(panelChange, cohortChange)).toContain(reason)
  })

  it('says nothing of phasing when the files are phased, nor of chromosomes that are not known', () => {
    const codes = codesOf({ phasingEngines: [] }, { phased: 'phased', chromosomes: [] })

    expect(codes.filter((code) => /phasing|chromosomes/.test(code))).toEqual([])
  })
})

describe('what is said of the overlap', () => {
  const sampled = { compared: 4000, isExact: false }

  it.each<[string, OverlapState | undefined]>([
    ['open overlap-unknown', undefined],
    ['open overlap-reading', 'reading'],
    ['open overlap-unread', 'unread'],
    ['open overlap-few', { ...sampled, compared: 99, found: 99 }],
    ['against overlap-low', { ...sampled, found: 1999 }],
    ['for overlap-share', { ...sampled, found: 2000 }],
  ])('is %s', (reason, overlap) => {
    expect(codesOf({}, {}, overlap)).toContain(reason)
  })

  it('is nothing where the builds differ or the panel is closed, and something where that of the files is not known', () => {
    const overlap = { ...sampled, found: 4000 }

    expect(codesOf({ build: 'GRCh37' }, {}, overlap).join()).not.toContain('overlap')
    expect(codesOf({ isOpenToUs: false }).join()).not.toContain('overlap')
    expect(codesOf({}, { build: 'unknown' }, overlap)).toContain('for overlap-share')
  })

  it('that few variants could be compared is told otherwise while the files were not read whole', () => {
    const few = { compared: 9, found: 9, isExact: true }

    expect(codesOf({}, { isWhole: false }, few)).toContain('open overlap-few-so-far')
  })

  it('moves no panel in the list, for it comes later', () => {
    const other = { ...panel, panelId: 'site:lund/other', samples: 10 }
    const low = (id: string) => ({ ...sampled, found: id === other.panelId ? 4000 : 100 })
    const order = (overlaps: typeof untold | typeof low) =>
      rankPanels([panel, other], cohort, overlaps).map(({ panel: { panelId } }) => panelId)

    expect(order(low)).toEqual(order(untold))
  })
})

describe('the order of panels', () => {
  const large = examplePanel({
    panelId: 'site:lund/large',
    samples: 30_000,
    populations: [{ code: 'EUR', samples: 30_000 }],
  })
  const closed = examplePanel({ panelId: 'site:lund/closed', isOpenToUs: false })

  it('puts ancestry before size, and what cannot serve last', () => {
    const ranked = rankPanels([closed, large, panel], cohort, untold)

    expect(ranked.map(({ panel: { panelId } }) => panelId)).toEqual([
      panel.panelId,
      large.panelId,
      closed.panelId,
    ])
    expect(ranked.map(({ isPossible }) => isPossible)).toEqual([true, true, false])
  })

  it('goes by size while nobody has told an ancestry', () => {
    const [first] = rankPanels([panel, large], { ...cohort, ancestry: undefined }, untold)

    expect(first?.panel.panelId).toBe(large.panelId)
  })
})

describe('the populations to choose from', () => {
  it('are those of all panels, the most common first, without that of everybody', () => {
    const all = { ...panel, populations: [...panel.populations, { code: 'ALL', samples: 99_999 }] }

    expect(populationsOf([all, all])).toEqual(['AFR', 'EUR'])
  })
})
