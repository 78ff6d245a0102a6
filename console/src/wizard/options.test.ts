import { runOptionsOf } from '@crosspanel/protocol/run-options'
import { describe, expect, it } from 'vitest'
import { examplePanel } from './fixtures.ts'
import { optionsOf, readNumber } from './options.ts'

describe('the options of a panel', () => {
  it("are controls made from the host's schema", () => {
    expect(optionsOf(runOptionsOf(examplePanel()))).toEqual([
      { name: 'mode', kind: 'choice', choices: ['imputation', 'qc-only'], initial: 'imputation' },
      { name: 'minR2', kind: 'number', least: 0, most: 1, initial: 0 },
      { name: 'empiricalDosage', kind: 'yes-no', initial: false },
      { name: 'phasing', kind: 'choice', choices: ['auto', 'none', 'eagle'], initial: 'auto' },
      { name: 'population', kind: 'choice', choices: ['AFR', 'EUR'], initial: undefined },
    ])
  })

  it('leave out kinds of values that there is no control for', () => {
    const properties = { colours: { type: 'array' }, depth: { type: 'number' } }

    expect(optionsOf({ $schema: '', type: 'object', properties, required: [] })).toEqual([])
  })
})

describe('a number that was typed', () => {
  it.each([
    ['0.3', 0.3],
    [' 0,3 ', 0.3],
    ['1', 1],
    ['', undefined],
    ['2', undefined],
    ['x', undefined],
  ])('%s is %s', (text, value) => {
    expect(readNumber(text, 0, 1)).toBe(value)
  })
})
