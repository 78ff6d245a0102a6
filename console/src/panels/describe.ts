import type { PanelView } from '@crosspanel/protocol/panel'
import { EVERYBODY } from '@crosspanel/protocol/populations'

/** Panels side by side: more do not fit beside each other. */
export const COMPARED_MAX = 4

/** A population's part of a panel. */
export interface Share {
  readonly code: string
  readonly samples: number
  /** 0 to 1, of all people of the panel. Who is in a population is in a larger one too: the sum may be more than 1. */
  readonly share: number
}

/** The largest first, without the one of everybody. */
export function sharesOf(panel: Pick<PanelView, 'populations' | 'samples'>): readonly Share[] {
  return panel.populations
    .filter(({ code }) => code !== EVERYBODY)
    .map(({ code, samples }) => ({ code, samples, share: samples / panel.samples }))
    .toSorted((a, b) => b.samples - a.samples)
}

/** Records of all chromosomes. */
export function variantsOf({ chromosomes }: Pick<PanelView, 'chromosomes'>): number {
  return chromosomes.reduce((sum, { variants }) => sum + variants, 0)
}

/** `1–3, 20, 22`: neighbours joined. */
export function chromosomeWords({ chromosomes }: Pick<PanelView, 'chromosomes'>): string {
  const numbers = chromosomes.map(({ chromosome }) => Number(chromosome)).toSorted((a, b) => a - b)
  const stretches: { from: number; to: number }[] = []
  for (const number of numbers) {
    const last = stretches.at(-1)
    if (last?.to === number - 1) last.to = number
    else stretches.push({ from: number, to: number })
  }
  return stretches.map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`)).join(', ')
}

/** A job may be sent there now; what stands against it otherwise. */
export type Standing = 'usable' | 'closed' | 'unreachable'

export function standingOf({ isOpenToUs, host }: Pick<PanelView, 'isOpenToUs' | 'host'>): Standing {
  if (!isOpenToUs) return 'closed'
  return host === 'lost' ? 'unreachable' : 'usable'
}

/** The panels that an address names, without those that are not known, at most four. */
export function comparedOf(
  panels: readonly PanelView[],
  named: string | undefined,
): readonly PanelView[] {
  const ids = (named ?? '').split(',')
  return panels.filter(({ panelId }) => ids.includes(panelId)).slice(0, COMPARED_MAX)
}
