import { useParams } from '@solidjs/router'
import { Match, Show, Switch } from 'solid-js'
import { NeedsHttps } from '../keys/needs-https.tsx'
import { LinkButton } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page } from '../ui/page.tsx'
import { FailureBox } from '../ui/problem-box.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { type Draft, firstMissing, missingOf, type Step, STEPS } from './draft.ts'
import { StepBody } from './step-body.tsx'
import { StepNav } from './step-nav.tsx'
import { createWizard, type Wizard } from './wizard.ts'
import { t } from './words.ts'

/** One step of a draft. Its address says which, so reloading and going back lose nothing. */
export default function StepPage() {
  const params = useParams<{ draft: string; step: string }>()
  const wizard = createWizard(() => params.draft)
  const step = (): Step => STEPS.find((known) => known === params.step) ?? 'files'
  // A page for each, so that focus goes to its heading.
  return (
    <Show keyed when={step()}>
      {(current) => <OneStep wizard={wizard} step={current} />}
    </Show>
  )
}

function OneStep(props: { wizard: Wizard; step: Step }) {
  return (
    <Page title={t().stepTitle(t().steps[props.step])}>
      <Show when={props.wizard.failure()}>
        {(failure) => (
          <FailureBox isAlert failure={failure()} onRetry={() => void props.wizard.retry()} />
        )}
      </Show>
      <Switch
        fallback={
          <Show when={props.wizard.failure() === undefined}>
            <Skeleton />
          </Show>
        }
      >
        <Match when={props.wizard.isGone()}>
          <EmptyState
            title={t().draftGone}
            action={
              <LinkButton href="/new" look="primary">
                {t().startNew}
              </LinkButton>
            }
          >
            {t().draftGoneText}
          </EmptyState>
        </Match>
        <Match when={props.wizard.draft()}>
          {(draft) => (
            <>
              <StepNav draft={draft()} facts={props.wizard.facts()} current={props.step} />
              <NeedsHttps>
                <StepBody wizard={props.wizard} draft={draft()} step={props.step} />
                <StepButtons wizard={props.wizard} draft={draft()} step={props.step} />
              </NeedsHttps>
            </>
          )}
        </Match>
      </Switch>
    </Page>
  )
}

function StepButtons(props: { wizard: Wizard; draft: Draft; step: Step }) {
  const at = () => STEPS.indexOf(props.step)
  const to = (step: Step) => `/new/${props.draft.id}/${step}`
  const isReady = () => firstMissing(props.draft, props.wizard.facts()) === undefined
  const isDone = () => missingOf(props.step, props.draft, props.wizard.facts()) === undefined
  return (
    <div class="mt-6 flex flex-wrap gap-2 border-t border-line pt-4">
      <Show when={STEPS[at() - 1]}>
        {(before) => <LinkButton href={to(before())}>{t().back}</LinkButton>}
      </Show>
      <Show when={STEPS[at() + 1]}>
        {(after) => (
          <LinkButton href={to(after())} look={isDone() ? 'primary' : 'plain'}>
            {t().next(t().steps[after()])}
          </LinkButton>
        )}
      </Show>
      <Show when={props.step === 'review' && isReady()}>
        <LinkButton href={`/new/${props.draft.id}/send`} look="primary" icon="upload">
          {t().send}
        </LinkButton>
      </Show>
    </div>
  )
}
