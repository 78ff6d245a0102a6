import type { EnrolmentDetail } from '@crosspanel/protocol/registry-api'
import { createSignal, Show } from 'solid-js'
import { createAction } from '../api/action.ts'
import { read } from '../api/client.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { TextArea, TextField } from '../ui/field.tsx'
import { FailureBox } from '../ui/problem-box.tsx'
import { announce } from '../ui/status-region.tsx'
import { Facts } from '../ui/table.tsx'
import { Age } from '../ui/time.tsx'
import { registry } from './client.ts'
import { fingerprintFault, typedFingerprint } from './fingerprint.ts'
import { Fingerprint } from './marks.tsx'
import { t } from './words.ts'

/** A site that asks to join: what it says of itself, and what is needed to believe it. */
export function RequestCard(props: { request: EnrolmentDetail; onDecided: () => void }) {
  const [isRejecting, setRejecting] = createSignal(false)
  return (
    <article
      aria-label={props.request.siteName}
      class="flex flex-col gap-3 rounded-md border border-edge p-4"
    >
      <h3>
        {props.request.siteName} <span class="font-normal text-faint">{props.request.siteId}</span>
      </h3>
      <Facts
        facts={[
          [t().organisation, props.request.organisation],
          [
            t().contact,
            <>
              {props.request.contact}
              <span class="block text-faint">{t().requests.domain(props.request.emailDomain)}</span>
            </>,
          ],
          [t().address, props.request.url],
          [t().reach, t().reaches[props.request.reach]],
          [t().protocol, t().protocolOf(props.request.protocol.min, props.request.protocol.max)],
          [t().requests.asked, <Age at={props.request.submitted} />],
          [t().fingerprint, <Fingerprint value={props.request.fingerprint} />],
        ]}
      />
      <ApproveForm
        request={props.request}
        onApproved={props.onDecided}
        onReject={() => setRejecting(true)}
      />
      <Show when={isRejecting()}>
        <RejectDialog
          request={props.request}
          onClose={() => setRejecting(false)}
          onRejected={props.onDecided}
        />
      </Show>
    </article>
  )
}

function ApproveForm(props: {
  request: EnrolmentDetail
  onApproved: () => void
  onReject: () => void
}) {
  const [typed, setTyped] = createSignal('')
  const [isTried, setTried] = createSignal(false)
  const action = createAction((fingerprint: string) =>
    read(
      registry.enrolments[':id'].approve.$post({
        param: { id: props.request.enrolmentId },
        json: { fingerprint },
      }),
    ),
  )
  const fault = () => {
    const found = isTried() ? fingerprintFault(typed(), props.request.fingerprint) : undefined
    if (found === undefined) return undefined
    const { faults } = t().requests
    return found === 'other' ? faults.other : faults.length(typedFingerprint(typed()).length)
  }

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    setTried(true)
    if (fault() !== undefined || !(await action.run(typedFingerprint(typed())))) return
    announce(t().requests.approvedNow(props.request.siteName), { isShown: true })
    props.onApproved()
  }

  return (
    <form class="flex flex-col gap-3" onSubmit={(event) => void submit(event)} novalidate>
      <TextField
        label={t().requests.typed}
        hint={t().requests.compare}
        name="fingerprint"
        autocomplete="off"
        spellcheck={false}
        required
        value={typed()}
        onInput={setTyped}
        fault={fault()}
      />
      <Show when={action.failure()}>{(failure) => <FailureBox failure={failure()} isAlert />}</Show>
      <div class="flex flex-wrap gap-2">
        <Button type="submit" look="primary" icon="check" isBusy={action.isBusy()}>
          {t().requests.approve}
        </Button>
        <Button look="danger" onClick={() => props.onReject()}>
          {t().requests.reject}
        </Button>
      </div>
    </form>
  )
}

function RejectDialog(props: {
  request: EnrolmentDetail
  onClose: () => void
  onRejected: () => void
}) {
  const [reason, setReason] = createSignal('')
  const action = createAction((why: string) =>
    read(
      registry.enrolments[':id'].reject.$post({
        param: { id: props.request.enrolmentId },
        json: { reason: why },
      }),
    ),
  )
  return (
    <ConfirmDialog
      title={t().requests.rejectTitle(props.request.siteName)}
      isOpen
      onClose={props.onClose}
      verb={t().requests.reject}
      isDangerous
      action={action}
      argument={reason().trim()}
      onDone={() => {
        announce(t().requests.rejectedNow(props.request.siteName), { isShown: true })
        props.onRejected()
      }}
    >
      <p>{t().requests.rejectText}</p>
      <TextArea
        label={t().page.reasonLabel}
        hint={t().page.reasonHint}
        value={reason()}
        onInput={setReason}
        required
        maxlength={500}
        rows={2}
        fault={action.faultOf('#/reason')}
      />
    </ConfirmDialog>
  )
}
