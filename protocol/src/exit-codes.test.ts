import { describe, expect, it } from 'vitest'
import { CliError, EXIT, exitCodeOf, isPassing } from './exit-codes.ts'

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
    [502, 'mail-not-sent', EXIT.failed],
    [503, 'not-ready', EXIT.failed],
    [503, 'storage-unavailable', EXIT.failed],
    [503, 'from-a-newer-node', EXIT.failed],
    [409, 'site-unavailable', EXIT.unreachable],
  ])('for %i %s is %i', (status, problem, exitCode) => {
    expect(exitCodeOf(status, problem)).toBe(exitCode)
  })

  it('follows the status where the problem is not known', () => {
    expect(exitCodeOf(404, 'from-a-newer-node')).toBe(EXIT.notFound)
  })

  it.each([502, 503, 504])('is that of a server out of reach for the %i of a proxy', (status) => {
    expect(exitCodeOf(status)).toBe(EXIT.unreachable)
  })

  it('is 1 for an error that names none', () => {
    expect(new CliError('no').exitCode).toBe(EXIT.failed)
  })
})

describe('a failure', () => {
  it.each([
    [true, 'nobody answers', new CliError('', EXIT.unreachable)],
    [true, 'it was asked too often', new CliError('', EXIT.rateLimited)],
    [true, 'the server is not ready', new CliError('', EXIT.failed, { problemCode: 'not-ready' })],
    [false, 'it is refused', new CliError('', EXIT.failed, { problemCode: 'job-state-conflict' })],
    [false, 'a later server says why', new CliError('', EXIT.failed, { problemCode: 'newer' })],
    [false, 'it is none of the command line', new Error('no')],
  ])('may pass: %s, where %s', (passes, _, error) => {
    expect(isPassing(error)).toBe(passes)
  })
})
