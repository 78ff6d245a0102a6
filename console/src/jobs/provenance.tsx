import type { JobDetail } from '@crosspanel/protocol/job'
import type { RunSummary } from '@crosspanel/protocol/summary'
import { For, type JSX, Show } from 'solid-js'
import { formatDuration, formatList, formatNumber, withColon } from '../i18n/format.ts'
import { Facts } from '../ui/table.tsx'
import { ExactTime } from '../ui/time.tsx'
import { stateWords } from './state-words.ts'
import { t } from './words.ts'

/** What the person has asked for. */
export function Parameters(props: { job: JobDetail }) {
  const own = () => props.job.parameters
  const words = () => t().parameters
  return (
    <Facts
      facts={[
        [words().build, own().build],
        [words().mode, words().modes[own().mode]],
        [words().phasing, words().phasings[own().phasing]],
        [words().minR2, own().minR2 === 0 ? words().keepAll : formatNumber(own().minR2)],
        [words().population, own().population ?? words().noPopulation],
        [t().columns.samples, count(props.job.samples)],
        [t().columns.variants, count(props.job.variants)],
        [words().files, <FileNames files={props.job.files} />],
      ]}
    />
  )
}

const count = (value: number | null) => (value === null ? undefined : formatNumber(value))

function FileNames(props: { files: JobDetail['files'] }) {
  return (
    <ul>
      <For each={props.files}>{(file) => <li>{file.name}</li>}</For>
    </ul>
  )
}

/** What the host says of how it was done: engines, panel, stages. A host of another release may tell less. */
export function Provenance(props: { job: JobDetail }) {
  const summary = () => props.job.summary as Partial<RunSummary> | null
  return (
    <Show
      when={summary()}
      fallback={
        <p class="text-sm text-faint">
          {props.job.endedAt === null ? t().provenance.none : t().provenance.never}
        </p>
      }
    >
      {(run) => (
        <Facts
          facts={[
            [t().provenance.engines, engines(run().engines)],
            [t().provenance.panelDigest, digest(run().panel?.digest)],
            [t().provenance.panelSamples, panelSamples(run().panel?.samples)],
            [t().provenance.chromosomes, formatList(run().chromosomes ?? [])],
            [t().provenance.chunks, chunks(run().chunks ?? [])],
            [t().provenance.stages, <Stages stages={run().stages ?? []} />],
            [t().provenance.started, time(run().startedAt)],
            [t().provenance.took, duration(run().wallSeconds)],
          ]}
        />
      )}
    </Show>
  )
}

const engines = (known: RunSummary['engines'] | undefined) =>
  formatList((known ?? []).map(({ name, version }) => `${name} ${version}`))
const digest = (value: string | undefined): JSX.Element =>
  value === undefined ? undefined : <code class="font-mono text-xs break-all">{value}</code>
const panelSamples = (value: number | undefined) =>
  value === undefined ? undefined : formatNumber(value)
const time = (at: string | undefined): JSX.Element =>
  at === undefined ? undefined : <ExactTime at={at} />
const duration = (seconds: number | undefined) =>
  seconds === undefined ? undefined : formatDuration(seconds)

function chunks(all: RunSummary['chunks']): string {
  const excluded = all.filter(({ status }) => status === 'excluded').length
  return t().provenance.chunksOf(all.length, excluded)
}

function Stages(props: { stages: RunSummary['stages'] }) {
  return (
    <ul>
      <For each={props.stages}>
        {({ stage, seconds }) => (
          <li>
            {withColon(stateWords().stages[stage])} {formatDuration(seconds)}
          </li>
        )}
      </For>
    </ul>
  )
}
