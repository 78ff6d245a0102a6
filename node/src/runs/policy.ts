import { findingOf } from '@crosspanel/protocol/findings'
import type { SiteId } from '@crosspanel/protocol/ids'
import type { Finding } from '@crosspanel/protocol/job'
import type { MessageBody } from '@crosspanel/protocol/message'
import type { PanelAccess } from '@crosspanel/protocol/panel'
import type { QueueControl } from '@crosspanel/protocol/queue'
import type { ServedPanel } from './deps.ts'

export interface OfferFacts {
  readonly homeSite: SiteId
  readonly us: SiteId
  readonly panel: ServedPanel | undefined
  readonly encryptionKid: string
  /** Size of the volume where runs are kept, and what of it stays free; bytes. */
  readonly volumeBytes: number
  readonly diskFloorBytes: number
  readonly queue: Pick<QueueControl, 'mode' | 'reason'>
}
type Offer = MessageBody<'job.offer'>
type Rule = (offer: Offer, panel: ServedPanel, facts: OfferFacts) => Finding | undefined

/** Plaintext, chunks and results take about this many times the room of the encrypted input. */
const ROOM_FACTOR = 5

/** Bytes that the host site needs for the job at most. */
export function neededBytes({ input }: Offer): number {
  return input.files.reduce((sum, { size }) => sum + size, 0) * ROOM_FACTOR
}

/** Site ids are compared whole (T14). */
export function admits(access: PanelAccess, homeSite: SiteId, us: SiteId): boolean {
  return homeSite === us || access === 'members' || access.includes(homeSite)
}

/** Why this site does not run the job, by the first rule that speaks against it. Pure. */
export function judgeOffer(offer: Offer, facts: OfferFacts): Finding | undefined {
  const { panel, us, homeSite } = facts
  if (panel === undefined) return findingOf('panel-unavailable')
  if (!admits(panel.access, homeSite, us)) {
    return findingOf('panel-access-denied.offer', { params: { site: homeSite } })
  }
  for (const rule of RULES) {
    const finding = rule(offer, panel, facts)
    if (finding !== undefined) return finding
  }
  return undefined
}

const RULES: readonly Rule[] = [
  (_offer, _panel, { queue: { mode, reason } }) => {
    if (mode !== 'draining') return undefined
    return reason === ''
      ? findingOf('host-draining.plain')
      : findingOf('host-draining.because', { params: { reason } })
  },
  (offer, { description }) =>
    offer.panelDigest === description.digest ? undefined : findingOf('panel-changed.offer'),
  ({ parameters: { build: declared } }, { description: { build: panelBuild } }) =>
    declared === panelBuild
      ? undefined
      : findingOf('build-mismatch.panel', { params: { declared, panelBuild } }),
  ({ samples }, { description: { minSamples: min, maxSamples: max } }) =>
    samples >= min && samples <= max
      ? undefined
      : findingOf(samples < min ? 'too-few-samples' : 'too-many-samples', {
          params: { samples, min, max },
        }),
  ({ parameters: { phasing: engine } }, { description: { phasingEngines } }) =>
    engine === 'auto' || engine === 'none' || phasingEngines.includes(engine)
      ? undefined
      : findingOf('phasing-unavailable', {
          params: { engine, choices: ['auto', 'none', ...phasingEngines].join(', ') },
        }),
  ({ parameters: { population } }, { description: { populations } }) => {
    const codes = populations.map(({ code }) => code)
    return population === undefined || codes.includes(population)
      ? undefined
      : findingOf('population-unknown', { params: { population, choices: codes.join(', ') } })
  },
  ({ input }, _panel, { encryptionKid }) =>
    input.recipients.includes(encryptionKid) ? undefined : findingOf('recipient-unknown'),
  (offer, _panel, { volumeBytes, diskFloorBytes }) =>
    volumeBytes - neededBytes(offer) >= diskFloorBytes
      ? undefined
      : findingOf('insufficient-storage'),
]
