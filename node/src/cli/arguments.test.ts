import { EXIT } from '@crosspanel/protocol/exit-codes'
import { describe, expect, it } from 'vitest'
import { readBuild } from './build.ts'
import { addressOf } from './login.ts'
import { timeoutOf } from './timeout.ts'
import { instantOf } from './times.ts'

const usage = expect.objectContaining({ exitCode: EXIT.usage }) as unknown as Error

describe('the option --build', () => {
  it.each([
    ['hg19', 'GRCh37'],
    ['b37', 'GRCh37'],
    ['grch37', 'GRCh37'],
    ['HG38', 'GRCh38'],
    ['GRCh38', 'GRCh38'],
  ])('takes %s for %s', (text, build) => {
    expect(readBuild(text)).toBe(build)
  })

  it.each(['', 'hg18', 'T2T'])('refuses %j', (text) => {
    expect(() => readBuild(text)).toThrow(usage)
  })
})

describe('the option --timeout', () => {
  it('is in seconds, and for ever without it', () => {
    expect(timeoutOf('2.5')).toBe(2_500)
    expect(timeoutOf(undefined)).toBe(Number.POSITIVE_INFINITY)
  })

  it.each(['0', '-1', 'abc', ''])('refuses %j', (text) => {
    expect(() => timeoutOf(text)).toThrow(usage)
  })
})

describe('a time', () => {
  it('is a day or a moment, or is left out', () => {
    expect(instantOf('2026-12-31')).toBe('2026-12-31T00:00:00.000Z')
    expect(instantOf('2026-12-31T18:00:00+02:00')).toBe('2026-12-31T16:00:00.000Z')
    expect(instantOf(undefined)).toBeUndefined()
  })

  it.each(['yesterday', ''])('is not %j', (text) => {
    expect(() => instantOf(text)).toThrow(usage)
  })
})

describe('the address of a node', () => {
  it('loses its last slashes', () => {
    expect(addressOf('https://node.example.org//')).toBe('https://node.example.org')
  })

  it.each(['node.example.org', 'ftp://node.example.org', 'http://', ''])('refuses %j', (url) => {
    expect(() => addressOf(url)).toThrow(usage)
  })
})
