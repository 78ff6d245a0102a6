import type { PanelView } from '@crosspanel/protocol/panel'

/** A panel as a node shows it, for tests and the gallery. */
export function examplePanel(more: Partial<PanelView> = {}): PanelView {
  const panelId = more.panelId ?? 'site:cape-town/h3africa-v6'
  return {
    panelId,
    version: '6',
    title: 'H3Africa reference panel, version 6',
    build: 'GRCh38',
    samples: 4447,
    populations: [
      { code: 'AFR', samples: 4000 },
      { code: 'EUR', samples: 447 },
    ],
    chromosomes: [
      { chromosome: '20', start: 60_000, end: 64_000_000, variants: 2_500_000 },
      { chromosome: '21', start: 5_000_000, end: 46_000_000, variants: 1_500_000 },
    ],
    phasingEngines: ['eagle'],
    minSamples: 20,
    maxSamples: 50_000,
    digest: 'a'.repeat(64),
    hostSite: 'site:cape-town',
    hostName: 'University of Cape Town',
    isOpenToUs: true,
    host: 'ok',
    hostTold: {
      at: '2026-01-02T03:04:05.000Z',
      ...{ isReady: true, hasLiveWorker: true, queuedRuns: 2, runningRuns: 1, queueMode: 'open' },
      runTimes: {
        panelId,
        runs: 48,
        from: '2025-11-02T03:04:05.000Z',
        to: '2026-01-01T03:04:05.000Z',
        ...{ leastSamples: 40, mostSamples: 2000, mostGenotypes: 8e9, leastRunS: 30 },
        waitS: { p50: 12, p90: 1800 },
        millionGenotypesS: { p10: 0.4, p50: 0.6, p90: 1.1 },
      },
    },
    ...more,
  }
}
