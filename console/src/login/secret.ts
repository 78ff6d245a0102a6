import { type Accessor, createSignal, onCleanup, onMount } from 'solid-js'

/** As `PASSWORD_MIN_LENGTH` of the protocol, whose schemas are not in the first view; a test holds the two together. */
export const PASSWORD_LEAST = 12

/** How many characters are missing. */
export function missingOf(password: string): number {
  return Math.max(0, PASSWORD_LEAST - password.length)
}

/**
 * Takes the one-time secret out of the address of a link, so that it stays in no history, no picture of the screen
 * and no bookmark. `undefined` when the link was cut.
 */
export function takeToken(
  page: Pick<Location, 'hash' | 'pathname'> = location,
  replace: (path: string) => void = (path) => history.replaceState(history.state, '', path),
): string | undefined {
  const token = page.hash.slice(1)
  if (token === '') return undefined
  replace(page.pathname)
  return token
}

/** The secret of the link that led here; pasted into the address of the open page it is taken as well. */
export function useToken(): Accessor<string | undefined> {
  const [token, setToken] = createSignal(takeToken())
  const take = () => setToken((before) => takeToken() ?? before)
  onMount(() => globalThis.addEventListener('hashchange', take))
  onCleanup(() => globalThis.removeEventListener('hashchange', take))
  return token
}
