import { describe, expect, it } from 'vitest'
import { matchFiles } from './match-files.ts'

const a = { name: 'a.vcf.gz', size: 10, lastModified: 1, headSha256: 'aa' }
const b = { name: 'b.vcf.gz', size: 20, lastModified: 2, headSha256: 'bb' }
const files = [a, b].map((identity) => ({
  identity,
  ...{ fileId: undefined, sentBytes: 0, isComplete: false },
}))

describe('files that are chosen again', () => {
  it('are those of the draft in any order', () => {
    expect(matchFiles(files, [b, a])).toEqual({ order: [1, 0] })
  })

  it.each([
    ['count', [a], '2', '1'],
    ['name', [a, { ...b, name: 'c.vcf.gz' }], 'b.vcf.gz', 'a.vcf.gz'],
    ['size', [a, { ...b, size: 21 }], '20', '21'],
    ['content', [{ ...a, headSha256: 'x' }, b], 'a.vcf.gz', 'a.vcf.gz'],
    ['time', [{ ...a, lastModified: 9 }, b], 'a.vcf.gz', 'a.vcf.gz'],
  ] as const)('are refused for another %s', (of, found, was, is) => {
    expect(matchFiles(files, found)).toEqual({ mismatch: { of, was, is } })
  })
})
