import { describe, expect, it } from 'vitest'
import { CliError, EXIT, exitCodeOf } from './exit-codes.ts'

describe('the exit code of a refused request', () => {
  it.each([
    [400, 'invalid-request', EXIT.usage],
    [401, 'unauthenticated', EXIT.loginNeeded],
    [403, 'forbidden', EXIT.notPermitted],
    [404, 'job-not-found', EXIT.notFound],
    [409, 'job-state-conflict', EXIT.failed],
    [422, 'input-refused', EXIT.preflightRefused],
    [422, 'panel-access-denied', EXIT.notPermitted],
    [429, 'rate-limited', EXIT.rateLimited],
    [460, 'checksum-mismatch', EXIT.integrity],
    [500, 'internal', EXIT.failed],
    [503, 'not-ready', EXIT.unreachable],
  ])('for %i %s is %i', (status, problem, exitCode) => {
    expect(exitCodeOf(status, problem)).toBe(exitCode)
  })

  it('follows the status where the problem is not known', () => {
    expect(exitCodeOf(404, 'from-a-newer-node')).toBe(EXIT.notFound)
    expect(exitCodeOf(502)).toBe(EXIT.unreachable)
  })

  it('is 1 for an error that names none', () => {
    expect(new CliError('no').exitCode).toBe(EXIT.failed)
  })
})
