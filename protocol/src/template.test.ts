import { describe, expect, it } from 'vitest'
import { ENGLISH, fill, inEnglish, paramNamesOf, type Params, templateOf } from './template.ts'

const TEXTS = {
  plain: 'a web page',
  cases: { one: '{n} {n|sample|samples} of {site}', other: 'no sample' },
} as const

const tell = (params: Params) => inEnglish(templateOf(TEXTS, 'cases.one'), 'cases.one', params)

describe('a text with gaps', () => {
  it('has its values, and the forms that go with the numbers', () => {
    expect(tell({ n: 1, site: 'site:lund' })).toBe('1 sample of site:lund')
    expect(tell({ n: 0, site: 'x' })).toBe('0 samples of x')
    expect(paramNamesOf(TEXTS.cases.one)).toEqual(['n', 'site'])
  })

  it('takes what a value is for text, whatever it looks like', () => {
    expect(tell({ n: 2, site: '{n} $& $1' })).toBe('2 samples of {n} $& $1')
  })

  it('tells seconds and bytes in larger units', () => {
    const of = (template: string, value: number) => fill(template, { value }, ENGLISH)

    expect(of('{value|duration}', 7_200)).toBe('2 h')
    expect(of('{value|duration} old', 90)).toBe('90 s old')
    expect(of('{value|bytes}', 1_500_000)).toBe('1.5 MB')
  })

  it('tells moments in UTC, and days as they are', () => {
    const of = (value: string | number) => fill('until {value|time}', { value }, ENGLISH)

    expect(of('2026-01-02T03:04:05.678Z')).toBe('until 2026-01-02 03:04 UTC')
    expect(of('2026-01-02')).toBe('until 2026-01-02')
    expect(of(5)).toBeUndefined()
  })

  it.each([[{ n: 3 }], [{ site: 'x' }], [{ n: '3', site: 'x' }], [{}]])(
    'is not told with %j, which another release may have sent',
    (params) => {
      expect(fill(TEXTS.cases.one, params, ENGLISH)).toBeUndefined()
    },
  )

  it.each(['cases', 'cases.three', 'plain.one', 'other', 'constructor', 'cases.constructor'])(
    'is not known by %s',
    (key) => {
      expect(templateOf(TEXTS, key)).toBeUndefined()
    },
  )
})
