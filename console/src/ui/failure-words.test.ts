import { problemOf } from '@crosspanel/protocol/problem'
import { describe, expect, it } from 'vitest'
import { ApiFailure } from '../api/failure.ts'
import { failureTitle, failureWords, OF_THIS_PAGE } from './failure-words.ts'

const refusal = (problem: ConstructorParameters<typeof ApiFailure>[1]) =>
  new ApiFailure('refused', problem)

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
      ...{ title: 'No such job', fix: 'List the jobs to find the id.' },
      ...{ seen: 'no job 12', seenLang: 'en' },
    })
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
})
