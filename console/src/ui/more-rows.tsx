import { Show } from 'solid-js'
import type { Pages } from '../api/pages.ts'
import { Button } from './button.tsx'
import { FailureBox } from './problem-box.tsx'
import { t } from './words.ts'

/** The end of a list in pages: the next one on demand, and why it could not be had. */
export function MoreRows<Row>(props: { pages: Pages<Row> }) {
  return (
    <>
      <Show when={(props.pages.data()?.next ?? null) !== null}>
        <Button
          class="mt-3"
          icon="down"
          isBusy={props.pages.isLoadingMore()}
          onClick={() => void props.pages.more()}
        >
          {t().more}
        </Button>
      </Show>
      <Show when={props.pages.moreFailure()}>
        {(failure) => <FailureBox failure={failure()} onRetry={() => void props.pages.more()} />}
      </Show>
    </>
  )
}
