import { describe, expect, it } from 'vitest'
import { type Draft, firstMissing, missingOf, newDraft, requestOf, STEPS } from './draft.ts'

const REPORT = { files: [], findings: [], isAcceptable: true, samples: 120, variants: 9 }
const empty = newDraft('d1', 'a1', new Date(0))
const file = {
  identity: { name: 'a.vcf.gz', size: 5, lastModified: 1, headSha256: 'f' },
  ...{ fileId: 'f1', sentBytes: 5, isComplete: true },
}
const full: Draft = {
  ...empty,
  ...{ files: [file], report: REPORT, panelId: 'site:lund/p', isWithoutKey: true },
}
const READY = { hasKey: false, isTermsAccepted: true }

describe('a draft', () => {
  it('lacks everything that a person has to say at first', () => {
    const missing = STEPS.map((step) =>
      missingOf(step, empty, { hasKey: false, isTermsAccepted: false }),
    )

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

  it('is held up by files that cannot be imputed', () => {
    const refused = { ...full, report: { ...REPORT, isAcceptable: false } }

    expect(missingOf('files', refused, READY)).toBe('errors')
  })
})

describe('the request of a draft', () => {
  it('has what was chosen, with the build of the panel', () => {
    const draft = { ...full, name: ' Cohort ', parameters: { minR2: 0.3 } }

    expect(requestOf({ ...draft, acceptedTermsSha256: 'abc' }, 'GRCh38')).toEqual({
      ...{ panelId: 'site:lund/p', name: 'Cohort', fileIds: ['f1'] },
      parameters: { minR2: 0.3, build: 'GRCh38' },
      acceptedTermsSha256: 'abc',
    })
  })

  it('is not made before every file has arrived', () => {
    const waiting = { ...full, files: [file, { ...file, isComplete: false }] }

    expect(() => requestOf(waiting, 'GRCh38')).toThrow('not ready')
  })
})
