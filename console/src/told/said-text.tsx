import { Coded } from '../ui/coded.tsx'
import type { Said } from './texts.ts'

/** A server's text, in the page's language or marked as English. */
export function SaidText(props: { said: Said }) {
  return (
    <span lang={props.said.lang}>
      <Coded text={props.said.text} />
    </span>
  )
}
