import { PASSWORD_MIN_LENGTH } from '@crosspanel/protocol/account'
import { describe, expect, it } from 'vitest'
import { missingOf, PASSWORD_LEAST, takeToken } from './secret.ts'

describe('a password', () => {
  it('is as long as the node wants it', () => {
    expect(PASSWORD_LEAST).toBe(PASSWORD_MIN_LENGTH)
    expect([missingOf('short'), missingOf('a long sentence')]).toEqual([7, 0])
  })
})

describe('the secret of a link', () => {
  it('is taken out of the address', () => {
    const replaced: string[] = []

    const token = takeToken({ hash: '#s3cret', pathname: '/set-up' }, (path) => replaced.push(path))

    expect([token, replaced]).toEqual(['s3cret', ['/set-up']])
  })

  it('is missing from a link that was cut', () => {
    expect(takeToken({ hash: '', pathname: '/set-up' })).toBeUndefined()
  })
})
