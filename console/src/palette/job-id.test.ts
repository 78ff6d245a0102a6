import { describe, expect, it } from 'vitest'
import { jobIn } from './job-id.ts'

const ID = '019ac0de-0000-7000-8000-000000000001'

describe('the id of a job', () => {
  it.each([ID, ` ${ID.toUpperCase()} `, `crosspanel job show ${ID}`, `(job ${ID})`])(
    'is found in %j',
    (typed) => {
      expect(jobIn(typed)).toMatchObject({ kind: 'job', href: `/jobs/${ID}` })
    },
  )

  it.each(['', '019ac0de', 'the cohort of 2026'])('is not found in %j', (typed) => {
    expect(jobIn(typed)).toBeUndefined()
  })
})
