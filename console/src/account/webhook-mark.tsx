import type { WebhookView } from '@crosspanel/protocol/webhook'
import { Match, Switch } from 'solid-js'
import { tellSight } from '../told/sights.ts'
import { StateMark } from '../ui/state-mark.tsx'
import { t } from './words.ts'

/** Whether a webhook is called, and why not. */
export function WebhookMark(props: { webhook: WebhookView }) {
  return (
    <Switch
      fallback={
        <StateMark tone="plain" icon="pause">
          {t().webhooks.off}
        </StateMark>
      }
    >
      <Match when={props.webhook.isEnabled}>
        <StateMark tone="good" icon="check">
          {t().webhooks.on}
        </StateMark>
      </Match>
      <Match when={props.webhook.disabledWhy}>
        {(why) => (
          <StateMark tone="bad" icon="warning">
            {t().webhooks.stopped(tellSight(why(), props.webhook.told).text)}
          </StateMark>
        )}
      </Match>
    </Switch>
  )
}
