import { For } from 'solid-js'
import { Typed } from './typed.tsx'

/** A sentence whose parts in backticks are typed or named as they stand there. */
export function Coded(props: { text: string }) {
  return (
    <For each={props.text.split('`')}>
      {(part, index) =>
        index() % 2 === 1 ? (
          <code>
            <Typed text={part} />
          </code>
        ) : (
          part
        )
      }
    </For>
  )
}
