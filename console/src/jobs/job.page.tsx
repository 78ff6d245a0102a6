import type { JobDetail } from '@crosspanel/protocol/job'
import { useParams } from '@solidjs/router'
import { createEffect, lazy, on, Show, Suspense } from 'solid-js'
import { api, read } from '../api/client.ts'
import { createQuery } from '../api/query.ts'
import { LinkButton } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Age, ExactTime } from '../ui/time.tsx'
import { Facts } from '../ui/table.tsx'
import { announceChange } from '../ui/status-region.tsx'
import { View } from '../ui/view.tsx'
import { Findings } from './findings.tsx'
import { HostHeard } from './host-heard.tsx'
import { JobActionButtons } from './job-actions.tsx'
import { JobMark } from './job-mark.tsx'
import { JobProgress } from './job-progress.tsx'
import { nameOf } from './job-table.tsx'
import { Parameters, Provenance } from './provenance.tsx'
import { stateWords } from './state-words.ts'
import { tellCause } from '../told/causes.ts'
import { SaidText } from '../told/said-text.tsx'
import { Timeline } from './timeline.tsx'
import { stateSince, waitEvent } from './timeline.ts'
import { t } from './words.ts'

/** Charts are much script, and most jobs that are looked at are not being imputed. */
const LiveChunkMap = lazy(() => import('../results/live-chunk-map.tsx'))

/** All that is known of one job. */
export default function JobPage() {
  const params = useParams<{ id: string }>()
  const job = createQuery(
    () => params.id,
    (id, signal) => read(api.jobs[':id'].$get({ param: { id } }, { init: { signal } })),
    {
      onPatch(patch, data) {
        if (patch.type !== 'job' || patch.subject !== data.id) return undefined
        // Progress and chunks are all in the patch; another state brings events, findings and results with it, a wait its event.
        const isMoved = 'state' in patch.data && patch.data['state'] !== data.state
        return isMoved || 'waitsFor' in patch.data ? 'refresh' : { ...data, ...patch.data }
      },
    },
  )
  const refresh = () => void job.refresh()
  createEffect(
    on(
      () => job.data()?.state,
      (state, before) => {
        if (state !== undefined && before !== undefined && state !== before)
          announceChange(stateWords().states[state])
      },
    ),
  )
  return (
    <Page
      title={job.data() === undefined ? t().job.title : nameOf(job.data() as JobDetail)}
      crumbs={[{ href: '/jobs', label: t().title }]}
      lead={<Show when={job.data()}>{(data) => data().panelId}</Show>}
      actions={
        <Show when={job.data()}>
          {(data) => (
            <>
              <JobActionButtons job={data()} onDone={refresh} />
              <Show when={data().results.length > 0}>
                <LinkButton href={`/jobs/${data().id}/results`} look="primary" icon="download">
                  {t().job.toResults}
                </LinkButton>
              </Show>
            </>
          )}
        </Show>
      }
    >
      <View query={job}>{(data) => <Parts job={data()} />}</View>
    </Page>
  )
}

function Parts(props: { job: JobDetail }) {
  return (
    <>
      <State job={props.job} />
      <Show when={props.job.findings.length > 0}>
        <Section title={t().job.findings}>
          <Findings findings={props.job.findings} />
        </Section>
      </Show>
      <Show when={liveChunksOf(props.job)}>
        {(chunks) => (
          <Section title={props.job.endedAt === null ? t().job.progress : t().job.reached}>
            <Suspense>
              <LiveChunkMap chunks={chunks()} />
            </Suspense>
          </Section>
        )}
      </Show>
      <Section title={t().job.timeline}>
        <Timeline job={props.job} />
      </Section>
      <div class="grid gap-x-10 lg:grid-cols-2">
        <Section title={t().job.parameters}>
          <Parameters job={props.job} />
        </Section>
        <Section title={t().job.provenance}>
          <Provenance job={props.job} />
        </Section>
      </div>
    </>
  )
}

/** Chunks are news while engines work on them, and where one failed; those of a run that went well are in its results. */
function liveChunksOf({ state, chunks }: JobDetail) {
  const hasFailed = state === 'failed' && chunks?.some((chunk) => chunk.state === 'failed') === true
  return state === 'running' || hasFailed ? chunks : null
}

/** Where the job stands, with both clocks: since when, and when its host was last heard of. */
function State(props: { job: JobDetail }) {
  const isLost = () => props.job.endedAt === null && props.job.contact === 'lost'
  return (
    <div class="mb-7 flex max-w-3xl flex-col gap-3 rounded-md border border-line bg-raised p-4">
      <div class="flex flex-wrap items-center gap-3">
        <JobMark job={props.job} />
        <JobProgress job={props.job} />
      </div>
      <p>{stateWords().explained[props.job.state]}</p>
      <Show when={waitEvent(props.job)}>
        {(event) => (
          <p class="flex items-start gap-1.5 text-sm">
            <Icon name="clock" class="mt-0.5" />
            <span>
              {t().job.waits} <SaidText said={tellCause(event())} />
            </span>
          </p>
        )}
      </Show>
      <Show when={isLost()}>
        <p class="flex items-start gap-1.5 text-sm text-warn">
          <Icon name="warning" class="mt-0.5" />
          <span>{t().job.lost}</span>
        </p>
      </Show>
      <Facts
        facts={[
          [t().job.stateSince, <Age at={stateSince(props.job)} />],
          [t().job.heard, <HostHeard hostSite={props.job.hostSite} />],
          [t().columns.host, props.job.hostSite],
          [t().columns.submitted, <ExactTime at={props.job.submittedAt} />],
          [
            t().job.ended,
            props.job.endedAt === null ? undefined : <ExactTime at={props.job.endedAt} />,
          ],
          [t().job.attempt, props.job.epoch > 1 ? t().job.attemptOf(props.job.epoch) : undefined],
        ]}
      />
    </div>
  )
}
