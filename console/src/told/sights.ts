import { type Cases, templateOf } from '@crosspanel/protocol/template'
import type { Told } from '@crosspanel/protocol/told'
import { createTexts, type Said, sayWith } from './texts.ts'

const texts = createTexts<Readonly<Record<string, Cases>>>({
  fr: async () => (await import('./words.sights.fr.ts')).fr,
})

/** What a node has seen of itself or of a peer, in the page's language. */
export function tellSight(seen: string, told: Told | undefined): Said {
  const known = texts()
  return sayWith(known && told && templateOf(known, told.key), told?.params ?? {}, seen)
}
