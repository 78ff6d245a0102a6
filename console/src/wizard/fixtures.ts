import type { InputReport } from '@crosspanel/protocol/input-check/report'
import type { PanelView } from '@crosspanel/protocol/panel'
import type { Draft } from './draft.ts'

export const EXAMPLE_TERMS =
  'The panel may be used for research on health and disease alone.\n\nNobody tries to find out who a person in the panel or in the results is. Publications name the panel and its version. Results are not given to third parties that have not agreed to these terms.'

/** A panel as a node shows it, for tests and the gallery. */
export function examplePanel(more: Partial<PanelView> = {}): PanelView {
  const panelId = more.panelId ?? 'site:cape-town/h3africa-v6'
  return {
    panelId,
    version: '6',
    title: 'H3Africa reference panel',
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

export const EXAMPLE_LONG_NAME =
  'a-very-long-name-of-a-file-that-somebody-gave-to-their-cohort-of-the-year-2026-after-quality-control.chr20.vcf.gz'

export const EXAMPLE_REPORT: InputReport = {
  files: [
    {
      ...{ name: 'cohort.chr20.vcf.gz', container: 'bgzf', samples: 1480, records: 3120 },
      chromosomes: { 20: { records: 3120, first: 61_098, last: 2_998_311 } },
      ...{ phased: 'unphased', hasChrPrefix: false, build: 'GRCh38', filters: [] },
      ...{ sampleIdsDigest: 'c'.repeat(64), textBytes: 9_000_000 },
    },
  ],
  findings: [],
  ...{ isAcceptable: true, samples: 1480, variants: 3120 },
}

/** A draft in which everything was said. */
export function exampleDraft(more: Partial<Draft> = {}): Draft {
  const at = '2026-01-02T03:04:05.000Z'
  const identity = { lastModified: 1_760_000_000_000, headSha256: 'b'.repeat(64) }
  return {
    id: '019ac0de-0000-7000-8000-00000000d4af',
    accountId: '019ac0de-0000-7000-8000-000000000001',
    ...{ createdAt: at, updatedAt: at, name: '' },
    files: [
      {
        identity: { ...identity, name: 'cohort.chr20.vcf.gz', size: 10_400_000_000 },
        ...{ fileId: 'f1', sentBytes: 10_400_000_000, isComplete: true },
      },
      {
        identity: { ...identity, name: EXAMPLE_LONG_NAME, size: 5_200_000_000 },
        ...{ fileId: 'f2', sentBytes: 1_300_000_000, isComplete: false },
      },
    ],
    report: EXAMPLE_REPORT,
    ...{ isWhole: false, chromosomes: ['20', '21'], sketch: undefined, ancestry: 'AFR' },
    panelId: 'site:cape-town/h3africa-v6',
    parameters: { minR2: 0.3, empiricalDosage: true },
    agreement: { panelId: 'site:cape-town/h3africa-v6', terms: EXAMPLE_TERMS },
    ...{ isWithoutKey: false, jobId: undefined },
    ...more,
  }
}
