import type { PanelView } from '@crosspanel/protocol/panel'
import type { JSX } from 'solid-js'
import { formatDuration, formatList, formatNumber } from '../i18n/format.ts'
import { Link } from '../ui/link.tsx'
import { chromosomeWords, variantsOf } from './describe.ts'
import { HostLoad, Populations, StandingMark } from './panel-parts.tsx'
import { t } from './words.ts'

function sketchWords({ sketch, isOpenToUs }: PanelView): string {
  if (sketch === undefined) return t().noSketch
  return isOpenToUs ? t().sketchWords(sketch.variants) : t().sketchClosed
}

/** What is told of a panel, the same for every panel and in the same order. */
export function panelFacts(panel: PanelView): readonly (readonly [string, JSX.Element])[] {
  const times = panel.hostTold?.runTimes ?? null
  return [
    [t().host, <Link href={`/sites/${panel.hostSite}`}>{panel.hostName}</Link>],
    [t().use, <StandingMark panel={panel} />],
    [t().hostLoad, <HostLoad panel={panel} />],
    [
      t().wait,
      times === null
        ? t().noTimes
        : t().waitWords(
            formatDuration(times.waitS.p50),
            formatDuration(times.waitS.p90),
            formatNumber(times.runs),
          ),
    ],
    [t().populations, <Populations panel={panel} />],
    [t().build, panel.build],
    [t().samples, formatNumber(panel.samples)],
    [t().variants, formatNumber(variantsOf(panel))],
    [t().chromosomes, chromosomeWords(panel)],
    [t().phasing, formatList(panel.phasingEngines.map((engine) => t().engines[engine]))],
    [t().cohort, t().cohortWords(formatNumber(panel.minSamples), formatNumber(panel.maxSamples))],
    [t().sketch, sketchWords(panel)],
    [t().licence, panel.licence ?? t().notTold],
    [t().versionName, panel.version],
  ]
}
