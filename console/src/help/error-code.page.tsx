import { useParams } from '@solidjs/router'
import { Show } from 'solid-js'
import { Coded } from '../ui/coded.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Link } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { Facts } from '../ui/table.tsx'
import { findEntry } from './catalogue.ts'
import { t } from './words.ts'

/** One error: what it means and how to mend it. */
export default function ErrorCodePage() {
  const params = useParams<{ code: string }>()
  const crumbs = () => [
    { href: '/help', label: t().title },
    { href: '/help/errors', label: t().errors.title },
  ]
  return (
    <Page title={params.code} crumbs={crumbs()}>
      <Show
        when={findEntry(params.code)}
        fallback={
          <EmptyState
            title={t().errors.unknown}
            action={<Link href="/help/errors">{t().errors.go}</Link>}
          />
        }
      >
        {(entry) => (
          <Facts
            facts={[
              [t().errors.means, entry().title],
              [t().errors.fix, <Coded text={entry().fix} />],
              [t().errors.status, entry().status],
            ]}
          />
        )}
      </Show>
    </Page>
  )
}
