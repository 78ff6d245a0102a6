import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')

/** What the seed of this project had, in the words of the table's first column. */
const WANTED = [
  'jobs',
  'job: detail',
  'job: cancel',
  'services, panels',
  'users',
  'profile',
  'dashboard, statistics',
  'files',
  'health',
  'metrics',
  'alerts',
]

/** By tus, and by docs/metrics.md. */
const DESCRIBED_ELSEWHERE = ['/api/v1/uploads', '/metrics']

const [, table = ''] = read('docs/api.md').split(/<!-- (?:end of )?endpoints -->/)
const rows = table
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter((cells) => cells[2]?.includes('`'))
const named = rows.flatMap(([, , cell = '']) =>
  [...cell.matchAll(/`([A-Z]+) (\/[^`]*)`/g)].map(([, method = '', path = '']) => ({
    method,
    path,
  })),
)

describe('the table of what people look for', () => {
  const described = ['node/openapi.json', 'registry/openapi.json'].map(
    (file) => (JSON.parse(read(file)) as { paths: Record<string, Record<string, object>> }).paths,
  )

  it('has a row for each', () => {
    for (const wanted of WANTED) {
      expect(
        rows.some(([, first]) => first?.startsWith(wanted)),
        wanted,
      ).toBe(true)
    }
  })

  it('is of many addresses', () => {
    expect(named.length).toBeGreaterThan(25)
  })

  it.each(named)('names one that is there: $method $path', ({ method, path }) => {
    const isDescribed = described.some((paths) => paths[path]?.[method.toLowerCase()] !== undefined)

    expect(isDescribed || DESCRIBED_ELSEWHERE.includes(path)).toBe(true)
  })
})
