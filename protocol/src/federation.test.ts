import { describe, expect, it } from 'vitest'
import { NodeStatement } from './federation.ts'

const isTaken = (url: string) => NodeStatement.shape.url.safeParse(url).success

describe('the address of a site', () => {
  it.each(['https://node.example.org', 'http://127.0.0.1:8080/', 'https://example.org/crosspanel'])(
    'may be %s',
    (url) => {
      expect(isTaken(url)).toBe(true)
    },
  )

  it.each([
    'https://user:secret@node.example.org',
    'http://10.0.0.1/admin?then=',
    'http://10.0.0.1/admin#',
    'file:///etc/passwd',
    'node.example.org',
    '',
  ])('T12 may not be %s', (url) => {
    expect(isTaken(url)).toBe(false)
  })
})
