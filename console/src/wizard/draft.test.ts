import { describe, expect, it } from 'vitest'
import { EXAMPLE_REPORT, examplePanel } from './fixtures.ts'
import { type Draft, firstMissing, missingOf, newDraft, requestOf, STEPS } from './draft.ts'

const empty = newDraft('d1', 'a1', new Date(0))
const file = {
  identity: { name: 'a.vcf.gz', size: 5, lastModified: 1, headSha256: 'f' },
  ...{ fileId: 'f1', sentBytes: 5, isComplete: true },
}
const agreement = { panelId: 'site:lund/p', terms: 'For research alone.' }
const panel = examplePanel(agreement)
const full: Draft = {
  ...empty,
  ...{ files: [file], report: EXAMPLE_REPORT, panelId: 'site:lund/p', isWithoutKey: true },
  agreement,
}
const READY = { hasKey: false, panel }

describe('a draft', () => {
  it('lacks everything that a person has to say at first', () => {
    const missing = STEPS.map((step) => missingOf(step, empty, { hasKey: false, panel: undefined }))

    expect(missing).toEqual(['files', 'panel', undefined, undefined, 'terms', 'key', undefined])
  })

  it('is ready when nothing is missing', () => {
    expect(firstMissing(full, READY)).toBeUndefined()
    expect(firstMissing({ ...full, panelId: undefined }, READY)).toBe('panel')
    expect(firstMissing({ ...full, isWithoutKey: false }, READY)).toBe('key')
    expect(firstMissing({ ...full, isWithoutKey: false }, { ...READY, hasKey: true })).toBe(
      undefined,
    )
  })

  it('needs a new agreement for another panel and for other terms', () => {
    const panels = [panel, { ...panel, panelId: 'site:lund/q' }, { ...panel, terms: 'Other.' }]

    const missing = panels.map((now) => missingOf('terms', full, { hasKey: false, panel: now }))

    expect(missing).toEqual([undefined, 'terms', 'terms'])
  })

  it('needs another panel when its own is gone, or cannot serve the files', () => {
    const few = { ...full, report: { ...EXAMPLE_REPORT, samples: 3 } }
    const closed = { ...READY, panel: { ...panel, isOpenToUs: false } }

    expect(firstMissing(full, { ...READY, panel: undefined })).toBe('panel')
    expect(firstMissing(full, closed)).toBe('panel')
    expect(firstMissing(few, READY)).toBe('panel')
  })

  it('is held up by files that cannot be imputed', () => {
    const refused = { ...full, report: { ...EXAMPLE_REPORT, isAcceptable: false } }

    expect(missingOf('files', refused, READY)).toBe('errors')
  })
})

describe('the request of a draft', () => {
  it('has what was chosen, with the build of the panel', () => {
    const draft = { ...full, name: ' Cohort ', parameters: { minR2: 0.3 } }

    expect(requestOf(draft, 'GRCh38', 'abc')).toEqual({
      ...{ panelId: 'site:lund/p', name: 'Cohort', fileIds: ['f1'] },
      parameters: { minR2: 0.3, build: 'GRCh38' },
      acceptedTermsSha256: 'abc',
    })
  })

  it('is not made before every file has arrived', () => {
    const waiting = { ...full, files: [file, { ...file, isComplete: false }] }

    expect(() => requestOf(waiting, 'GRCh38', undefined)).toThrow('not ready')
  })
})
