import type { MessageBody } from '@crosspanel/protocol/message'
import type { PanelAccess, PanelDescription } from '@crosspanel/protocol/panel'
import { describe, expect, it } from 'vitest'
import type { ServedPanel } from './deps.ts'
import { judgeOffer, type OfferFacts } from './policy.ts'

const KID = 'k'.repeat(43)
const description: PanelDescription = {
  panelId: 'site:cape-town/h3africa-v6',
  version: '6',
  title: 'A panel',
  build: 'GRCh38',
  samples: 300,
  populations: [{ code: 'AFR', samples: 300 }],
  chromosomes: [{ chromosome: '20', start: 1, end: 1000, variants: 10 }],
  phasingEngines: ['eagle'],
  minSamples: 20,
  maxSamples: 100,
  digest: 'a'.repeat(64),
}

function panel(access: PanelAccess = 'members'): ServedPanel {
  return { files: {} as ServedPanel['files'], description, access }
}

const facts: OfferFacts = {
  homeSite: 'site:lund',
  us: 'site:cape-town',
  panel: panel(),
  encryptionKid: KID,
  volumeBytes: 10_000,
  diskFloorBytes: 1_000,
  queue: { mode: 'open', reason: '' },
}

const offer = {
  panelId: description.panelId,
  panelDigest: description.digest,
  parameters: { build: 'GRCh38', phasing: 'auto' },
  input: { files: [{ size: 1_000 }], recipients: [KID] },
  samples: 50,
  variants: 100,
} as unknown as MessageBody<'job.offer'>

describe('an offer', () => {
  it('is admitted when nothing speaks against it', () => {
    expect(judgeOffer(offer, facts)).toBeUndefined()
  })

  it('is admitted to a queue that is paused', () => {
    const queue = { mode: 'paused', reason: 'new disks' } as const

    expect(judgeOffer(offer, { ...facts, queue })).toBeUndefined()
  })

  it.each<[string, Partial<OfferFacts>, string]>([
    ['a queue that is drained', { queue: { mode: 'draining', reason: '' } }, 'host-draining'],
    ['a panel that is not served', { panel: undefined }, 'panel-unavailable'],
    ['a site that the panel’s owner does not admit', { panel: panel([]) }, 'panel-access-denied'],
    [
      'a site whose id only begins like an admitted one',
      { panel: panel(['site:lund-2']) },
      'panel-access-denied',
    ],
    ['input for another key', { encryptionKid: 'x'.repeat(43) }, 'recipient-unknown'],
    ['a disk that it can never fit on', { volumeBytes: 5_999 }, 'insufficient-storage'],
  ])('is refused with %s', (_, change, code) => {
    expect(judgeOffer(offer, { ...facts, ...change })?.code).toBe(code)
  })

  it.each<[string, Partial<typeof offer>, string]>([
    ['another digest of the panel', { panelDigest: 'b'.repeat(64) }, 'panel-changed'],
    ['another build', { parameters: { ...offer.parameters, build: 'GRCh37' } }, 'build-mismatch'],
    ['too few samples', { samples: 19 }, 'too-few-samples'],
    ['too many samples', { samples: 101 }, 'too-many-samples'],
    [
      'an engine that is not here',
      { parameters: { ...offer.parameters, phasing: 'shapeit4' } },
      'phasing-unavailable',
    ],
    [
      'a population that is not there',
      { parameters: { ...offer.parameters, population: 'EUR' } },
      'population-unknown',
    ],
  ])('is refused with %s', (_, change, code) => {
    expect(judgeOffer({ ...offer, ...change }, facts)?.code).toBe(code)
  })

  it.each([20, 100])('is admitted at the edge of the policy: %i samples', (samples) => {
    expect(judgeOffer({ ...offer, samples }, facts)).toBeUndefined()
  })

  it('of the panel’s own site needs no admission', () => {
    const own = { ...facts, homeSite: facts.us, panel: panel([]) }

    expect(judgeOffer(offer, own)).toBeUndefined()
  })
})
