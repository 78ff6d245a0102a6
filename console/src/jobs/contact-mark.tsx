import type { Contact } from '@crosspanel/protocol/states'
import type { IconName } from '../ui/icons.tsx'
import { StateMark, type Tone } from '../ui/state-mark.tsx'
import { stateWords } from './state-words.ts'

type KnownContact = Contact | 'unknown'

const MARKS: Readonly<Record<KnownContact, readonly [Tone, IconName]>> = {
  ok: ['good', 'check'],
  late: ['warn', 'clock'],
  lost: ['bad', 'warning'],
  unknown: ['plain', 'dot'],
}

/** How lately a site was heard of. `unknown` is not `lost`: nobody has asked yet. */
export function ContactMark(props: { contact: KnownContact }) {
  return (
    <StateMark tone={MARKS[props.contact][0]} icon={MARKS[props.contact][1]}>
      {stateWords().contacts[props.contact]}
    </StateMark>
  )
}
