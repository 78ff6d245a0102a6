import type { DeliveryView } from '@crosspanel/protocol/webhook'
import { Show } from 'solid-js'
import { api, done, read } from '../api/client.ts'
import { createPages } from '../api/pages.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { MoreRows } from '../ui/more-rows.tsx'
import { StateMark } from '../ui/state-mark.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { Age } from '../ui/time.tsx'
import { View } from '../ui/view.tsx'
import { DELIVERY_MARKS } from './delivery-marks.ts'
import { DeliveryFault } from '../told/delivery-fault.tsx'
import { kindWords } from '../notifications/kind-words.ts'
import { t } from './words.ts'

const PAGE = '50'

/** What was sent to a webhook, newest first. `asked` counts what may have added to it. */
export function WebhookLog(props: {
  webhookId: string
  asked: number
  onReplay: (act: () => Promise<void>) => Promise<void>
}) {
  const log = createPages<DeliveryView, string>(
    () => `${props.webhookId} ${props.asked}`,
    async (_key, cursor, signal) => {
      const query = { limit: PAGE, ...(cursor === undefined ? {} : { after: cursor }) }
      const request = { param: { id: props.webhookId }, query }
      const { deliveries, next } = await read(
        api.webhooks[':id'].deliveries.$get(request, { init: { signal } }),
      )
      return { rows: deliveries, next }
    },
    { keepsWhileKeyChanges: true },
  )
  const replay = (delivery: string) => () => {
    const param = { id: props.webhookId, delivery }
    return done(api.webhooks[':id'].deliveries[':delivery'].replay.$post({ param }))
  }
  const columns = (): Column<DeliveryView>[] => [
    {
      id: 'kind',
      title: t().preferences.kind,
      cell: ({ kind }) => kindWords()[kind as keyof ReturnType<typeof kindWords>] ?? kind,
    },
    {
      id: 'state',
      title: t().webhooks.state,
      cell: (props) => (
        <div class="flex flex-col items-start gap-0.5">
          <StateMark {...DELIVERY_MARKS[props.state]}>
            {t().webhooks.deliveries[props.state]}
          </StateMark>
          <span class="text-faint">
            <Show when={props.fault} fallback={props.status}>
              {(fault) => <DeliveryFault {...props} fault={fault()} />}
            </Show>
          </span>
        </div>
      ),
    },
    { id: 'attempts', title: t().webhooks.attempts, isNumber: true, cell: (row) => row.attempts },
    { id: 'at', title: t().created, cell: (props) => <Age at={props.createdAt} /> },
    {
      id: 'again',
      title: t().sessions.action,
      cell: (row) => (
        <Show when={row.state !== 'waiting'}>
          <Button look="quiet" onClick={() => void props.onReplay(replay(row.id))}>
            {t().webhooks.again}
          </Button>
        </Show>
      ),
    },
  ]
  return (
    <View
      query={log}
      isEmpty={({ rows }) => rows.length === 0}
      empty={<EmptyState title={t().webhooks.logEmpty} />}
    >
      {(data) => (
        <>
          <Table caption={t().webhooks.log} columns={columns()} rows={data().rows} />
          <MoreRows pages={log} />
        </>
      )}
    </View>
  )
}
