import type { AlertView } from '@crosspanel/protocol/alert'
import { createSignal, Show } from 'solid-js'
import { api, read } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { FailureBox, ProblemBox } from '../../ui/problem-box.tsx'
import { Age, ExactTime } from '../../ui/time.tsx'
import { tellAlert } from '../../told/alerts.ts'
import { SaidText } from '../../told/said-text.tsx'
import { createChange } from '../frame/change.ts'
import { SilenceDialog } from './silence-dialog.tsx'
import { t } from './words.ts'

const isFuture = (at: string | null): boolean => at !== null && Date.parse(at) > Date.now()

/** One alert: what was seen, what it means, how to mend it, and the administrators' hand on it. */
export function AlertBox(props: { alert: AlertView; refresh: () => Promise<void> }) {
  const [isSilencing, setSilencing] = createSignal(false)
  const acknowledge = createChange(
    (id: string) => read(api.alerts[':id'].acknowledge.$post({ param: { id } })),
    { said: () => t().acknowledged, refresh: () => props.refresh() },
  )
  const told = () => tellAlert(props.alert)
  const isActive = () => props.alert.state !== 'resolved'
  return (
    <ProblemBox
      title={`${t().codes[props.alert.code]} · ${t().about(props.alert.subject)}`}
      tone={isActive() ? (props.alert.severity === 'critical' ? 'bad' : 'warn') : 'plain'}
      seen={<SaidText said={told().seen} />}
      why={<SaidText said={told().means} />}
      fix={<SaidText said={told().fix} />}
      actions={
        <Show when={isActive()}>
          <Show when={props.alert.state === 'raised'}>
            <Button
              icon="check"
              isBusy={acknowledge.isBusy()}
              onClick={() => void acknowledge.run(props.alert.id)}
            >
              {t().acknowledge}
            </Button>
          </Show>
          <Button icon="bell" onClick={() => setSilencing(true)}>
            {t().silence}
          </Button>
        </Show>
      }
    >
      <p class="text-sm text-faint">
        {t().severity[props.alert.severity]}, {t().state[props.alert.state]}. {t().raised}{' '}
        <Age at={props.alert.raisedAt} />
        <Show when={props.alert.resolvedAt}>
          {(at) => (
            <>
              , {t().resolvedAt} <Age at={at()} />
            </>
          )}
        </Show>
        <Show when={isFuture(props.alert.silencedUntil)}>
          , {t().silencedUntil} <ExactTime at={props.alert.silencedUntil ?? ''} />
        </Show>
      </p>
      <Show when={acknowledge.failure()}>
        {(failure) => <FailureBox failure={failure()} isAlert />}
      </Show>
      <SilenceDialog
        alert={props.alert}
        isOpen={isSilencing()}
        onClose={() => setSilencing(false)}
        refresh={props.refresh}
      />
    </ProblemBox>
  )
}
