import type { JobDetail } from '@crosspanel/protocol/job'
import { useParams } from '@solidjs/router'
import { createMemo, Match, Show, Switch } from 'solid-js'
import { unwrap } from 'solid-js/store'
import { api, read } from '../api/client.ts'
import { createQuery } from '../api/query.ts'
import { JobMark } from '../jobs/job-mark.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Link } from '../ui/link.tsx'
import { Page, Section } from '../ui/page.tsx'
import { View } from '../ui/view.tsx'
import { AccuracyCharts, ControlCharts } from './charts.tsx'
import { ResultFiles } from './files.tsx'
import { MethodsText } from './methods-text.tsx'
import { readSummary } from './summary.ts'
import { t } from './words.ts'

/** What came of one job: its files, how good they are, and what to write of it. */
export default function ResultsPage() {
  const params = useParams<{ id: string }>()
  const job = createQuery(
    () => params.id,
    (id) => read(api.jobs[':id'].$get({ param: { id } })),
    {
      onPatch: (patch) =>
        patch.type === 'job' && patch.subject === params.id ? 'refresh' : undefined,
    },
  )
  const nameOf = ({ name }: JobDetail) => name ?? params.id.slice(0, 8)
  return (
    <Page
      title={job.data() === undefined ? t().title : t().titleOf(nameOf(job.data() as JobDetail))}
      crumbs={[
        { href: '/jobs', label: t().jobs },
        { href: `/jobs/${params.id}`, label: job.data()?.name ?? params.id.slice(0, 8) },
      ]}
      lead={<Show when={job.data()}>{(one) => <JobMark job={one()} />}</Show>}
    >
      <View
        query={job}
        isEmpty={({ results, summary }) => results.length === 0 && summary === null}
        empty={
          <EmptyState
            title={t().noneTitle}
            action={<Link href={`/jobs/${params.id}`}>{t().toJob}</Link>}
          >
            {t().none}
          </EmptyState>
        }
      >
        {(data) => <Results job={data()} />}
      </View>
    </Page>
  )
}

function Results(props: { job: JobDetail }) {
  return (
    <>
      <Section title={t().files.title}>
        <Show
          when={props.job.results.length > 0}
          fallback={<p class="text-sm text-faint">{t().files.noFiles}</p>}
        >
          <ResultFiles jobId={props.job.id} files={props.job.results} />
        </Show>
      </Section>
      <Charts job={props.job} />
    </>
  )
}

function Charts(props: { job: JobDetail }) {
  // Thousands of numbers, none of which changes by itself: nothing of them is to be watched.
  const found = createMemo(() => readSummary(unwrap(props.job.summary)))
  const summary = () => {
    const one = found()
    return one.kind === 'read' ? one.summary : undefined
  }
  return (
    <Switch>
      <Match when={summary()}>
        {(run) => (
          <>
            <Section title={t().accuracy}>
              <AccuracyCharts summary={run()} />
            </Section>
            <Section title={t().control}>
              <ControlCharts summary={run()} />
            </Section>
            <Section title={t().methods.title}>
              <MethodsText summary={run()} />
            </Section>
          </>
        )}
      </Match>
      <Match when={found().kind === 'unreadable'}>
        <p class="text-sm">{t().unreadable}</p>
      </Match>
      <Match when={found().kind === 'none'}>
        <p class="text-sm text-faint">{t().noSummary}</p>
      </Match>
    </Switch>
  )
}
