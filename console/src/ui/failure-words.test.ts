import { problemOf } from '@crosspanel/protocol/problem'
import { fault } from '@crosspanel/protocol/faults'
import { refusal as refusalOf } from '@crosspanel/protocol/refusals'
import { describe, expect, it, vi } from 'vitest'
import { ApiFailure } from '../api/failure.ts'
import { chooseLanguage } from '../i18n/language.ts'
import { failureTitle, failureWords, isFinal, OF_THIS_PAGE, upFrom } from './failure-words.ts'

const refusal = (problem: ConstructorParameters<typeof ApiFailure>[1]) =>
  new ApiFailure('refused', problem)

function problemOfLimit(options: { params: { jobs: number } }) {
  const { code, message: detail, told } = refusalOf('job-quota-reached.day', options)
  return { problem: problemOf(code, { detail, told }) }
}

describe('what a failure is called', () => {
  it('is in the words of the server until its own are there, and says then how to mend it', async () => {
    const failure = refusal({ problem: problemOf('job-not-found', { detail: 'no job 12' }) })
    const early = failureWords(failure)

    await failureTitle(failure)

    expect(early).toEqual({
      ...{ title: 'No such job', titleLang: 'en' },
      ...{ seen: 'no job 12', seenLang: 'en' },
    })
    expect(failureWords(failure)).toEqual({
      ...{
        title: 'No such job',
        fix: 'Look for it in the list of jobs: it may be of another account.',
      },
      seen: 'no job 12',
    })
  })

  it('is told with its facts in the language of the page, and English where they are not known', async () => {
    vi.stubGlobal('localStorage', { setItem: () => undefined })
    chooseLanguage('fr')
    const { problem } = problemOfLimit({ params: { jobs: 1234 } })
    await failureTitle(refusal({ problem }))

    expect(failureWords(refusal({ problem })).seen).toContain('1\u202F234 travaux en 24 heures')
    expect(failureWords(refusal({ problem: { ...problem, told: undefined } }))).toMatchObject({
      seen: problem.detail,
      seenLang: 'en',
    })
    chooseLanguage('en')
    vi.unstubAllGlobals()
  })

  it('keeps the words of a server that is newer than the page', async () => {
    const problem = { ...problemOf('internal'), code: 'not-known-yet', title: 'Something new' }

    expect(await failureTitle(refusal({ problem }))).toBe('Something new')
    expect(failureWords(refusal({ problem }))).toMatchObject({ titleLang: 'en' })
  })

  it('says how long to wait rather than what else to do', async () => {
    const failure = refusal({ problem: problemOf('rate-limited'), retryAfterS: 7 })
    await failureTitle(failure)

    expect(failureWords(failure).fix).toContain('7')
  })

  it('is in the language of the page when no server has told of it', () => {
    const problem = {
      type: OF_THIS_PAGE,
      title: 'La page',
      detail: 'a échoué',
      status: 0,
      code: 'x',
    }

    const words = failureWords(refusal({ problem }))

    expect(words).toEqual({ title: 'La page', seen: 'a échoué' })
  })

  it('says how to mend this case rather than any of its kind', async () => {
    const quota = { usedBytes: 9_000_000, quotaBytes: 10_000_000, addedBytes: 2_000_000 }
    const errors = [fault('quota', '', quota)]
    const problem = problemOf('storage-quota-exceeded', { errors })
    await failureTitle(refusal({ problem }))

    expect(failureWords(refusal({ problem })).fix).toBe(errors[0]?.fix)

    vi.stubGlobal('localStorage', { setItem: () => undefined })
    chooseLanguage('fr')
    const { fix, fixLang } = failureWords(refusal({ problem }))
    expect([fix?.slice(0, 22), fixLang]).toEqual(['Supprimez les envois e', undefined])
    chooseLanguage('en')
    vi.unstubAllGlobals()
  })
})

describe('what asking again does not help', () => {
  it.each([
    ['job-not-found', true],
    ['forbidden', true],
    ['file-expired', true],
    ['rate-limited', false],
    ['internal', false],
  ] as const)('%s: %s', (code, expected) => {
    expect(isFinal(refusal({ problem: problemOf(code) }))).toBe(expected)
  })

  it.each([
    ['/jobs/019ac0de-0000-7000-8000-000000000001/results', '/jobs'],
    ['/admin/peers/site%3Alund', '/admin/peers'],
    ['/federation/site:lund', '/federation'],
    ['/panels/site:lund/p', '/panels'],
    ['/files', '/'],
  ])('on %s leads back to %s', (path, list) => {
    expect(upFrom(path)).toBe(list)
  })
})
