import { describe, expect, it } from 'vitest'
import { isAskedByForeignPage, isAskedByOwnPage, type RequestOrigin } from './own-origin.ts'

const OWN = 'https://registry.example'
const request = (changes: Partial<RequestOrigin>): RequestOrigin => ({
  url: 'http://127.0.0.1:8090/v1/logout',
  origin: undefined,
  secFetchSite: undefined,
  ...changes,
})

describe('who asks for a change', () => {
  it.each<[string, boolean, Partial<RequestOrigin>, boolean]>([
    ['a page of ours', true, { origin: OWN, secFetchSite: 'same-origin' }, true],
    ['a page by the address that was called', true, { origin: 'http://127.0.0.1:8090' }, true],
    ['a program without a cookie', false, {}, true],
    ['somebody by cookie who is no browser', true, {}, false],
    ['a page of another site', true, { origin: 'https://evil.example' }, false],
    ['a sandboxed page', true, { origin: 'null' }, false],
    ['a neighbour that forges the origin', true, { origin: OWN, secFetchSite: 'same-site' }, false],
    ['a page of another site, by a header', false, { origin: 'https://evil.example' }, false],
    ['a frame of another site', false, { secFetchSite: 'cross-site' }, false],
  ])('is %s', (_, isByCookie, changes, isOwn) => {
    expect(isAskedByOwnPage(request(changes), { serverOrigin: OWN, isByCookie })).toBe(isOwn)
  })
})

describe('who asks to read for long', () => {
  it.each<[string, Partial<RequestOrigin>, boolean]>([
    ['a page of ours, which names nothing', { secFetchSite: 'same-origin' }, false],
    ['a page of ours by name', { origin: OWN }, false],
    ['a page of another site', { origin: 'https://evil.example' }, true],
    ['a page of another site that names nothing', { secFetchSite: 'cross-site' }, true],
  ])('is %s', (_, changes, isForeign) => {
    expect(isAskedByForeignPage(request(changes), OWN)).toBe(isForeign)
  })
})
