import {
  createContext,
  createEffect,
  createSignal,
  type JSX,
  onCleanup,
  useContext,
} from 'solid-js'
import type { ApiFailure } from '../api/failure.ts'

interface Place {
  readonly order: number
  readonly reason: string
}

interface Places {
  readonly all: () => readonly Place[]
  readonly take: () => number
  readonly put: (order: number, reason: string | undefined) => void
}

const PlacesContext = createContext<Places>()

/** Within it, what fails in several places for one reason is told in full in the first of them alone. */
export function SharedFailures(props: { children: JSX.Element }) {
  const [all, setAll] = createSignal<readonly Place[]>([])
  let taken = 0
  const places: Places = {
    all,
    take: () => (taken += 1),
    put: (order, reason) =>
      setAll((before) => [
        ...before.filter((place) => place.order !== order),
        ...(reason === undefined ? [] : [{ order, reason }]),
      ]),
  }
  return <PlacesContext.Provider value={places}>{props.children}</PlacesContext.Provider>
}

/** Whether a place that stands before this one says the same. Places are ordered as they are made. */
export function isToldAbove(failure: () => ApiFailure | undefined): () => boolean {
  const places = useContext(PlacesContext)
  if (places === undefined) return () => false
  const mine = places.take()
  const reason = () => reasonOf(failure())
  createEffect(() => places.put(mine, reason()))
  onCleanup(() => places.put(mine, undefined))
  return () => places.all().some(({ order, reason: theirs }) => order < mine && theirs === reason())
}

/** Requests that failed alike have other ids. */
function reasonOf(failure: ApiFailure | undefined): string | undefined {
  if (failure === undefined) return undefined
  const { kind, status, problem } = failure
  return [kind, status, problem?.code, problem?.detail].join(' ')
}
