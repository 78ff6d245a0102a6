import { For } from 'solid-js'
import { read } from '../api/client.ts'
import { createQuery } from '../api/query.ts'
import { LinkButton } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page, Section } from '../ui/page.tsx'
import { View } from '../ui/view.tsx'
import { AsOf } from './as-of.tsx'
import { registry } from './client.ts'
import { DecidedTable } from './decided-table.tsx'
import { InviteTable } from './invite-table.tsx'
import { RequestCard } from './request-card.tsx'
import { t } from './words.ts'

const SHOWN = '200'

/** Who asks to join, who may, and what was decided. */
export default function RequestsPage() {
  const requests = createQuery(
    () => 'enrolments',
    async () => {
      const { enrolments } = await read(registry.enrolments.$get({ query: { limit: SHOWN } }))
      const rows = enrolments.map((each) => ({ id: each.enrolmentId, ...each }))
      return {
        pending: rows.filter(({ state }) => state === 'pending'),
        decided: rows.filter(({ state }) => state !== 'pending'),
      }
    },
  )
  const invites = createQuery(
    () => 'invites',
    async () => {
      const list = await read(registry.invites.$get({ query: { limit: SHOWN } }))
      return { invites: list.invites.map((each) => ({ id: each.inviteId, ...each })) }
    },
  )
  return (
    <Page
      title={t().requests.title}
      lead={<AsOf query={requests} />}
      actions={
        <LinkButton href="/requests/invite" look="primary" icon="plus">
          {t().sites.invite}
        </LinkButton>
      }
    >
      <Section title={t().requests.pending}>
        <View
          query={requests}
          isEmpty={({ pending }) => pending.length === 0}
          empty={<EmptyState title={t().requests.none}>{t().requests.noneText}</EmptyState>}
        >
          {(list) => (
            <div class="flex flex-col gap-4">
              <For each={list().pending}>
                {(request) => (
                  <RequestCard request={request} onDecided={() => void requests.refresh()} />
                )}
              </For>
            </div>
          )}
        </View>
      </Section>
      <Section title={t().requests.invites}>
        <View
          query={invites}
          isEmpty={(list) => list.invites.length === 0}
          empty={
            <EmptyState title={t().requests.noInvites}>{t().requests.noInvitesText}</EmptyState>
          }
        >
          {(list) => (
            <InviteTable invites={list().invites} onChange={() => void invites.refresh()} />
          )}
        </View>
      </Section>
      <DecidedTable requests={requests.data()?.decided ?? []} />
    </Page>
  )
}
