import { createServer, connect, type Socket } from 'node:net'

/** How the proxy treats what passes: carries it, refuses new connections and cuts old ones, or swallows all bytes. */
export type ProxyMode = 'carry' | 'refuse' | 'swallow'

export interface FaultProxy extends AsyncDisposable {
  readonly url: string
  setMode(mode: ProxyMode): void
  /** Cuts each connection once it has carried so many bytes towards the server, until told otherwise. */
  cutAfter(bytes: number | undefined): void
  /** Bytes that were carried towards the server. */
  readonly carriedBytes: number
}

/** A TCP proxy on loopback before one server, which tests put faults into. */
export async function createFaultProxy(targetPort: number): Promise<FaultProxy> {
  let mode: ProxyMode = 'carry'
  let cutAt: number | undefined
  let carriedBytes = 0
  const open = new Set<Socket>()

  function carry(from: Socket, to: Socket, count: (bytes: number) => boolean): void {
    from.on('data', (data: Buffer) => {
      if (mode === 'swallow') return
      if (!count(data.length)) {
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
    let sent = 0
    carry(client, target, (bytes) => {
      sent += bytes
      carriedBytes += bytes
      return cutAt === undefined || sent <= cutAt
    })
    carry(target, client, () => true)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0

  return {
    url: `http://127.0.0.1:${port}`,
    get carriedBytes() {
      return carriedBytes
    },
    setMode(next) {
      mode = next
      if (next === 'refuse') for (const socket of open) socket.destroy()
    },
    cutAfter(bytes) {
      cutAt = bytes
    },
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
