import { describe, expect, it } from 'vitest'
import { isUnfetched, watchFetches } from './unfetched.ts'

describe('an error of a page', () => {
  it('is told apart from that of a script that could not be had', () => {
    const page = new EventTarget()
    watchFetches(page)
    const lost = new TypeError('Failed to fetch dynamically imported module')
    page.dispatchEvent(Object.assign(new Event('vite:preloadError'), { payload: lost }))

    expect(isUnfetched(lost)).toBe(true)
    expect(isUnfetched(new TypeError(lost.message))).toBe(false)
    expect(isUnfetched(undefined)).toBe(false)
  })
})
