import { z } from 'zod'
import { RunParameters } from './job.ts'
import type { PanelDescription } from './panel.ts'

/** JSON Schema (draft 2020-12) of the parameters that a host takes for a panel. */
export const RunOptions = z.object({
  $schema: z.string(),
  type: z.literal('object'),
  properties: z.record(z.string(), z.record(z.string(), z.unknown())),
  required: z.array(z.string()),
})
export type RunOptions = z.infer<typeof RunOptions>

type Offered = Pick<PanelDescription, 'build' | 'phasingEngines' | 'populations'>

/** What `RunParameters` may say for this panel: its build, its populations, and the engines that its host has. */
export function runOptionsOf({ build, phasingEngines, populations }: Offered): RunOptions {
  const all = RunOptions.parse(z.toJSONSchema(RunParameters, { io: 'input' }))
  const others = Object.entries(all.properties).filter(
    ([name]) => name !== 'population' && name !== 'phasing',
  )
  const codes = populations.map(({ code }) => code)
  return {
    ...all,
    properties: {
      ...Object.fromEntries(others),
      build: { const: build },
      phasing: { ...all.properties['phasing'], enum: ['auto', 'none', ...phasingEngines] },
      ...(codes.length > 0 ? { population: { type: 'string', enum: codes } } : {}),
    },
  }
}
