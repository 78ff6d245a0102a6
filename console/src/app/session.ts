import { createSignal } from 'solid-js'

export interface Person {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: string
}

/** How this console learns who it talks to: the node and the registry have logins of their own. */
export interface SessionPort {
  /** `undefined`: nobody has logged in here. Throws when that cannot be known. */
  readonly who: () => Promise<Person | undefined>
  readonly logOut: () => Promise<void>
  /** Somebody is known now, or nobody any more. */
  readonly onChange?: (person: Person | undefined) => void
}

/** `ended`: somebody was logged in, and is no longer; what they see stays until they log in again. */
export type SessionState =
  | { readonly kind: 'asking' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'out' }
  | { readonly kind: 'in'; readonly person: Person }
  | { readonly kind: 'ended'; readonly person: Person }

export type Session = ReturnType<typeof createSession>

export function createSession(port: SessionPort) {
  const [state, setState] = createSignal<SessionState>({ kind: 'asking' })

  const known = () => {
    const now = state()
    return now.kind === 'in' || now.kind === 'ended' ? now.person : undefined
  }

  function enter(person: Person | undefined): void {
    const before = known()
    port.onChange?.(person)
    if (person !== undefined) setState({ kind: 'in', person })
    else setState(before === undefined ? { kind: 'out' } : { kind: 'ended', person: before })
  }

  async function learn(): Promise<void> {
    try {
      enter(await port.who())
    } catch {
      // Whatever kept the server from saying who this is, it has not said that nobody is logged in.
      if (known() === undefined) setState({ kind: 'unreachable' })
    }
  }

  function leave(): void {
    port.onChange?.(undefined)
    setState({ kind: 'out' })
  }

  let asking: Promise<void> | undefined

  /** Asks once at a time: the refusal that answers it may itself be told as the end of a session. */
  function ask(): Promise<void> {
    asking ??= learn().finally(() => (asking = undefined))
    return asking
  }

  return {
    state,
    /** Who is, or was just now, logged in. */
    person: known,
    ask,
    /** The server no longer takes this session for one. */
    doubt(): void {
      if (state().kind === 'in') void ask()
    },
    async logOut(): Promise<void> {
      await port.logOut()
      leave()
    },
    /** The login is gone, by what this page has asked for. */
    leave,
  }
}
