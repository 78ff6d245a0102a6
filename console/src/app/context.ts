import { createContext, useContext } from 'solid-js'
import type { Destinations, DestinationsFor } from '../palette/destination.ts'
import type { Area } from './area.ts'
import type { Session } from './session.ts'

export interface ConsoleParts {
  readonly session: Session
  readonly areas: readonly Area[]
  /** Whose console this is, for the header: the site's name. */
  readonly name: () => string
  /** Where the palette leads; loaded when it is opened first. */
  readonly destinations: () => Promise<{
    readonly destinationsFor: (asked: DestinationsFor) => Destinations
  }>
  /** What the footer's link to the public status is called, where it is not a site's. */
  readonly statusLabel?: () => string
  /** `false` where the server has no stream of changes: pages ask again by themselves. */
  readonly hasStream?: boolean
}

export const ConsoleContext = createContext<ConsoleParts>()

export function useConsole(): ConsoleParts {
  const parts = useContext(ConsoleContext)
  if (parts === undefined) throw new Error('outside of the console')
  return parts
}

/** Who has logged in; only for pages that are not open. */
export function usePerson() {
  const { session } = useConsole()
  return () => {
    const person = session.person()
    if (person === undefined) throw new Error('nobody has logged in')
    return person
  }
}
