import { RunParameters } from '@crosspanel/protocol/job'
import { describe, expect, it } from 'vitest'
import type { Engine, Engines } from './engines.ts'
import { EngineFailure, PipelineRefusal } from './failures.ts'
import type { PanelFiles } from './job.ts'
import { flatEagleMap, phasingArguments, planPhasing } from './phasing.ts'

const program = (name: 'eagle' | 'shapeit4'): Engine => ({
  ...{ name, file: `/usr/bin/${name}`, version: '1', options: new Set() },
})
const both: Engines = {
  found: { eagle: program('eagle'), shapeit4: program('shapeit4') },
  missing: [],
}
const noEagle: Engines = { found: { shapeit4: program('shapeit4') }, missing: [] }

function plan(
  asked: RunParameters['phasing'],
  genotypes: 'unphased' | 'phased' | 'phased with gaps',
  { engines = both, offered = ['eagle', 'shapeit4'] as PanelFiles['phasingEngines'] } = {},
) {
  const panel = { phasingEngines: offered } as PanelFiles
  const parameters = RunParameters.parse({ build: 'GRCh37', phasing: asked })
  const control = {
    isPhased: genotypes !== 'unphased',
    hasMissing: genotypes === 'phased with gaps',
  }
  return planPhasing({ panel, parameters }, control, engines)
}

describe('the choice of who phases', () => {
  it('uses phased and complete genotypes as they are', () => {
    expect(plan('auto', 'phased')).toEqual({ engine: 'none', findings: [] })
    expect(plan('none', 'phased')).toEqual({ engine: 'none', findings: [] })
  })

  it("takes the first of the panel's engines that is here", () => {
    expect(plan('auto', 'unphased').engine).toBe('eagle')
    expect(plan('auto', 'unphased', { offered: ['shapeit4', 'eagle'] }).engine).toBe('shapeit4')
    expect(plan('auto', 'unphased', { engines: noEagle }).engine).toBe('shapeit4')
  })

  it('phases again what has gaps, and notes it', () => {
    const { engine, findings } = plan('auto', 'phased with gaps')

    expect(engine).toBe('eagle')
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['phased-again', 'note'],
    ])
  })

  it('phases what is phased already when an engine is asked for', () => {
    expect(plan('shapeit4', 'phased')).toEqual({ engine: 'shapeit4', findings: [] })
  })

  it('refuses unphased genotypes without phasing, and an engine that the panel has not', () => {
    expect(() => plan('none', 'unphased')).toThrow(PipelineRefusal)
    expect(() => plan('eagle', 'unphased', { offered: ['shapeit4'] })).toThrow(PipelineRefusal)
  })

  it('fails where the engine that it needs is not here', () => {
    const engines: Engines = { found: {}, missing: [] }

    expect(() => plan('auto', 'unphased', { engines })).toThrow(EngineFailure)
    expect(() => plan('eagle', 'unphased', { engines })).toThrow(EngineFailure)
  })
})

describe('the command lines of phasing', () => {
  const chunk = { chromosome: '20', start: 20_000_001, end: 40_000_000 }
  const files = { reference: 'r.bcf', target: 't.vcf.gz', map: null, outputStem: 'out' }

  it('give SHAPEIT4 one thread and a seed, the window on both sides, and a map only if there is one', () => {
    const without = phasingArguments('shapeit4', files, '20', chunk)
    const with_ = phasingArguments('shapeit4', { ...files, map: 'm.gmap' }, '20', chunk)

    expect(without.join(' ')).toBe(
      '--input t.vcf.gz --reference r.bcf --region 20:15000001-45000000 --output out.vcf.gz --thread 1 --seed 15052011',
    )
    expect(with_).toContain('--map')
  })

  it("give Eagle the panel's name of the chromosome", () => {
    const args = phasingArguments('eagle', { ...files, map: 'm.txt' }, 'chr20', chunk)

    expect(args.join(' ')).toContain('--chrom chr20 --bpStart 15000001 --bpEnd 45000000')
  })

  it('give Eagle a map of one centimorgan per megabase where the panel has none', () => {
    expect(flatEagleMap('20', 63_000_000).split('\n').slice(1, 3)).toEqual([
      '20 0 1 0',
      '20 63000000 0 63',
    ])
  })
})
