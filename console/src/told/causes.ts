import type { JobEvent } from '@crosspanel/protocol/job'
import { type Cases, templateOf } from '@crosspanel/protocol/template'
import { seenTemplateOf } from './findings.ts'
import { createTexts, type Said, sayWith } from './texts.ts'

const texts = createTexts<Readonly<Record<string, Cases>>>({
  fr: async () => (await import('./words.causes.fr.ts')).fr,
})

/** Why a job moved or waits, in the page's language: in words of its own, or in those of a finding. */
export function tellCause({ cause, told }: Pick<JobEvent, 'cause' | 'told'>): Said {
  const own = texts()
  const known = own && told && templateOf(own, told.key)
  return sayWith(known ?? (told && seenTemplateOf(told.key)), told?.params ?? {}, cause)
}
