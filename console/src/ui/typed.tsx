import { For } from 'solid-js'
import { Breakable } from './breakable.tsx'

/** What is typed as it stands: its lines break between words, and within one, as `--an-option`, only where it has no room. */
export function Typed(props: { text: string }) {
  return (
    <For each={props.text.split(/(\s+)/)}>
      {(part, index) =>
        index() % 2 === 1 ? (
          part
        ) : (
          <span class="inline-block">
            <Breakable text={part} />
          </span>
        )
      }
    </For>
  )
}
