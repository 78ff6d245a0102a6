import { describe, expect, it } from 'vitest'
import { typeset, typesetAll } from './typeset.ts'

/** '~' is a space that no line breaks at, '^' a narrow one. */
const held = (text: string) => text.replaceAll('~', '\u00A0').replaceAll('^', '\u202F')

describe('a French text', () => {
  it.each([
    ['Quoi ? Non ! Si ; oui', 'Quoi^? Non^! Si^; oui'],
    ['À faire : « lire », à 5 %', 'À faire~: «~lire~», à 5~%'],
    ['{percent} % de {name}', '{percent}~% de {name}'],
    ['à 12:03, https://a.example/?b=1; fin', 'à 12:03, https://a.example/?b=1; fin'],
    ['Lancez `awk "{ a ? b : c ; }"` : voilà', 'Lancez `awk "{ a ? b : c ; }"`~: voilà'],
    ['en moins de 60 s, {size} Mb ou 3 Go', 'en moins de 60~s, {size}~Mb ou 3~Go'],
    ['{name} s’arrête, 5 minutes, 3 sites', '{name} s’arrête, 5 minutes, 3 sites'],
  ])('has spaces that do not break: %s', (written, set) => {
    expect(typeset(written, 'fr')).toBe(held(set))
    expect(typeset(held(set), 'fr')).toBe(held(set))
  })
})

describe('an English text', () => {
  it('holds a number to its unit, and leaves the rest', () => {
    expect(typeset('Within 60 s : no ? « a » 5 MB or 3 sites', 'en')).toBe(
      held('Within 60~s : no ? « a » 5~MB or 3 sites'),
    )
  })
})

describe('a dictionary', () => {
  it('is set in all its depth, and what its functions say when they say it', () => {
    const words = { a: 'Oui !', b: { c: (n: number) => `${n} % ?` }, d: null }

    const set = typesetAll(words, 'fr')

    expect(set.a).toBe(held('Oui^!'))
    expect(set.b.c(4)).toBe(held('4~%^?'))
    expect(set.d).toBeNull()
  })
})
