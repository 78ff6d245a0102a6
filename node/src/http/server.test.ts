import { connect } from 'node:net'
import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { serveApp } from './server.ts'

const LOOPBACK = { host: '127.0.0.1', port: 0 }

/** An app whose one route answers when the test says so. */
function slowApp() {
  const begun = Promise.withResolvers<undefined>()
  const mayEnd = Promise.withResolvers<undefined>()
  const app = new Hono().get('/slow', async (c) => {
    begun.resolve(undefined)
    await mayEnd.promise
    return c.text('done')
  })
  return { app, begun: begun.promise, end: () => mayEnd.resolve(undefined) }
}

describe('a server that is closed', () => {
  it('answers the request under way and takes no new one', async () => {
    const { app, begun, end } = slowApp()
    const server = await serveApp(app, LOOPBACK)
    const answer = fetch(`${server.url}/slow`)
    await begun

    const closed = server.close(10_000)

    await expect(fetch(`${server.url}/slow`)).rejects.toThrow()
    end()
    expect(await (await answer).text()).toBe('done')
    await closed
  })

  it('cuts what is not done by the deadline', async () => {
    const { app, begun } = slowApp()
    const server = await serveApp(app, LOOPBACK)
    const answer = fetch(`${server.url}/slow`)
    const outcome = answer.then(
      () => 'answered',
      () => 'cut',
    )
    await begun

    await server.close(20)

    expect(await outcome).toBe('cut')
  })

  it('does not wait for connections that are only kept alive', async () => {
    const server = await serveApp(
      new Hono().get('/', (c) => c.text('hello')),
      LOOPBACK,
    )
    await (await fetch(server.url)).text()
    const started = performance.now()

    await server.close(10_000)

    expect(performance.now() - started).toBeLessThan(2_000)
  })

  it('cuts a client that never finishes its request', async () => {
    const server = await serveApp(new Hono(), LOOPBACK)
    const socket = connect(server.port, '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n')
    const cut = new Promise((resolve) => socket.once('close', resolve))
    await new Promise((resolve) => socket.once('connect', resolve))

    await server.close(20)

    expect(await cut).toBeTypeOf('boolean')
  })
})

describe('a server that starts', () => {
  it('says which address it listens on', async () => {
    const server = await serveApp(
      new Hono().get('/', (c) => c.text('hello')),
      LOOPBACK,
    )

    const text = await (await fetch(server.url)).text()

    expect(server.url).toBe(`http://127.0.0.1:${server.port}`)
    expect(text).toBe('hello')
    await server.close(0)
  })

  it('fails when the port is taken', async () => {
    const server = await serveApp(new Hono(), LOOPBACK)

    const second = serveApp(new Hono(), { host: '127.0.0.1', port: server.port })

    await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' })
    await server.close(0)
  })
})

describe('a server under a client that is too slow or too greedy', () => {
  const hello = () => new Hono().post('/', async (c) => c.text(await c.req.text()))

  /** All that the server says on one connection until it closes it. */
  async function talk(port: number, text: string): Promise<string> {
    const socket = connect(port, '127.0.0.1')
    socket.write(text)
    let said = ''
    socket.on('data', (bytes: Buffer) => (said += bytes.toString()))
    socket.on('error', () => undefined)
    await new Promise((resolve) => socket.once('close', resolve))
    return said
  }

  it('cuts a head that does not end', async () => {
    const server = await serveApp(hello(), { ...LOOPBACK, slowRequestMs: 50 })

    const said = await talk(server.port, 'POST / HTTP/1.1\r\nHost: x\r\nX-Slow: ')

    expect(said).toMatch(/^HTTP\/1\.1 408 /)
    await server.close(0)
  })

  it('cuts a body that does not end, with the problem', async () => {
    const server = await serveApp(hello(), { ...LOOPBACK, slowRequestMs: 50 })

    const said = await talk(
      server.port,
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nslow',
    )

    expect(said).toMatch(/^HTTP\/1\.1 408 /)
    expect(said).toContain('"code":"request-too-slow"')
    await server.close(0)
  })

  it('waits for bulk data', async () => {
    const { promise: waited, resolve } = Promise.withResolvers<undefined>()
    const app = new Hono().post('/bulk', async (c) => {
      await waited
      return c.text(await c.req.text())
    })
    const limits = { slowRequestMs: 30, isBulk: (path: string) => path === '/bulk' }
    const server = await serveApp(app, { ...LOOPBACK, ...limits })
    const socket = connect(server.port, '127.0.0.1')
    socket.write(
      'POST /bulk HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 4\r\n\r\nsl',
    )
    const otherIsCut = talk(
      server.port,
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nslow',
    )
    await otherIsCut

    socket.write('ow')
    resolve(undefined)

    let said = ''
    for await (const bytes of socket) said += String(bytes)
    expect(said).toMatch(/^HTTP\/1\.1 200 [\s\S]*slow$/)
    await server.close(0)
  })

  it('refuses a head that is too large', async () => {
    const server = await serveApp(hello(), LOOPBACK)

    const said = await talk(
      server.port,
      `GET / HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`,
    )

    expect(said).toMatch(/^HTTP\/1\.1 431 /)
    await server.close(0)
  })

  it('closes connections beyond the most that it holds', async () => {
    const server = await serveApp(hello(), { ...LOOPBACK, maxConnections: 1 })
    const first = connect(server.port, '127.0.0.1')
    await new Promise((resolve) => first.once('connect', resolve))

    const said = await talk(server.port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n')

    expect(said).toBe('')
    first.destroy()
    await server.close(0)
  })
})
