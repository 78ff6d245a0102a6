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
  if (panel === undefined) {
    return refusal('panel-unavailable', 'the panel is not served here', 'Choose another panel.')
  }
  if (!admits(panel.access, homeSite, us)) {
    return refusal(
      'panel-access-denied',
      `the owner of the panel does not admit ${homeSite}`,
      'Ask the administrator of the host site for access, or choose another panel.',
    )
  }
  for (const rule of RULES) {
    const finding = rule(offer, panel, facts)
    if (finding !== undefined) return finding
  }
  return undefined
}

const RULES: readonly Rule[] = [
  (_offer, _panel, { queue: { mode, reason } }) =>
    mode === 'draining'
      ? refusal(
          'host-draining',
          `the host site takes no new jobs now${reason === '' ? '' : `: ${reason}`}`,
          'Retry later, or choose a panel of another site.',
        )
      : undefined,
  (offer, { description }) =>
    offer.panelDigest === description.digest
      ? undefined
      : refusal(
          'panel-changed',
          'the panel has changed since the offer was prepared',
          'Retry the job in a few minutes.',
        ),
  (offer, { description }) =>
    offer.parameters.build === description.build
      ? undefined
      : refusal(
          'build-mismatch',
          `the job is on ${offer.parameters.build}, the panel on ${description.build}`,
          'Choose a panel on the build of your files.',
        ),
  ({ samples }, { description: { minSamples, maxSamples } }) =>
    samples >= minSamples && samples <= maxSamples
      ? undefined
      : refusal(
          samples < minSamples ? 'too-few-samples' : 'too-many-samples',
          `${String(samples)} samples; the panel takes ${String(minSamples)} to ${String(maxSamples)}`,
          'Send another number of samples.',
        ),
  ({ parameters: { phasing } }, { description: { phasingEngines } }) =>
    phasing === 'auto' || phasing === 'none' || phasingEngines.includes(phasing)
      ? undefined
      : refusal(
          'phasing-unavailable',
          `${phasing} is not available for this panel`,
          `Choose one of: auto, none, ${phasingEngines.join(', ')}.`,
        ),
  ({ parameters: { population } }, { description: { populations } }) =>
    population === undefined || populations.some(({ code }) => code === population)
      ? undefined
      : refusal(
          'population-unknown',
          'the panel has no such population',
          `Choose one of: ${populations.map(({ code }) => code).join(', ')}, or none.`,
        ),
  ({ input }, _panel, { encryptionKid }) =>
    input.recipients.includes(encryptionKid)
      ? undefined
      : refusal(
          'recipient-unknown',
          'the input is encrypted for a key that this site does not hold',
          'Retry the job: it is encrypted again for the current key.',
        ),
  (offer, _panel, { volumeBytes, diskFloorBytes }) =>
    volumeBytes - neededBytes(offer) >= diskFloorBytes
      ? undefined
      : refusal(
          'insufficient-storage',
          'the disk of the host site is too small for this job, even when nothing else is on it',
          'Send fewer samples or chromosomes at once, or choose a panel of another site.',
        ),
]

function refusal(code: string, seen: string, fix: string): Finding {
  const why = 'The host site decides which jobs it runs, before any genotype is sent.'
  return { code, severity: 'error', seen, why, fix, count: 1 }
}
