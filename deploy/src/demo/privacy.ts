import { readFile } from 'node:fs/promises'

export interface Leak {
  readonly file: string
  /** Number of the line, from 1; what stands there is not repeated. */
  readonly line: number
  readonly kind: string
}

/** Words that no log may hold, by what they are. */
export type Forbidden = Readonly<Record<string, readonly string[]>>

/** A genotype as VCF writes it, between separators: `0|1`, `1/1:0.98`. */
const GENOTYPE = /(^|[\s"',])[01.][|/][01.]([\s"',:]|$)/

/** Searches log files, line by line, for sample ids, secrets and genotypes. */
export async function findLeaks(files: readonly string[], forbidden: Forbidden): Promise<Leak[]> {
  const searches = Object.entries(forbidden).map(([kind, words]) => ({
    kind,
    words: words.filter(Boolean),
  }))
  const leaks: Leak[] = []
  for (const file of files) {
    const lines = (await readFile(file, 'utf8')).split('\n')
    for (const [index, text] of lines.entries()) {
      const found = searches.filter(({ words }) => words.some((word) => text.includes(word)))
      const kinds = found.map(({ kind }) => kind).concat(GENOTYPE.test(text) ? ['genotype'] : [])
      leaks.push(...kinds.map((kind) => ({ file, line: index + 1, kind })))
    }
  }
  return leaks
}
