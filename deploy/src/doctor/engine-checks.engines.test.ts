import { detectEngines, type Engine, type Engines } from '@crosspanel/node/pipeline/engines'
import { describe, expect, it } from 'vitest'
import { testEngines } from './engine-checks.ts'

const engines = await detectEngines()
const { signal } = new AbortController()

function withEngine(name: 'minimac4' | 'eagle', file: string): Engines {
  const engine = { ...engines.found[name], name, file } as Engine
  return { ...engines, found: { ...engines.found, [name]: engine } }
}

describe.skipIf(engines.missing.length > 0)('the test of the engines', () => {
  it('finds the genotypes that are known', async () => {
    expect(await testEngines(engines, signal)).toEqual({
      state: 'ok',
      evidence: 'eagle, shapeit4, minimac4: 100.0% of the dosages are right',
    })
  })

  it.each(['minimac4', 'eagle'] as const)(
    'notices %s that fails',
    async (name) => {
      const { state, evidence } = await testEngines(withEngine(name, '/bin/false'), signal)

      expect(state).toBe('fail')
      expect(evidence).toContain(name)
    },
    120_000,
  )
})
