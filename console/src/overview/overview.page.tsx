import type { Dashboard } from '@crosspanel/protocol/dashboard'
import { Show } from 'solid-js'
import { api, read } from '../api/client.ts'
import { createQuery } from '../api/query.ts'
import { formatBytes, formatDuration } from '../i18n/format.ts'
import { jobsAfter } from '../jobs/patch.ts'
import { NewJobLink } from '../jobs/new-job-link.tsx'
import { JobTable } from '../jobs/job-table.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Link } from '../ui/link.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Progress } from '../ui/progress.tsx'
import { View } from '../ui/view.tsx'
import { groupJobs, silenceOf } from './groups.ts'
import { PeerTable } from './peer-table.tsx'
import { t } from './words.ts'

/** What a person has to know first: what needs them, what is under way, what has come of it. */
export default function OverviewPage() {
  const dashboard = createQuery(
    () => 'dashboard',
    () => read(api.dashboard.$get()),
    {
      onPatch(patch, data) {
        const recentJobs = jobsAfter(data.recentJobs, patch)
        return recentJobs === undefined || recentJobs === 'refresh'
          ? recentJobs
          : { ...data, recentJobs: [...recentJobs] }
      },
    },
  )
  const partial = ({ federation }: Dashboard) => {
    const silence = silenceOf(federation)
    return silence === undefined
      ? undefined
      : t().notHeard(silence.lost, federation.length, formatDuration(silence.oldestS))
  }
  return (
    <Page title={t().title} actions={<NewJobLink />}>
      <View query={dashboard} partial={partial}>
        {(data) => (
          <div class="grid gap-x-10 lg:grid-cols-[1fr_18rem]">
            <div class="min-w-0">
              <Show
                when={data().jobs.total > 0}
                fallback={
                  <div class="mb-7">
                    <EmptyState title={t().noneTitle} action={<NewJobLink />}>
                      {t().none}
                    </EmptyState>
                  </div>
                }
              >
                <Jobs data={data()} />
              </Show>
            </div>
            <aside class="min-w-0">
              <Section title={t().storage}>
                <Storage usage={data().storage} />
              </Section>
              <Section title={t().federation}>
                <p class="mb-2 text-sm">
                  {t().panels(data().panels.reachable, data().panels.known)}
                </p>
                <Show
                  when={data().federation.length > 0}
                  fallback={<p class="text-sm text-faint">{t().noFederation}</p>}
                >
                  <PeerTable peers={data().federation} readAt={dashboard.at()} />
                </Show>
              </Section>
            </aside>
          </div>
        )}
      </View>
    </Page>
  )
}

function Jobs(props: { data: Dashboard }) {
  const groups = () => groupJobs(props.data.recentJobs)
  return (
    <>
      <Show when={groups().attention.length > 0}>
        <Section title={t().attention}>
          <JobTable caption={t().attention} jobs={groups().attention} />
        </Section>
      </Show>
      <Section title={t().running} aside={<Link href="/jobs">{t().all}</Link>}>
        <Show
          when={groups().running.length > 0}
          fallback={<p class="text-sm text-faint">{t().nothingRunning}</p>}
        >
          <JobTable caption={t().running} jobs={groups().running} />
        </Show>
      </Section>
      <Section title={t().latest}>
        <Show
          when={groups().ended.length > 0}
          fallback={<p class="text-sm text-faint">{t().nothingEnded}</p>}
        >
          <JobTable caption={t().latest} jobs={groups().ended} />
        </Show>
      </Section>
    </>
  )
}

function Storage(props: { usage: Dashboard['storage'] }) {
  const used = () => formatBytes(props.usage.usedBytes)
  const text = () =>
    props.usage.quotaBytes === null
      ? t().usedOnly(used())
      : t().used(used(), formatBytes(props.usage.quotaBytes))
  return (
    <Progress
      label={t().storage}
      done={props.usage.usedBytes}
      total={props.usage.quotaBytes ?? 0}
      text={`${text()}, ${t().files(props.usage.files)}`}
    />
  )
}
