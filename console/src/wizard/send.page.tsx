import { useNavigate, useParams } from '@solidjs/router'
import { createSignal, Match, Switch } from 'solid-js'
import { LinkButton } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page } from '../ui/page.tsx'
import { FailurePanel } from '../ui/problem-panel.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { createSending } from './sending.ts'
import { UploadPanel } from './upload-panel.tsx'
import { PickAgain } from './pick-again.tsx'
import { createWizard } from './wizard.ts'
import { t } from './words.ts'

/** Uploads the files of a draft and submits it. After a reload it asks for the same files and goes on. */
export default function SendPage() {
  const params = useParams<{ draft: string }>()
  const navigate = useNavigate()
  const wizard = createWizard(() => params.draft)
  const [hasFiles, setHasFiles] = createSignal(false)
  const sending = createSending(wizard, (jobId) => navigate(`/jobs/${jobId}`, { replace: true }))
  return (
    <Page
      title={t().sendTitle}
      crumbs={[{ href: `/new/${params.draft}/review`, label: t().title }]}
    >
      <div class="flex max-w-3xl flex-col gap-5">
        <Switch fallback={<Skeleton />}>
          <Match when={wizard.isGone()}>
            <EmptyState title={t().draftGone}>{t().draftGoneText}</EmptyState>
          </Match>
          <Match when={wizard.draft()?.jobId}>
            {(jobId) => (
              <EmptyState
                title={t().submitted}
                action={<LinkButton href={`/jobs/${jobId()}`}>{t().toJob}</LinkButton>}
              />
            )}
          </Match>
          <Match when={sending.missing(hasFiles())}>
            {(draft) => (
              <PickAgain
                draft={draft()}
                onFiles={(files) => {
                  sending.take(files)
                  setHasFiles(true)
                }}
                onOthers={(look, files) => {
                  void sending.begin(look, files).then(() => setHasFiles(true))
                }}
              />
            )}
          </Match>
          <Match when={wizard.draft()}>
            {(draft) => (
              <>
                <UploadPanel draft={draft()} sending={sending} />
                <Switch>
                  <Match when={sending.submit.failure()}>
                    {(failure) => (
                      <FailurePanel
                        isAlert
                        failure={failure()}
                        onRetry={() => void sending.submitNow()}
                      />
                    )}
                  </Match>
                </Switch>
              </>
            )}
          </Match>
        </Switch>
      </div>
    </Page>
  )
}
