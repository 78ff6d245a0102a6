import { fill, type Style, type Template } from '@crosspanel/protocol/template'
import { createSignal } from 'solid-js'
import {
  formatBytes,
  formatDate,
  formatDateTime,
  formatDuration,
  formatNumber,
  isOne,
} from '../i18n/format.ts'
import { type Language, language } from '../i18n/language.ts'
import { typesetAll } from '../i18n/typeset.ts'

type Translated = Exclude<Language, 'en'>

/**
 * Texts that come in English from a server or from the input check, in the page's language. They
 * are loaded when one is shown for the first time; in English, and until they are there, undefined.
 */
export function createTexts<T>(
  loads: Readonly<Record<Translated, () => Promise<T>>>,
): () => T | undefined {
  const [loaded, setLoaded] = createSignal<Partial<Record<Translated, T>>>({})
  const underWay = new Set<Translated>()

  function load(wanted: Translated): void {
    if (underWay.has(wanted)) return
    underWay.add(wanted)
    loads[wanted]().then(
      (texts) => setLoaded((known) => ({ ...known, [wanted]: typesetAll(texts, wanted) })),
      // The next page that shows one asks again.
      () => underWay.delete(wanted),
    )
  }

  return () => {
    const wanted = language()
    if (wanted === 'en') return undefined
    load(wanted)
    return loaded()[wanted]
  }
}

/** What to show, and its language where it is not the page's. */
export interface Said {
  readonly text: string
  readonly lang?: 'en'
}

const STYLE: Style = {
  number: formatNumber,
  duration: formatDuration,
  bytes: formatBytes,
  time: (at) => (at.includes('T') ? formatDateTime(at) : formatDate(at)),
  isOne: (value) => isOne(value),
}

/** The English text, where there is no template in the page's language or a value for it is missing. */
export function sayWith(
  template: Template | undefined,
  params: Parameters<typeof fill>[1],
  english: string,
): Said {
  const text = template === undefined ? undefined : fill(template, params, STYLE)
  if (text !== undefined) return { text }
  return language() === 'en' ? { text: english } : { text: english, lang: 'en' }
}
