import { globSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { typesetAll } from './typeset.ts'

const CONSOLE = join(import.meta.dirname, '..')
const FRENCH = globSync('**/*words*.fr.ts', { cwd: CONSOLE }).toSorted()

const isSaying = (value: unknown): value is (...args: readonly number[]) => string =>
  typeof value === 'function'

/** Every text of a dictionary; of a function, what it says of 2. */
function textsIn(words: unknown): readonly string[] {
  if (typeof words === 'string') return [words]
  if (isSaying(words)) return [words(...Array.from({ length: words.length }, () => 2))]
  return Object.values(words ?? {}).flatMap(textsIn)
}

const BREAKS = /«[ ]|[ ][:;?!%»]/
const withoutCode = (text: string) => text.replaceAll(/`[^`]*`/g, '``')

describe('the French dictionaries', () => {
  it('are all found', () => {
    expect(FRENCH.length).toBeGreaterThan(35)
  })

  it.each(FRENCH)('break no line before a sign: %s', async (file) => {
    const { fr } = (await import(join(CONSOLE, file))) as { fr: unknown }

    const set = textsIn(typesetAll(fr, 'fr'))

    expect(set.length).toBeGreaterThan(0)
    expect(set.filter((text) => BREAKS.test(withoutCode(text)))).toEqual([])
  })
})
