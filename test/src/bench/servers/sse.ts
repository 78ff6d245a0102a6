/**
 * What live streams are compared with. `BENCH_KIND` is better-sse, hono (`streamSSE`, a writer for each
 * client) or raw, a loop that writes one buffer to every response. `GET /events` is a stream,
 * `POST /publish` sends its body to all of them.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { serveApp } from '@crosspanel/node/http/server'
import { createChannel, createSession } from 'better-sse'
import { Hono } from 'hono'
import { type SSEStreamingApi, streamSSE } from 'hono/streaming'
import { reportReady, untilStopped } from '../ready.ts'

interface Handler {
  open(request: IncomingMessage, response: ServerResponse): void
  publish(data: string): void
}

async function listen({ open, publish }: Handler): Promise<string> {
  const server = createServer((request, response) => {
    if (request.method === 'GET') return open(request, response)
    void text(request).then((data) => {
      publish(data)
      response.writeHead(204).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const START: Readonly<Record<string, () => Promise<string>>> = {
  raw() {
    const open = new Set<ServerResponse>()
    return listen({
      open(_, response) {
        response.useChunkedEncodingByDefault = false
        response.writeHead(200, { 'content-type': 'text/event-stream', connection: 'close' })
        response.write(': hello\n\n')
        open.add(response)
        response.once('close', () => open.delete(response))
      },
      publish(data) {
        const frame = Buffer.from(`event: patch\ndata: ${data}\n\n`)
        for (const response of open) response.write(frame)
      },
    })
  },

  'better-sse'() {
    const channel = createChannel()
    return listen({
      open(request, response) {
        void createSession(request, response).then((session) => {
          channel.register(session)
          session.push('hello')
        })
      },
      publish: (data) => void channel.broadcast(JSON.parse(data), 'patch'),
    })
  },

  async hono() {
    const open = new Set<SSEStreamingApi>()
    const app = new Hono()
      .get('/events', (c) =>
        streamSSE(c, async (stream) => {
          const { promise: gone, resolve } = Promise.withResolvers<undefined>()
          stream.onAbort(() => resolve(undefined))
          await stream.writeSSE({ data: 'hello' })
          open.add(stream)
          await gone
          open.delete(stream)
        }),
      )
      .post('/publish', async (c) => {
        const data = await c.req.text()
        await Promise.all([...open].map((stream) => stream.writeSSE({ event: 'patch', data })))
        return c.body(null, 204)
      })
    return (await serveApp(app, { host: '127.0.0.1', port: 0 })).url
  },
}

const start = START[process.env['BENCH_KIND'] ?? '']
if (start === undefined) throw new Error('BENCH_KIND is raw, better-sse or hono')
const stopped = untilStopped()
reportReady(await start())
await stopped
process.exit()
