import { For } from 'solid-js'
import { LinkButton } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { MoreRows } from '../ui/more-rows.tsx'
import { Page, Section } from '../ui/page.tsx'
import { View } from '../ui/view.tsx'
import { AsOf } from './as-of.tsx'
import { DecidedTable } from './decided-table.tsx'
import { InviteTable } from './invite-table.tsx'
import { queryDecided, queryInvites, queryPending } from './queries.ts'
import { RequestCard } from './request-card.tsx'
import { t } from './words.ts'

/** Who asks to join, who may, and what was decided. */
export default function RequestsPage() {
  const pending = queryPending()
  const decided = queryDecided()
  const invites = queryInvites()
  const refresh = () => void Promise.all([pending.refresh(), decided.refresh()])
  return (
    <Page
      title={t().requests.title}
      lead={<AsOf query={pending} />}
      actions={
        <LinkButton href="/requests/invite" look="primary" icon="plus">
          {t().sites.invite}
        </LinkButton>
      }
    >
      <Section title={t().requests.pending}>
        <View
          query={pending}
          isEmpty={({ rows, next }) => rows.length === 0 && next === null}
          empty={<EmptyState title={t().requests.none}>{t().requests.noneText}</EmptyState>}
        >
          {(page) => (
            <>
              <div class="flex flex-col gap-4">
                <For each={page().rows}>
                  {(request) => <RequestCard request={request} onDecided={refresh} />}
                </For>
              </div>
              <MoreRows pages={pending} />
            </>
          )}
        </View>
      </Section>
      <Section title={t().requests.invites}>
        <View
          query={invites}
          isEmpty={({ rows, next }) => rows.length === 0 && next === null}
          empty={
            <EmptyState title={t().requests.noInvites}>{t().requests.noInvitesText}</EmptyState>
          }
        >
          {(page) => (
            <>
              <InviteTable invites={page().rows} onChange={() => void invites.refresh()} />
              <MoreRows pages={invites} />
            </>
          )}
        </View>
      </Section>
      <Section title={t().requests.decidedTitle}>
        <View
          query={decided}
          isEmpty={({ rows, next }) => rows.length === 0 && next === null}
          empty={<EmptyState title={t().requests.noneDecided} />}
        >
          {(page) => (
            <>
              <DecidedTable requests={page().rows} />
              <MoreRows pages={decided} />
            </>
          )}
        </View>
      </Section>
    </Page>
  )
}
