import { Show } from 'solid-js'
import type { Pages } from '../api/pages.ts'
import { Button } from '../ui/button.tsx'
import { FailureBox } from '../ui/problem-box.tsx'
import { t } from './words.ts'

/** The way to the rows after those that are there; nothing at the end. */
export function More(props: {
  pages: Pick<Pages<unknown>, 'data' | 'more' | 'isLoadingMore' | 'moreFailure'>
}) {
  const more = () => void props.pages.more()
  return (
    <>
      <Show when={(props.pages.data()?.next ?? null) !== null}>
        <Button class="mt-3" icon="down" isBusy={props.pages.isLoadingMore()} onClick={more}>
          {t().more}
        </Button>
      </Show>
      <Show when={props.pages.moreFailure()}>
        {(failure) => <FailureBox failure={failure()} onRetry={more} />}
      </Show>
    </>
  )
}
