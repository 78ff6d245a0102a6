import { describe, expect, it } from 'vitest'
import { examplePanel } from '../wizard/fixtures.ts'
import { chromosomeWords, comparedOf, sharesOf, standingOf, variantsOf } from './describe.ts'

const chromosomes = (...numbers: readonly number[]) => ({
  chromosomes: numbers.map((number) => ({
    chromosome: `${number}`,
    start: 1,
    end: 2,
    variants: 10,
  })),
})

describe('a panel in words', () => {
  it.each([
    [[20], '20'],
    [[3, 1, 2], '1–3'],
    [[1, 2, 20, 22], '1–2, 20, 22'],
  ])('joins neighbouring chromosomes: %j', (numbers, words) => {
    expect(chromosomeWords(chromosomes(...numbers))).toBe(words)
  })

  it('counts the records of all chromosomes', () => {
    expect(variantsOf(chromosomes(1, 2, 3))).toBe(30)
  })

  it('tells the largest population first, as a share of all people of the panel', () => {
    const populations = [
      { code: 'FIN', samples: 1 },
      { code: 'EUR', samples: 3 },
      { code: 'ALL', samples: 4 },
    ]

    expect(sharesOf({ populations, samples: 4 })).toEqual([
      { code: 'EUR', samples: 3, share: 0.75 },
      { code: 'FIN', samples: 1, share: 0.25 },
    ])
  })

  it('has no shares where the panel tells no population', () => {
    expect(sharesOf({ populations: [], samples: 4 })).toEqual([])
  })
})

describe('whether a panel can be used', () => {
  it.each([
    [true, 'ok', 'usable'],
    [true, 'late', 'usable'],
    [true, 'unknown', 'usable'],
    [true, 'lost', 'unreachable'],
    [false, 'ok', 'closed'],
    [false, 'lost', 'closed'],
  ] as const)('open: %s, host: %s', (isOpenToUs, host, standing) => {
    expect(standingOf({ isOpenToUs, host })).toBe(standing)
  })
})

describe('panels to compare', () => {
  const panels = ['a', 'b', 'c', 'd', 'e'].map((name) =>
    examplePanel({ panelId: `site:x/${name}` }),
  )

  it('are those that the address names', () => {
    const compared = comparedOf(panels, 'site:x/c,site:x/a,site:x/unknown')

    expect(compared.map(({ panelId }) => panelId)).toEqual(['site:x/a', 'site:x/c'])
  })

  it('are four at most', () => {
    const all = panels.map(({ panelId }) => panelId).join(',')

    expect(comparedOf(panels, all)).toHaveLength(4)
  })

  it('are none when it names none', () => {
    expect(comparedOf(panels, undefined)).toEqual([])
  })
})
