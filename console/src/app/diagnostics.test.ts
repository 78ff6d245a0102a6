import { problemOf } from '@crosspanel/protocol/problem'
import { describe, expect, it } from 'vitest'
import { ApiFailure } from '../api/failure.ts'
import { diagnosticsOf } from './diagnostics.ts'

const WHERE = { page: '/jobs', client: 'Firefox' }

describe('diagnostics', () => {
  it('name the page, the code and the request', () => {
    const problem = problemOf('internal', { requestId: 'r-1' })

    const text = diagnosticsOf(new ApiFailure('refused', { problem }), WHERE)

    expect(text).toContain('page: /jobs')
    expect(text).toContain('code: internal')
    expect(text).toContain('request: r-1')
  })

  it('hold no query and no token of an address', () => {
    const error = new Error('failed at https://lund.example/set-up#secret and /a?q=word)')

    expect(diagnosticsOf(error, WHERE)).not.toMatch(/secret|word/)
  })
})
