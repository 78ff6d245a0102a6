import { createServer, connect, type Socket } from 'node:net'

/** How the proxy treats what passes: carries it, refuses new connections and cuts old ones, or swallows all bytes. */
export type ProxyMode = 'carry' | 'refuse' | 'swallow'

/** `requests` flow towards the server, `answers` back. */
export type Direction = 'requests' | 'answers'

export interface FaultProxy extends AsyncDisposable {
  readonly url: string
  setMode(mode: ProxyMode): void
  /** Cuts each connection once it has carried so many bytes in a direction, until told otherwise. */
  cutAfter(direction: Direction, bytes: number | undefined): void
  /** Connections that were cut. */
  readonly cuts: number
  /** Swallows what a connection sends after so many bytes in a direction: it stays open, and nothing more arrives. */
  stallAfter(direction: Direction, bytes: number | undefined): void
  /** Connections that have stalled. */
  readonly stalls: number
}

/** A TCP proxy on loopback before one server, which tests put faults into. */
export async function createFaultProxy(targetPort: number): Promise<FaultProxy> {
  let mode: ProxyMode = 'carry'
  const limits: Partial<Record<Direction, number | undefined>> = {}
  const stallsAt: Partial<Record<Direction, number | undefined>> = {}
  let cuts = 0
  let stalls = 0
  const open = new Set<Socket>()

  function carry(from: Socket, to: Socket, direction: Direction): void {
    let carried = 0
    let isStalled = false
    from.on('data', (data: Buffer) => {
      if (mode === 'swallow' || isStalled) return
      const room = (stallsAt[direction] ?? Infinity) - carried
      if (data.length > room) {
        isStalled = true
        stalls += 1
        to.write(data.subarray(0, Math.max(0, room)))
        return
      }
      carried += data.length
      if (carried > (limits[direction] ?? Infinity)) {
        cuts += 1
        from.destroy()
        to.destroy()
        return
      }
      if (!to.write(data)) {
        from.pause()
        to.once('drain', () => from.resume())
      }
    })
    from.on('end', () => to.end())
    from.on('error', () => to.destroy())
    from.on('close', () => {
      open.delete(from)
      to.destroy()
    })
  }

  const server = createServer((client) => {
    if (mode === 'refuse') {
      client.destroy()
      return
    }
    const target = connect(targetPort, '127.0.0.1')
    open.add(client).add(target)
    carry(client, target, 'requests')
    carry(target, client, 'answers')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0

  return {
    url: `http://127.0.0.1:${port}`,
    get cuts() {
      return cuts
    },
    setMode(next) {
      mode = next
      if (next === 'refuse') for (const socket of open) socket.destroy()
    },
    cutAfter(direction, bytes) {
      limits[direction] = bytes
    },
    stallAfter(direction, bytes) {
      stallsAt[direction] = bytes
    },
    get stalls() {
      return stalls
    },
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
