import { randomUUID } from 'node:crypto'
import { serve } from '@hono/node-server'
import { Agent, request } from 'undici'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Edge, openEdge, PASSWORD, type Person } from '../../../test/src/edge.ts'

const ATTEMPTS = 10_000
const IN_FLIGHT = 50
/** Guesses at one account that strangers have before they are slowed, and as many an hour afterwards. */
const FREE = 20

describe('10,000 guesses at one account from many addresses', { timeout: 300_000 }, () => {
  let edge: Edge
  let owner: Person
  let server: ReturnType<typeof serve>
  let origin = ''
  const agent = new Agent({ connections: IN_FLIGHT })
  beforeAll(async () => {
    edge = await openEdge()
    owner = await edge.person('researcher')
    await new Promise<void>((resolve) => {
      server = serve({ fetch: edge.app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
        origin = `http://127.0.0.1:${port}`
        resolve()
      })
    })
  })
  afterAll(async () => {
    await agent.close()
    await new Promise((resolve) => server.close(resolve))
    await edge[Symbol.asyncDispose]()
  })

  /** The proxy on this machine tells the node whose attempt it is. */
  async function attempt(from: string, body: object): Promise<{ status: number; body: unknown }> {
    const answer = await request(`${origin}/api/v1/login`, {
      method: 'POST',
      dispatcher: agent,
      headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
      body: JSON.stringify(body),
    })
    return { status: answer.statusCode, body: await answer.body.json() }
  }

  const stranger = (n: number) => `198.${18 + (n % 2)}.${Math.floor(n / 256) % 256}.${n % 256}`
  const guess = (n: number) =>
    attempt(stranger(n), { email: owner.email, password: `guess ${n}`, kind: 'command-line' })

  async function flood(count: number): Promise<Map<number, number>> {
    const statuses = new Map<number, number>()
    let next = 0
    async function guesser(): Promise<void> {
      for (let n = next++; n < count; n = next++) {
        const { status } = await guess(n)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
      }
    }
    await Promise.all(Array.from({ length: IN_FLIGHT }, guesser))
    return statuses
  }

  it('let the owner in while they last, cost few hashes, and look the same for nobody', async () => {
    const known = '203.0.113.5'
    const first = await attempt(known, {
      email: owner.email,
      password: PASSWORD,
      kind: 'command-line',
    })
    const { deviceToken } = first.body as { deviceToken: string }
    const before = edge.users.passwordsHashed()
    const logIn = (from: string, more: object = {}) =>
      attempt(from, { email: owner.email, password: PASSWORD, kind: 'command-line', ...more })

    const attack = flood(ATTEMPTS)
    const owners: number[] = []
    for (let n = 0; n < 3; n += 1) {
      owners.push((await logIn(known)).status)
      owners.push((await logIn(`192.0.2.${n}`, { deviceToken })).status)
    }
    const statuses = await attack
    const afterwards = [await logIn(known), await logIn('192.0.2.9', { deviceToken })]

    expect(owners).toEqual([200, 200, 200, 200, 200, 200])
    expect(afterwards.map(({ status }) => status)).toEqual([200, 200])
    expect([...statuses.keys()].toSorted()).toEqual([401, 429])
    expect([...statuses.values()].reduce((sum, count) => sum + count)).toBe(ATTEMPTS)
    // What is hashed for the owner is 8; the clock stands still, so strangers have their free ones and one more.
    expect(edge.users.passwordsHashed() - before).toBeLessThanOrEqual(FREE + 1 + 8)
    const nobody = { email: `${randomUUID()}@example.org`, password: 'x', kind: 'command-line' }
    const answers: number[] = []
    for (let n = 0; n < FREE + 2; n += 1) answers.push((await attempt(stranger(n), nobody)).status)
    expect(answers.slice(-2)).toEqual([401, 429])
  })

  it('leave a link by mail as the way in from a place that nobody knows', async () => {
    const from = '192.0.2.77'
    const logIn = (password: string) =>
      attempt(from, { email: owner.email, password, kind: 'command-line' })
    const refused = await logIn(PASSWORD)
    const { link } = await edge.users.makeRecoveryLink(
      { id: owner.id, role: 'site-admin', via: 'session' },
      owner.id,
    )
    const token = link.slice(link.indexOf('#') + 1)

    await edge.users.resetPassword({ token, password: 'another quiet password' }, { address: from })
    const after = await logIn('another quiet password')

    expect([refused.status, after.status]).toEqual([429, 200])
  })
})
