import { describe, expect, it } from 'vitest'
import {
  frequencyColumns,
  indexPopulations,
  parsePopulationTable,
  sitesHeader,
} from './populations.ts'

const refusal = expect.objectContaining({ code: 'panel-source-refused' }) as Error

describe('a population table', () => {
  it('is read without a header', () => {
    expect(parsePopulationTable('a\tGBR\nb FIN\r\n\n')).toEqual(
      new Map([
        ['a', ['GBR']],
        ['b', ['FIN']],
      ]),
    )
  })

  it("is read in 1000 Genomes' format, with super-populations and without sexes", () => {
    const text = 'sample\tpop\tsuper_pop\tgender\t\t\na\tGBR\tEUR\tmale\nb\tYRI\tAFR\tfemale\n'

    expect(parsePopulationTable(text)).toEqual(
      new Map([
        ['a', ['GBR', 'EUR']],
        ['b', ['YRI', 'AFR']],
      ]),
    )
  })

  it('writes codes in capitals', () => {
    expect(parsePopulationTable('a eur').get('a')).toEqual(['EUR'])
  })

  it.each(['a', 'a\tnot-a-code', `a\t${'X'.repeat(21)}`])('refuses the line %j', (text) => {
    expect(() => parsePopulationTable(text)).toThrow(refusal)
  })
})

describe("a panel's populations", () => {
  const table = parsePopulationTable(
    'sample pop super_pop\na GBR EUR\nb FIN EUR\nc YRI AFR\nz CHB EAS',
  )

  it('counts the people of the panel alone, with everybody last', () => {
    const { codes, sizes } = indexPopulations(['a', 'b', 'c'], table)

    expect(codes).toEqual(['AFR', 'EUR', 'FIN', 'GBR', 'YRI', 'ALL'])
    expect(sizes).toEqual([1, 2, 1, 1, 1, 3])
  })

  it('are everybody alone without a table', () => {
    const { codes, sizes, groupsOf } = indexPopulations(['a', 'b'], undefined)

    expect([codes, sizes, groupsOf]).toEqual([['ALL'], [2], [[], []]])
  })

  it('are refused when the table lacks people, whose ids are not told', () => {
    expect(() => indexPopulations(['a', 'secret-1', 'secret-2'], table)).toThrow(
      expect.objectContaining({
        code: 'panel-source-refused',
        message: "the population table lacks 2 of the panel's 3 people",
      }),
    )
  })
})

describe('the frequency columns of a sites file', () => {
  it("stand in the order of Michigan's legend, to 4 decimals", () => {
    const populations = indexPopulations(['a', 'b', 'c'], parsePopulationTable('a X\nb X\nc Y'))

    expect(sitesHeader(populations)).toBe(
      'ID\tCHROM\tPOS\tREF\tALT\tAAF_X\tAAF_Y\tAAF_ALL\tMAF_X\tMAF_Y\tMAF_ALL\n',
    )
    expect(frequencyColumns(populations, [3, 1, 4])).toBe(
      '0.7500\t0.5000\t0.6667\t0.2500\t0.5000\t0.3333',
    )
  })
})
