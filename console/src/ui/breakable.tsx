import { For } from 'solid-js'

/** A name without spaces, as of a file, a setting or an address: where it has to be broken, it is after a sign in it. */
export function Breakable(props: { text: string }) {
  return (
    <For each={props.text.split(/(?<=[._@/:+])/)}>
      {(part) => (
        <>
          {part}
          <wbr />
        </>
      )}
    </For>
  )
}
