import { describe, expect, it } from 'vitest'
import { EMPTY, requestOf } from './panel-form.ts'

describe('what is typed of a panel', () => {
  const typed = {
    ...EMPTY,
    name: ' h3africa-v6 ',
    title: 'H3Africa',
    version: 'v6',
    genotypeFiles: '/data/chr20.vcf.gz\n\n /data/chr21.vcf.gz \n',
  }

  it('is sent with what is left empty left to the node', () => {
    expect(requestOf(typed, 'site:cape-town')).toEqual({
      panelId: 'site:cape-town/h3africa-v6',
      title: 'H3Africa',
      version: 'v6',
      build: 'GRCh38',
      genotypeFiles: ['/data/chr20.vcf.gz', '/data/chr21.vcf.gz'],
      mapFiles: [],
      isSketchPublished: false,
      access: [],
      minSamples: 20,
      maxSamples: 50_000,
    })
  })

  it('says who may use the panel', () => {
    const sites = 'site:lund\nsite:ibadan'
    const access = (of: typeof typed.access | 'members' | 'some') =>
      requestOf({ ...typed, sites, access: of }, 'site:cape-town').access

    expect([access('own'), access('members'), access('some')]).toEqual([
      [],
      'members',
      ['site:lund', 'site:ibadan'],
    ])
  })
})
