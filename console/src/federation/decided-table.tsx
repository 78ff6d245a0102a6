import type { EnrolmentDetail } from '@crosspanel/protocol/registry-api'
import { Show } from 'solid-js'
import { StateMark } from '../ui/state-mark.tsx'
import { Table } from '../ui/table.tsx'
import { Age } from '../ui/time.tsx'
import { t } from './words.ts'

/** Requests that were approved or rejected, and why. */
export function DecidedTable(props: { requests: readonly EnrolmentDetail[] }) {
  return (
    <Table
      caption={t().requests.decidedTitle}
      rows={props.requests}
      columns={[
        {
          id: 'site',
          title: t().site,
          cell: (request) => (
            <>
              {request.siteName}
              <span class="block text-faint">{request.siteId}</span>
            </>
          ),
        },
        { id: 'of', title: t().organisation, cell: (request) => request.organisation },
        { id: 'state', title: t().requests.state, cell: (request) => <Verdict of={request} /> },
        {
          id: 'at',
          title: t().requests.decided,
          cell: (request) => <Show when={request.decided}>{(at) => <Age at={at()} />}</Show>,
        },
        { id: 'why', title: t().reason, cell: (request) => request.reason ?? '' },
      ]}
    />
  )
}

function Verdict(props: { of: EnrolmentDetail }) {
  return (
    <Show
      when={props.of.state === 'approved'}
      fallback={
        <StateMark tone="bad" icon="cross">
          {t().requests.rejected}
        </StateMark>
      }
    >
      <StateMark tone="good" icon="check">
        {t().requests.approved}
      </StateMark>
    </Show>
  )
}
