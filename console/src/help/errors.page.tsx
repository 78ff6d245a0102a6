import { useSearchParams } from '@solidjs/router'
import { For, Show } from 'solid-js'
import { Coded } from '../ui/coded.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { TextField } from '../ui/field.tsx'
import { Link } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { searchCatalogue } from './catalogue.ts'
import { t } from './words.ts'

/** Every error by its code, with what to do about it. */
export default function ErrorsPage() {
  const [search, setSearch] = useSearchParams<{ q?: string }>()
  const found = () => searchCatalogue(search.q ?? '')
  return (
    <Page title={t().errors.title} crumbs={[{ href: '/help', label: t().title }]}>
      <p class="mb-3 max-w-prose text-sm text-faint">{t().errors.text}</p>
      <div class="mb-4 max-w-md">
        <TextField
          type="search"
          label={t().errors.search}
          value={search.q ?? ''}
          onInput={(q) => setSearch({ q: q === '' ? undefined : q }, { replace: true })}
        />
      </div>
      <p class="mb-2 text-sm text-faint" role="status">
        {t().errors.found(found().length)}
      </p>
      <Show when={found().length > 0} fallback={<EmptyState title={t().errors.none} />}>
        <ul class="flex max-w-3xl flex-col divide-y divide-line border-y border-line">
          <For each={found()}>
            {(entry) => (
              <li class="py-2 text-sm">
                <Link href={`/help/errors/${entry.code}`} class="inline-block min-h-6">
                  <code>{entry.code}</code>
                </Link>
                <p>{entry.title}</p>
                <p class="text-faint">
                  <Coded text={entry.fix} />
                </p>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Page>
  )
}
