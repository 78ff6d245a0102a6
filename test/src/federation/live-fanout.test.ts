import { request, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { listen, type LiveNode, openLiveNode } from '../live-harness.ts'

const CLIENTS = 1_000
const EVENTS = 20

const forAll = (subject: string, data: Record<string, unknown> = {}) =>
  ({ topic: 'everyone', type: 'site', subject, data }) as const

interface Reader {
  readonly subjects: string[]
  readonly response: IncomingMessage
}

/** A raw client over a socket of its own, much cheaper than `fetch`. */
function read(node: LiveNode, token: string, onSubject: () => void): Promise<Reader> {
  return new Promise((resolve, reject) => {
    const call = request(`${node.url}/api/v1/events?topics=everyone`, {
      agent: false,
      headers: { authorization: `Bearer ${token}` },
    })
    call.once('error', reject)
    call.once('response', (response) => {
      const subjects: string[] = []
      let rest = ''
      response.setEncoding('utf8')
      response.on('error', () => undefined)
      response.on('data', (text: string) => {
        const blocks = (rest + text).split('\n\n')
        rest = blocks.pop() ?? ''
        for (const block of blocks) {
          if (block.includes('event: snapshot')) resolve({ subjects, response })
          const subject = /"subject":"([^"]+)"/.exec(block)?.[1]
          if (subject === undefined) continue
          subjects.push(subject)
          onSubject()
        }
      })
    })
    call.end()
  })
}

describe('live events for many clients', () => {
  it(`reach ${CLIENTS} of them over sockets of their own, each once and from one buffer`, async () => {
    await using node = await openLiveNode({ liveStreamsPerAccount: CLIENTS })
    const { token } = await node.person()
    const all = Promise.withResolvers<undefined>()
    let left = CLIENTS * EVENTS
    const readers: Reader[] = []
    for (let first = 0; first < CLIENTS; first += 50) {
      const some = Array.from({ length: 50 }, () =>
        read(node, token, () => {
          left -= 1
          if (left === 0) all.resolve(undefined)
        }),
      )
      readers.push(...(await Promise.all(some)))
    }
    const before = node.live.hub.framesMade()
    const expected = Array.from({ length: EVENTS }, (_, index) => `event ${index}`)

    for (const subject of expected) await node.publish(forAll(subject))
    await all.promise
    await node.live.hub.catchUp()

    expect(node.live.streams.openStreams()).toBe(CLIENTS)
    expect(node.live.hub.framesMade() - before).toBe(EVENTS)
    const wrong = readers.filter(({ subjects }) => subjects.join() !== expected.join())
    expect(wrong).toHaveLength(0)
    for (const { response } of readers) response.destroy()
  })

  it('are not kept for one that does not read: it is cut, and told the rest when it comes back', async () => {
    await using node = await openLiveNode()
    const { token } = await node.person()
    await using quick = node.listen(token)
    await quick.until(({ snapshots }) => snapshots.length === 1)
    const slow = connect(Number(new URL(node.url).port), '127.0.0.1')
    const gone = new Promise((resolve) => slow.once('close', resolve))
    slow.on('error', () => undefined)
    slow.write(`GET /api/v1/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n\r\n`)
    let seen = await new Promise<string>((resolve) => {
      slow.once('data', (bytes) => resolve(bytes.toString()))
    })
    slow.pause()
    await expect.poll(() => node.live.streams.openStreams(), { timeout: 60_000 }).toBe(2)

    const filler = 'x'.repeat(60_000)
    let sent = 0
    while (node.live.streams.openStreams() === 2 && sent < 900) {
      await node.publish(forAll(`event ${sent}`, { filler }))
      sent += 1
      await quick.until(({ patches }) => patches.length === sent)
    }

    expect(node.live.streams.openStreams()).toBe(1)
    slow.on('data', (bytes) => (seen += bytes.toString()))
    slow.resume()
    await gone
    const whole = seen.slice(0, seen.lastIndexOf('\n\n'))
    const told = [...whole.matchAll(/"subject":"([^"]+)"/g)].map(([, subject]) => subject)
    const lastEventId = [...whole.matchAll(/^id: (.*)$/gm)].at(-1)?.[1] ?? ''
    await using back = node.listen(token, { lastEventId })
    await node.publish(forAll('end'))
    await back.until((l) => l.subjects().includes('end'))
    const expected = Array.from({ length: sent }, (_, index) => `event ${index}`)
    expect([...told, ...back.subjects()]).toEqual([...expected, 'end'])
    expect(told.length).toBeLessThan(sent)
  })

  it('go on where they were after the node was stopped and started again', async () => {
    await using first = await openLiveNode()
    const { token } = await first.person()
    const place: { node: LiveNode } = { node: first }
    await using stack = new AsyncDisposableStack()
    const listener = stack.use(
      listen({
        url: '',
        headers: { authorization: `Bearer ${token}` },
        fetch: (path, init) => fetch(place.node.url + path, init),
      }),
    )
    await listener.until(({ snapshots }) => snapshots.length === 1)
    await first.publish(forAll('before'))
    await listener.until((l) => l.subjects().includes('before'))

    first.live.streams.stop()
    await listener.until(({ states }) => states.includes('waiting'))
    await first.publish(forAll('meanwhile'))
    place.node = stack.use(await openLiveNode({ database: first.database }))
    await listener.until((l) => l.subjects().includes('meanwhile'))
    await place.node.publish(forAll('after'))
    await listener.until((l) => l.subjects().includes('after'))

    expect(listener.subjects()).toEqual(['before', 'meanwhile', 'after'])
    expect(listener.snapshots).toHaveLength(1)
    const refused = await fetch(`${first.url}/api/v1/events`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(refused.status).toBe(503)
  })
})
