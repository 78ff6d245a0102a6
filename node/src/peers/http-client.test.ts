import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setInterval } from 'node:timers'
import { describe, expect, it } from 'vitest'
import { createHttpClient, HttpFailure, type HttpRequest } from './http-client.ts'

async function openServer(listener: RequestListener) {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = createHttpClient()
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const call: HttpRequest = { method: 'GET', url, headers: {}, timeoutMs: 5_000, maxBytes: 1000 }
  return {
    send: (changes: Partial<HttpRequest> = {}) => client.send({ ...call, ...changes }),
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]()
      server.closeAllConnections()
      server.close()
    },
  }
}

describe('an answer over the network', () => {
  it('is read whole, with lower-case header names', async () => {
    await using server = await openServer((_request, response) => {
      response.writeHead(201, { 'X-Thing': 'yes' }).end('done')
    })

    const { status, headers, body } = await server.send()

    expect({ status, thing: headers['x-thing'] }).toEqual({ status: 201, thing: 'yes' })
    expect(Buffer.from(body).toString()).toBe('done')
  })

  it('is given up when it never ends', async () => {
    let written = 0
    await using server = await openServer((_request, response) => {
      const pour = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) written += 65_536
      }
      response.on('drain', pour)
      pour()
    })

    const endless = server.send()

    await expect(endless).rejects.toThrow('the answer is longer than 1.0 kB')
    expect(written).toBeLessThan(64 * 1024 * 1024)
  })

  it('is given up at the deadline when it drips', async () => {
    await using server = await openServer((_request, response) => {
      const timer = setInterval(() => response.write('.'), 10)
      response.on('close', () => clearInterval(timer))
    })

    const dripping = server.send({ timeoutMs: 200 })

    await expect(dripping).rejects.toThrow('no answer within 200 ms')
  })

  it('is given up when the caller is', async () => {
    await using server = await openServer(() => undefined)
    const stop = new AbortController()
    const waiting = server.send({ signal: stop.signal })

    stop.abort()

    await expect(waiting).rejects.toThrow('given up')
  })

  it('is not followed to another address', async () => {
    let requests = 0
    await using server = await openServer((_request, response) => {
      requests += 1
      response.writeHead(302, { location: '/elsewhere' }).end()
    })

    const { status } = await server.send()

    expect(status).toBe(302)
    expect(requests).toBe(1)
  })

  it('is a failure by name when nobody listens', async () => {
    await using server = await openServer(() => undefined)

    const refused = server.send({ url: 'http://127.0.0.1:1/' })

    await expect(refused).rejects.toBeInstanceOf(HttpFailure)
    await expect(refused).rejects.toThrow('ECONNREFUSED')
  })
})
