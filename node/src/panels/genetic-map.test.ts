import { describe, expect, it } from 'vitest'
import { constantMap, eagleMap, minimacMap, parseGeneticMap, shapeitMap } from './genetic-map.ts'

const POINTS = [
  { position: 1_000_000, cM: 1 },
  { position: 2_000_000, cM: 1.5 },
  { position: 4_000_000, cM: 6 },
]

describe('reading a genetic map', () => {
  it.each([
    ['SHAPEIT', 'pos\tchr\tcM\n1000000\t20\t1\n2000000\t20\t1.5\n4000000\t20\t6\n'],
    ['SHAPEIT with a prefix', 'pos chr cM\n1000000 chr20 1\n2000000 chr20 1.5\n4000000 chr20 6'],
    ['PLINK', '20\t.\t1\t1000000\n20\t.\t1.5\t2000000\n20\t.\t6\t4000000\n'],
    ['PLINK with a prefix', 'chr20 . 1 1000000\nchr20 . 1.5 2000000\nchr20 . 6 4000000\n'],
    ['PLINK with ids', '20 rs1 1 1000000\n20 rs2 1.5 2000000\n20 rs3 6 4000000\n'],
    [
      'Eagle',
      'chr position COMBINED_rate(cM/Mb) Genetic_Map(cM)\n20 1000000 0.5 1\n20 2000000 2.25 1.5\n20 4000000 0 6\n',
    ],
    ['minimac4', '#chr\tpos\tcM\n20\t1000000\t1\n20\t2000000\t1.5\n20\t4000000\t6\n'],
  ])("takes %s's format", (_name, text) => {
    expect(parseGeneticMap(text).get('20')).toEqual(POINTS)
  })

  it('parts the chromosomes of one file', () => {
    const maps = parseGeneticMap('20 . 1 100\n21 . 0 50\n21 . 2 90\n')

    expect([...maps.keys()]).toEqual(['20', '21'])
    expect(maps.get('21')).toHaveLength(2)
  })

  it('leaves out a position that is there twice', () => {
    const maps = parseGeneticMap('20 . 1 100\n20 . 1 100\n20 . 2 200\n')

    expect(maps.get('20')).toEqual([
      { position: 100, cM: 1 },
      { position: 200, cM: 2 },
    ])
  })

  it.each([
    ['positions that go back', '20 . 1 200\n20 . 2 100\n'],
    ['distances that go back', '20 . 2 100\n20 . 1 200\n'],
    ['a line with a word for a number', '20 . 1 100\n20 . many 200\n'],
    ['a short line', '20 . 1 100\n20 . 200\n'],
    ['five columns', '20 . 1 100 7\n'],
    ['nothing', ''],
  ])('refuses a map with %s', (_name, text) => {
    expect(() => parseGeneticMap(text)).toThrow(
      expect.objectContaining({ code: 'panel-source-refused' }),
    )
  })
})

describe("writing an engine's genetic map", () => {
  it('gives Eagle the rate from each position to the next in cM/Mb', () => {
    const lines = eagleMap('20', POINTS).split('\n')

    expect(lines).toEqual([
      'chr position COMBINED_rate(cM/Mb) Genetic_Map(cM)',
      '20 1000000 0.500000 1.000000',
      '20 2000000 2.250000 1.500000',
      '20 4000000 0.000000 6.000000',
      '',
    ])
  })

  it.each([
    ['SHAPEIT', shapeitMap],
    ['minimac4', minimacMap],
    ['Eagle', eagleMap],
  ])('gives %s a map that reads back as it was', (_name, write) => {
    expect(parseGeneticMap(write('20', POINTS)).get('20')).toEqual(POINTS)
  })

  it('spreads 1 cM/Mb where no map is given', () => {
    const points = constantMap(1_000_000, 4_000_000)

    expect(points).toEqual([
      { position: 1_000_000, cM: 1 },
      { position: 4_000_000, cM: 4 },
    ])
    expect(eagleMap('20', points)).toContain('20 1000000 1.000000 1.000000')
  })
})
