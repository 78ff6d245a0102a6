import { For } from 'solid-js'

/** A sentence whose parts in backticks are typed or named as they stand there. */
export function Coded(props: { text: string }) {
  return (
    <For each={props.text.split('`')}>
      {(part, index) => (index() % 2 === 1 ? <code>{part}</code> : part)}
    </For>
  )
}
