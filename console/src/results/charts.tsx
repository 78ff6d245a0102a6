import type { RunSummary } from '@crosspanel/protocol/summary'
import { type JSX, Show } from 'solid-js'
import { AlongChart } from './along-chart.tsx'
import { CallRateChart } from './call-rate-chart.tsx'
import { ChunkMap } from './chunk-map.tsx'
import { ClassesChart } from './classes-chart.tsx'
import { MissingFigure } from './figure.tsx'
import { FrequencyChart } from './frequency-chart.tsx'
import { HistogramChart } from './histogram-chart.tsx'
import { MafChart } from './maf-chart.tsx'
import { alongGenomeOf, byMafOf, callRatesOf, type ChartData, frequenciesOf } from './summary.ts'
import { WaterfallChart } from './waterfall-chart.tsx'
import { t } from './words.ts'

/** How good the imputation is. */
export function AccuracyCharts(props: { summary: RunSummary }) {
  return (
    <Grid>
      <Drawn name="r2-by-maf" title={t().maf.title} of={byMafOf(props.summary)}>
        {(bins) => <MafChart bins={bins} meanEr2={props.summary.imputation?.meanEr2 ?? null} />}
      </Drawn>
      <Drawn name="r2-histogram" title={t().histogram.title} of={byMafOf(props.summary)}>
        {(bins) => <HistogramChart bins={bins} summary={props.summary} />}
      </Drawn>
      <Drawn name="r2-along" title={t().along.title} of={alongGenomeOf(props.summary)}>
        {(along) => <AlongChart along={along} summary={props.summary} />}
      </Drawn>
      <Drawn name="classes" title={t().classes.title} of={byMafOf(props.summary)}>
        {(bins) => <ClassesChart bins={bins} />}
      </Drawn>
    </Grid>
  )
}

/** What became of the input. */
export function ControlCharts(props: { summary: RunSummary }) {
  return (
    <Grid>
      <WaterfallChart counts={props.summary.qualityControl} />
      <Drawn name="frequencies" title={t().frequencies.title} of={frequenciesOf(props.summary)}>
        {(frequencies) => <FrequencyChart frequencies={frequencies} summary={props.summary} />}
      </Drawn>
      <ChunkMap chunks={props.summary.chunks} isImputed={props.summary.imputation !== null} />
      <Drawn name="call-rates" title={t().callRates.title} of={callRatesOf(props.summary)}>
        {(counts) => <CallRateChart counts={counts} />}
      </Drawn>
    </Grid>
  )
}

function Grid(props: { children: JSX.Element }) {
  return (
    <div class="grid min-w-0 grid-cols-1 items-start gap-4 xl:grid-cols-2">{props.children}</div>
  )
}

/** A chart, or why there is none. */
function Drawn<T>(props: {
  name: string
  title: string
  of: ChartData<T>
  children: (data: T) => JSX.Element
}) {
  return (
    <Show
      when={'data' in props.of ? props.of : undefined}
      fallback={
        <MissingFigure
          name={props.name}
          title={props.title}
          caption=""
          missing={props.of.missing ?? 'nothing-counted'}
        />
      }
    >
      {(drawn) => props.children(drawn().data)}
    </Show>
  )
}
