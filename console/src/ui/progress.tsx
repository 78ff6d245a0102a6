import { Show } from 'solid-js'
import { formatNumber } from '../i18n/format.ts'

/**
 * How far something is, always with words. `total` 0 or less is work whose size is not known yet: no bar is
 * drawn that would have to be made up.
 */
export function Progress(props: { label: string; done: number; total: number; text?: string }) {
  const share = () => (props.total > 0 ? Math.min(1, props.done / props.total) : undefined)
  const text = () => props.text ?? `${formatNumber(props.done)} / ${formatNumber(props.total)}`
  return (
    <div class="flex min-w-32 flex-col gap-1">
      <Show when={share() !== undefined}>
        <div
          role="progressbar"
          aria-label={props.label}
          aria-valuenow={props.done}
          aria-valuemin={0}
          aria-valuemax={props.total}
          aria-valuetext={text()}
          class="h-2 overflow-hidden rounded-full border border-edge bg-paper"
        >
          <div class="h-full bg-accent" style={{ width: `${(share() ?? 0) * 100}%` }} />
        </div>
      </Show>
      <span class="text-sm text-faint tabular-nums">{text()}</span>
    </div>
  )
}
