import type { DeviceLoginRequest } from '@crosspanel/protocol/device-login'
import { onMount, Show } from 'solid-js'
import { createAction } from '../api/action.ts'
import { api, done } from '../api/client.ts'
import { usePerson } from '../app/context.ts'
import { Button, LinkButton } from '../ui/button.tsx'
import { ProblemBox } from '../ui/problem-box.tsx'
import { StateMark } from '../ui/state-mark.tsx'
import { Age } from '../ui/time.tsx'
import { DeviceFailure } from './device-failure.tsx'
import { t } from './words.ts'

export type Decision = 'approve' | 'deny'

/** Says what asks to be let in, so that a person can refuse what they have not begun. */
export function DeviceQuestion(props: {
  request: DeviceLoginRequest
  onDecided: (decision: Decision) => void
  onOther: () => void
}) {
  const person = usePerson()
  let heading: HTMLHeadingElement | undefined
  onMount(() => heading?.focus())
  const decide = createAction(async (decision: Decision) => {
    await done(api['device-logins'][decision].$post({ json: { userCode: props.request.userCode } }))
    props.onDecided(decision)
  })
  return (
    <div class="flex flex-col gap-4">
      <h2 ref={heading} tabindex="-1" class="outline-none">
        {t().device.question}
      </h2>
      <p class="rounded-md border border-line bg-sunk py-2 text-center font-mono text-2xl tracking-widest">
        {props.request.userCode}
      </p>
      <dl class="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm">
        <dt class="text-faint">{t().device.machine}</dt>
        <dd class="min-w-0">
          <span class="font-medium break-words">{props.request.machine}</span>{' '}
          <span class="text-faint">({t().device.machineHint})</span>
        </dd>
        <dt class="text-faint">{t().device.address}</dt>
        <dd class="break-words">{props.request.address}</dd>
        <dt class="text-faint">{t().device.started}</dt>
        <dd>
          <Age at={props.request.startedAt} />
        </dd>
        <dt class="text-faint">{t().device.expires}</dt>
        <dd>
          <Age at={props.request.expiresAt} />
        </dd>
        <dt class="text-faint">{t().device.as}</dt>
        <dd class="min-w-0 break-words">{person().email}</dd>
      </dl>
      <p class="text-sm text-faint">{t().device.rights}</p>
      <ProblemBox title={t().device.warningTitle} tone="warn">
        <p class="text-sm">{t().device.warning}</p>
      </ProblemBox>
      <Show when={decide.failure()}>{(failure) => <DeviceFailure failure={failure()} />}</Show>
      <div class="flex flex-wrap gap-2">
        <Button look="primary" isBusy={decide.isBusy()} onClick={() => void decide.run('approve')}>
          {t().device.approve}
        </Button>
        <Button look="danger" isBusy={decide.isBusy()} onClick={() => void decide.run('deny')}>
          {t().device.refuse}
        </Button>
        <Button look="quiet" onClick={() => props.onOther()}>
          {t().device.other}
        </Button>
      </div>
    </div>
  )
}

export function DeviceDecided(props: { decision: Decision }) {
  const isApproved = () => props.decision === 'approve'
  let box: HTMLDivElement | undefined
  onMount(() => box?.focus())
  return (
    <div class="flex flex-col items-start gap-4">
      <div
        ref={box}
        role="status"
        tabindex="-1"
        class="flex flex-col items-start gap-2 outline-none"
      >
        <StateMark tone={isApproved() ? 'good' : 'plain'} icon={isApproved() ? 'check' : 'stop'}>
          {isApproved() ? t().device.approved : t().device.refused}
        </StateMark>
        <p>{isApproved() ? t().device.approvedText : t().device.refusedText}</p>
      </div>
      <LinkButton href="/account/access">{t().device.sessions}</LinkButton>
    </div>
  )
}
