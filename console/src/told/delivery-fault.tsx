import type { Told } from '@crosspanel/protocol/told'
import { Show } from 'solid-js'
import { SaidText } from './said-text.tsx'
import { tellSight } from './sights.ts'

/** What kept a mail or a call from being taken: in words, and the code to ask about or to look up. */
export function DeliveryFault(props: {
  fault: string
  seen?: string | undefined
  told?: Told | undefined
}) {
  return (
    <Show when={props.seen} fallback={<code>{props.fault}</code>}>
      {(seen) => (
        <>
          <SaidText said={tellSight(seen(), props.told)} /> (<code>{props.fault}</code>)
        </>
      )}
    </Show>
  )
}
