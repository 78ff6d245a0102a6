import type { PeerAdminView, PeerTest } from '@crosspanel/protocol/peer-admin'
import { createSignal, Show } from 'solid-js'
import { createAction } from '../../api/action.ts'
import { api, done, read } from '../../api/client.ts'
import { formatFraction } from '../../i18n/format.ts'
import { SaidText } from '../../told/said-text.tsx'
import { tellSight } from '../../told/sights.ts'
import { Button } from '../../ui/button.tsx'
import { FailureBox } from '../../ui/problem-box.tsx'
import { StateMark } from '../../ui/state-mark.tsx'
import { announce } from '../../ui/status-region.tsx'
import { createChange } from '../frame/change.ts'
import { canRetry, clockText, testTone } from './peer-words.ts'
import { t } from './words.ts'

/** 'Test' asks the peer now and says what came of it, in its place; 'retry now' ends the pause. */
export function PeerActions(props: { peer: PeerAdminView; refresh: () => Promise<void> }) {
  const [result, setResult] = createSignal<PeerTest>()
  const site = () => ({ param: { site: props.peer.siteId } })
  const test = createAction(async () => {
    setResult(undefined)
    const answer = await read(api.admin.peers[':site'].test.$post(site()))
    setResult(answer)
    announce(t().testSays(props.peer.name, t().outcome[answer.outcome]))
    await props.refresh()
  })
  const retry = createChange(() => done(api.admin.peers[':site'].retry.$post(site())), {
    said: () => t().retried,
    refresh: () => props.refresh(),
  })
  return (
    <div class="flex flex-col items-start gap-2">
      <div class="flex flex-wrap gap-2">
        <Button
          isBusy={test.isBusy()}
          aria-label={t().testOf(props.peer.name)}
          onClick={() => void test.run(undefined)}
        >
          {t().test}
        </Button>
        <Show when={canRetry(props.peer)}>
          <Button
            isBusy={retry.isBusy()}
            aria-label={t().retryOf(props.peer.name)}
            onClick={() => void retry.run(undefined)}
          >
            {t().retry}
          </Button>
        </Show>
      </div>
      <Show when={result()}>{(answer) => <TestResult test={answer()} />}</Show>
      <Show when={test.failure() ?? retry.failure()}>
        {(failure) => <FailureBox failure={failure()} isAlert />}
      </Show>
    </div>
  )
}

function TestResult(props: { test: PeerTest }) {
  const facts = () =>
    [
      t().took(formatFraction(props.test.tookMs)),
      props.test.clockOffsetS === null
        ? ''
        : `${t().columns.clock} ${clockText(props.test.clockOffsetS, formatFraction)}`,
    ]
      .filter(Boolean)
      .join(', ')
  return (
    <div class="text-sm">
      <StateMark
        tone={testTone(props.test)}
        icon={props.test.outcome === 'answered' ? 'check' : 'cross'}
      >
        {t().outcome[props.test.outcome]}
      </StateMark>{' '}
      <SaidText said={tellSight(props.test.seen, props.test.told)} />, {facts()}
    </div>
  )
}
