/**
 * Many clients of one stream, over raw sockets so that they cost little beside the server. Says to the
 * harness when all of them are connected, and when the last of them has an event.
 */
import { connect } from 'node:net'
import type { ListenersMessage, ListenersPlan } from '../listeners.ts'

const OPENED_AT_ONCE = 50
const EVENT = /"subject":"event-(\d+)"/g
/** Longer than what the pattern matches: an event may come in two parts. */
const KEPT_CHARS = 64

process.on('message', (plan: ListenersPlan) => {
  listen(plan).catch((error: unknown) => say({ kind: 'failed', detail: String(error) }))
})

function say(message: ListenersMessage): void {
  process.send?.(message)
}

async function listen({ url, headers, clients }: ListenersPlan): Promise<void> {
  const received = new Map<number, number>()
  const onEvent = (event: number) => {
    const count = (received.get(event) ?? 0) + 1
    received.set(event, count)
    if (count === clients) say({ kind: 'all-have', event, atNs: String(process.hrtime.bigint()) })
    if (count > clients) say({ kind: 'failed', detail: `event ${event} came twice` })
  }
  const { hostname, port, pathname, search } = new URL(url)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const head = `GET ${pathname}${search} HTTP/1.1\r\nhost: ${hostname}:${port}\r\n${lines.join('')}\r\n`
  for (let opened = 0; opened < clients; opened += OPENED_AT_ONCE) {
    const some = Math.min(OPENED_AT_ONCE, clients - opened)
    await Promise.all(
      Array.from({ length: some }, () => openOne(hostname, Number(port), head, onEvent)),
    )
  }
  say({ kind: 'connected' })
}

/** Resolves with the first event, which every server sends at once. */
function openOne(
  host: string,
  port: number,
  head: string,
  onEvent: (event: number) => void,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>()
  const socket = connect({ host, port, noDelay: true })
  let rest = ''
  let isOpen = false
  socket.setEncoding('latin1')
  socket.once('error', reject)
  socket.once('close', () => say({ kind: 'failed', detail: 'a connection ended' }))
  socket.on('data', (part: string) => {
    const text = rest + part
    if (!isOpen) {
      if (!text.startsWith('HTTP/1.1 200')) reject(new Error(text.slice(0, 200)))
      const body = text.indexOf('\r\n\r\n')
      if (body < 0 || !text.includes('\n\n', body + 4)) {
        rest = text
        return
      }
      isOpen = true
      resolve(undefined)
    }
    let end = 0
    for (const match of text.matchAll(EVENT)) {
      onEvent(Number(match[1]))
      end = match.index + match[0].length
    }
    rest = text.slice(Math.max(end, text.length - KEPT_CHARS))
  })
  socket.write(head)
  return promise
}
