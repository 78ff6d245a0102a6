import { describe, expect, it } from 'vitest'
import { type Area, mayEnter, navOf, safeNext } from './area.ts'

const item = (href: string, order: number) => ({ href, label: () => href, order })
const AREAS: Area[] = [
  { nav: [item('/jobs', 2)], routes: [] },
  { roles: ['site-admin'], nav: [item('/admin', 5)], routes: [] },
  { nav: [item('/', 1), item('/help', 9)], routes: [] },
]

describe('the menu', () => {
  it('shows each role what is for it, in order', () => {
    expect(navOf(AREAS, 'researcher').map(({ href }) => href)).toEqual(['/', '/jobs', '/help'])
    expect(navOf(AREAS, 'site-admin').map(({ href }) => href)).toContain('/admin')
    expect(mayEnter(AREAS[1]!, 'researcher')).toBe(false)
  })
})

describe('the page after a login', () => {
  it.each([
    [undefined, '/'],
    ['/jobs?state=failed', '/jobs?state=failed'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['https://evil.example', '/'],
    ['', '/'],
  ])('for %s is %s', (next, expected) => {
    expect(safeNext(next)).toBe(expected)
  })
})
