import { PROBLEMS } from '@crosspanel/protocol/problem'
import { describe, expect, it } from 'vitest'
import { en } from './words.en.ts'
import { fr } from './words.fr.ts'

/** What is typed or named, which no language changes. */
const quoted = (text: string) => (text.match(/`[^`]+`/g) ?? []).toSorted()

describe('the words of problems', () => {
  it.each(Object.keys(PROBLEMS) as (keyof typeof PROBLEMS)[])(
    'name in French what they name in English: %s',
    (code) => {
      expect(quoted(fr[code].fix)).toEqual(quoted(en[code].fix))
      expect(fr[code].title).not.toBe(en[code].title)
    },
  )
})
