import { Show } from 'solid-js'
import { LinkButton } from '../../ui/button.tsx'
import { addressOf } from './query-text.ts'
import { t } from './words.ts'

/** Ways to the other pages of a list; each page has an address, so the browser's way back leads to the one before. */
export function Pager(props: {
  path: string
  filters: Readonly<Record<string, string | undefined>>
  /** What the address calls the place where a page begins. */
  name: string
  at: string | undefined
  next: string | null
}) {
  return (
    <Show when={props.at !== undefined || props.next !== null}>
      <nav aria-label={t().pages} class="mt-4 flex flex-wrap gap-2">
        <Show when={props.at !== undefined}>
          <LinkButton href={addressOf(props.path, props.filters)}>{t().firstPage}</LinkButton>
        </Show>
        <Show when={props.next}>
          {(next) => (
            <LinkButton
              icon="right"
              href={addressOf(props.path, { ...props.filters, [props.name]: next() })}
            >
              {t().nextPage}
            </LinkButton>
          )}
        </Show>
      </nav>
    </Show>
  )
}
