import { useNavigate, useParams } from '@solidjs/router'
import { Match, Show, Switch } from 'solid-js'
import { NeedsHttps } from '../keys/needs-https.tsx'
import { LinkButton } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page } from '../ui/page.tsx'
import { FailureBox } from '../ui/problem-box.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import type { Draft, Step } from './draft.ts'
import { PickAgain } from './pick-again.tsx'
import { createSending } from './sending.ts'
import { UploadBox } from './upload-box.tsx'
import { createWizard, type Wizard } from './wizard.ts'
import { t } from './words.ts'

/** Uploads the files of a draft and submits it. After a reload it asks for the same files and goes on. */
export default function SendPage() {
  const params = useParams<{ draft: string }>()
  const navigate = useNavigate()
  const wizard = createWizard(() => params.draft)
  const sending = createSending(wizard, (jobId) => navigate(`/jobs/${jobId}`, { replace: true }))
  /** An upload that is under way is not broken off for it: the submission waits. */
  const lacking = () => {
    const missing = wizard.missing()
    return missing === 'unread' || sending.progress()?.kind === 'sending' ? undefined : missing
  }
  return (
    <Page
      title={t().sendTitle}
      crumbs={[{ href: `/new/${params.draft}/review`, label: t().title }]}
    >
      <NeedsHttps>
        <div class="flex max-w-3xl flex-col gap-5">
          <Show when={wizard.failure()}>
            {(failure) => (
              <FailureBox isAlert failure={failure()} onRetry={() => void wizard.retry()} />
            )}
          </Show>
          <Switch fallback={<Waiting wizard={wizard} />}>
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
            <Match when={lacking()}>
              {(step) => <Lacking draftId={params.draft} step={step()} />}
            </Match>
            <Match when={wizard.missing() !== 'unread' && wizard.draft()}>
              {(draft) => <Send draft={draft()} sending={sending} />}
            </Match>
          </Switch>
        </div>
      </NeedsHttps>
    </Page>
  )
}

function Waiting(props: { wizard: Wizard }) {
  const query = () =>
    [props.wizard.panels, props.wizard.me].find((one) => one.failure() !== undefined)
  return (
    <Show when={props.wizard.failure() === undefined}>
      <Show when={query()?.failure()} fallback={<Skeleton />}>
        {(failure) => (
          <FailureBox isAlert failure={failure()} onRetry={() => void query()?.refresh()} />
        )}
      </Show>
    </Show>
  )
}

function Lacking(props: { draftId: string; step: Step }) {
  return (
    <EmptyState
      title={t().sendLacks(t().steps[props.step])}
      action={
        <LinkButton href={`/new/${props.draftId}/${props.step}`} look="primary">
          {t().toStep(t().steps[props.step])}
        </LinkButton>
      }
    >
      {t().sendLacksText}
    </EmptyState>
  )
}

function Send(props: { draft: Draft; sending: ReturnType<typeof createSending> }) {
  const isMissing = () => props.sending.missing() !== undefined
  return (
    <>
      <Show when={isMissing()} fallback={<UploadBox draft={props.draft} sending={props.sending} />}>
        <PickAgain
          draft={props.draft}
          onFiles={(files) => props.sending.take(props.draft, files)}
          onOthers={(look, files) => void props.sending.begin(props.draft, look, files)}
        />
      </Show>
      <Show when={props.sending.submit.failure()}>
        {(failure) => (
          <FailureBox
            isAlert
            failure={failure()}
            onRetry={isMissing() ? undefined : () => void props.sending.submitNow()}
          />
        )}
      </Show>
    </>
  )
}
