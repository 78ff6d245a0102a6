import { Show } from 'solid-js'
import { read } from '../api/client.ts'
import { createQuery } from '../api/query.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page, Section } from '../ui/page.tsx'
import { StateMark } from '../ui/state-mark.tsx'
import { Facts } from '../ui/table.tsx'
import { Age, ExactTime } from '../ui/time.tsx'
import { View } from '../ui/view.tsx'
import { AsOf } from './as-of.tsx'
import { registry } from './client.ts'
import { KeyTable } from './key-table.tsx'
import { Fingerprint } from './marks.tsx'
import { queryMembers } from './queries.ts'
import { t } from './words.ts'

/** Whose keys the federation trusts, and how long they are good. */
export default function KeysPage() {
  const members = queryMembers()
  const federation = createQuery(
    () => 'federation',
    async () => {
      const [root, status] = await Promise.all([
        read(registry.federation.root.$get()),
        read(registry.status.$get()),
      ])
      return { root, document: status.document }
    },
  )
  return (
    <Page title={t().keys.title} lead={<AsOf query={members} />}>
      <Section title={t().keys.federation}>
        <View query={federation}>
          {(known) => (
            <Facts
              facts={[
                [
                  t().keys.root,
                  <>
                    <Fingerprint value={known().root.fingerprint} />
                    <span class="block text-faint">{t().keys.rootHint}</span>
                  </>,
                ],
                [t().keys.document, t().keys.version(known().document.version)],
                [t().keys.issued, <Age at={known().document.issued} />],
                [
                  t().keys.expires,
                  <>
                    <ExactTime at={known().document.expires} />
                    <span class="block text-faint">{t().keys.renewed}</span>
                    <Show when={!known().document.isOpen}>
                      <StateMark tone="bad" icon="warning">
                        {t().keys.expired}
                      </StateMark>
                    </Show>
                  </>,
                ],
              ]}
            />
          )}
        </View>
      </Section>
      <Section title={t().keys.sites}>
        <View
          query={members}
          isEmpty={(list) => list.members.length === 0}
          empty={<EmptyState title={t().keys.empty}>{t().keys.emptyText}</EmptyState>}
        >
          {(list) => (
            <KeyTable sites={list().members.filter(({ status }) => status !== 'revoked')} />
          )}
        </View>
      </Section>
    </Page>
  )
}
