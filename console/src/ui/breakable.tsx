import { For } from 'solid-js'

/** A name without spaces, as of a file, a setting or an address: where it has to be broken, it is after a sign, and before more than `gz`. */
export function Breakable(props: { text: string }) {
  return (
    <For each={props.text.split(/(?<=[._@/:,=+-])(?=.{4})/)}>
      {(part) => (
        <>
          {part}
          <wbr />
        </>
      )}
    </For>
  )
}

/** As `Breakable`, of what programs read: an id, an address on the web. */
export function BreakableCode(props: { text: string }) {
  return (
    <code>
      <Breakable text={props.text} />
    </code>
  )
}
