import { describe, expect, it } from 'vitest'
import { RunParameters } from './job.ts'
import { runOptionsOf } from './run-options.ts'

const panel = {
  build: 'GRCh38',
  phasingEngines: ['eagle'],
  populations: [{ code: 'AFR', samples: 100 }],
} as const

describe('the options of a panel', () => {
  it('are those that its host can serve', () => {
    const { properties, required } = runOptionsOf(mutable(panel))

    expect(properties['build']).toEqual({ const: 'GRCh38' })
    expect(properties['phasing']).toMatchObject({
      enum: ['auto', 'none', 'eagle'],
      default: 'auto',
    })
    expect(properties['population']).toEqual({ type: 'string', enum: ['AFR'] })
    expect(properties['minR2']).toMatchObject({
      type: 'number',
      minimum: 0,
      maximum: 1,
      default: 0,
    })
    expect(required).toEqual(['build'])
  })

  it('have no population where the panel names none', () => {
    const { properties } = runOptionsOf({ build: 'GRCh37', phasingEngines: [], populations: [] })

    expect(properties).not.toHaveProperty('population')
  })

  it('name every parameter of a run, each with the default that the node takes', () => {
    const { properties } = runOptionsOf(mutable(panel))
    const defaults = Object.entries(properties).flatMap(([name, schema]) =>
      'default' in schema ? [[name, schema['default']]] : [],
    )

    expect(new Set(Object.keys(properties))).toEqual(new Set(Object.keys(RunParameters.shape)))
    expect(RunParameters.parse({ build: 'GRCh38' })).toEqual({
      build: 'GRCh38',
      ...Object.fromEntries(defaults),
    })
  })
})

function mutable({ build, phasingEngines, populations }: typeof panel) {
  return { build, phasingEngines: [...phasingEngines], populations: [...populations] }
}
