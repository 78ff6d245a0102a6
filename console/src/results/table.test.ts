import { describe, expect, it } from 'vitest'
import { csvOf, inWords } from './table.ts'

describe('a table as CSV', () => {
  it('has numbers with a point, and quotes what needs it', () => {
    const csv = csvOf({
      columns: [{ title: 'MAF' }, { title: 'Mean, R2', isNumber: true }],
      rows: [
        ['0.1–0.2', 0.5],
        ['0.2–0.3', inWords(0.125, () => '12,5 %')],
        ['says "so"', null],
      ],
    })

    expect(csv).toBe('MAF,"Mean, R2"\r\n0.1–0.2,0.5\r\n0.2–0.3,0.125\r\n"says ""so""",\r\n')
  })

  it('gives a spreadsheet nothing to run', () => {
    const csv = csvOf({ columns: [{ title: 'chromosome' }], rows: [['=1+1'], ['-5']] })

    expect(csv).toBe("chromosome\r\n'=1+1\r\n'-5\r\n")
  })
})
