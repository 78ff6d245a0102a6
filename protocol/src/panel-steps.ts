import { inEnglish, type KeyOf, type ParamsOf, type TemplateOf, templateOf } from './template.ts'
import type { Told } from './told.ts'

/** What is being done while a panel is added. */
export const PANEL_STEPS = {
  waiting: 'waiting',
  checking: 'checking {file}',
  engines: 'chromosome {chromosome}: engine files',
  maps: 'chromosome {chromosome}: genetic maps',
  digests: 'chromosome {chromosome}: digests',
  done: 'done',
} as const

export type PanelStepKey = KeyOf<typeof PANEL_STEPS>
type StepParams<Key extends PanelStepKey> = ParamsOf<TemplateOf<typeof PANEL_STEPS, Key>>['params']

/** In English words, and what they are made of. */
export interface PanelStep {
  readonly step: string
  readonly told: Told
}

export function panelStep<Key extends PanelStepKey>(
  key: Key,
  ...[params]: StepParams<Key> extends undefined ? [params?: undefined] : [params: StepParams<Key>]
): PanelStep {
  const values = params ?? {}
  const step = inEnglish(templateOf(PANEL_STEPS, key), key, values)
  return { step, told: { key, params: values } }
}
