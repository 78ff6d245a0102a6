import { describe, expect, it } from 'vitest'
import { table } from './text-table.ts'

describe('a table', () => {
  it('pads columns to their widest cell and leaves no space at the end of a line', () => {
    const rows = [
      ['a', 'long cell', ''],
      ['longer', 'b', 'c'],
    ]

    expect(table(['ID', 'STATE', 'X'], rows).split('\n')).toEqual([
      'ID      STATE      X',
      'a       long cell',
      'longer  b          c',
    ])
  })
})
