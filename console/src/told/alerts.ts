import type { AlertView } from '@crosspanel/protocol/alert'
import { tellSight } from './sights.ts'
import { createTexts, type Said, sayWith } from './texts.ts'

type AlertTexts = Readonly<Record<string, { readonly means: string; readonly fix: string }>>

const texts = createTexts<AlertTexts>({
  fr: async () => (await import('./words.alerts.fr.ts')).fr,
})

interface ToldAlert {
  readonly seen: Said
  readonly means: Said
  readonly fix: Said
}

/** An alert in the page's language. */
export function tellAlert({ code, seen, means, fix, told }: AlertView): ToldAlert {
  const known = texts()?.[code]
  return {
    seen: tellSight(seen, told),
    means: sayWith(known?.means, {}, means),
    fix: sayWith(known?.fix, {}, fix),
  }
}
