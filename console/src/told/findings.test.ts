import { FINDINGS } from '@crosspanel/protocol/findings'
import { type Cases, paramNamesOf } from '@crosspanel/protocol/template'
import { describe, expect, it } from 'vitest'
import { splitFix } from './finding-fix.ts'
import { fr } from './words.findings.fr.ts'

const CODES = Object.keys(FINDINGS) as (keyof typeof FINDINGS)[]
const paramsOf = (cases: Cases) =>
  Object.entries(typeof cases === 'string' ? { '': cases } : cases)
    .map(([name, template]) => [name, paramNamesOf(template).toSorted()])
    .toSorted()
/** What is typed or named, which no language changes. */
const quoted = (text: string) => (text.match(/`[^`]+`/g) ?? []).toSorted()

describe('the words of findings', () => {
  it.each(CODES)('have the same values in French as in English: %s', (code) => {
    expect(paramsOf(fr[code].seen)).toEqual(paramsOf(FINDINGS[code].seen))
    expect(paramsOf(fr[code].why)).toEqual(paramsOf(FINDINGS[code].why))
    expect(paramsOf(fr[code].fix)).toEqual(paramsOf(FINDINGS[code].fix))
  })

  it.each(CODES)('leave the command at the end to the English remedy: %s', (code) => {
    const { text } = splitFix(FINDINGS[code].fix)

    expect(quoted(fr[code].fix)).toEqual(quoted(text))
    expect(fr[code].fix.endsWith(' :')).toBe(text.endsWith(':'))
    expect(fr[code].why).not.toBe(FINDINGS[code].why)
  })
})
