import { withPresence } from './presence.ts'

/** How answers are fetched. The gallery puts fixtures in place of the network. */
export type Transport = (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>

let current: Transport = (input, init) => fetch(input, init)

export function setTransport(transport: Transport): void {
  current = transport
}

export const transport: Transport = (input, init = {}) =>
  current(input, withPresence(init, Date.now()))
