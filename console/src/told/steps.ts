import type { PanelTaskView } from '@crosspanel/protocol/panel-admin'
import { templateOf } from '@crosspanel/protocol/template'
import { createTexts, type Said, sayWith } from './texts.ts'

const texts = createTexts<Readonly<Record<string, string>>>({
  fr: async () => (await import('./words.steps.fr.ts')).fr,
})

/** What is being done while a panel is added, in the page's language. */
export function tellStep({ step, told }: Pick<PanelTaskView, 'step' | 'told'>): Said {
  const known = texts()
  return sayWith(known && told && templateOf(known, told.key), told?.params ?? {}, step)
}
