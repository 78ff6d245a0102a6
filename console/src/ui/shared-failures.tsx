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
  readonly what: string
}

interface Places {
  readonly all: () => readonly Place[]
  readonly take: () => number
  readonly put: (order: number, what: string | undefined) => void
}

const PlacesContext = createContext<Places>()

/** Within it, what several places have to say alike is told in full in the first of them alone. */
export function SharedFailures(props: { children: JSX.Element }) {
  const [all, setAll] = createSignal<readonly Place[]>([])
  let taken = 0
  const places: Places = {
    all,
    take: () => (taken += 1),
    put: (order, what) =>
      setAll((before) => [
        ...before.filter((place) => place.order !== order),
        ...(what === undefined ? [] : [{ order, what }]),
      ]),
  }
  return <PlacesContext.Provider value={places}>{props.children}</PlacesContext.Provider>
}

/** Whether a place that stands before this one says the same. Places are ordered as they are made. */
export function isToldAbove(what: () => string | undefined): () => boolean {
  const places = useContext(PlacesContext)
  if (places === undefined) return () => false
  const mine = places.take()
  createEffect(() => places.put(mine, what()))
  onCleanup(() => places.put(mine, undefined))
  return () => places.all().some((place) => place.order < mine && place.what === what())
}

/** What is alike of requests that failed for one reason: each has another id. */
export function reasonOf({ kind, status, problem }: ApiFailure): string {
  return [kind, status, problem?.code, problem?.detail].join(' ')
}
