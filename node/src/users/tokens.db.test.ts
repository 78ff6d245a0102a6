import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Edge, openEdge, type Person, refusal } from '../../../test/src/edge.ts'
import { idempotentRequests } from '../http/schema.ts'
import { apiTokens } from './schema.ts'

const TOKENS = '/api/v1/tokens'
const DAY_MS = 86_400_000

describe('API tokens', () => {
  let edge: Edge
  let ada: Person
  let eve: Person
  beforeAll(async () => {
    edge = await openEdge()
    ada = await edge.person('researcher')
    eve = await edge.person('researcher')
  })
  afterAll(() => edge[Symbol.asyncDispose]())

  const create = (body: object, token = ada.token) =>
    edge.call('POST', TOKENS, { token, body, headers: { 'idempotency-key': randomUUID() } })
  const created = async (body: object) =>
    (await (await create(body)).json()) as { id: string; token: string }
  const listed = async (token: string) => {
    const response = await edge.call('GET', TOKENS, { token })
    return ((await response.json()) as { tokens: { id: string }[] }).tokens
  }

  it('are shown once and open the account of whoever made them', async () => {
    const { id, token } = await created({ name: 'pipeline' })

    const me = await edge.call('GET', '/api/v1/me', { token })

    expect(await me.json()).toMatchObject({ id: ada.id })
    const list = await listed(ada.token)
    const shown = list.find((one) => one.id === id)
    expect(shown).toMatchObject({ name: 'pipeline', scope: 'full' })
    expect(shown).toHaveProperty('lastUsedAt', edge.clock.now.toISOString())
    expect(JSON.stringify(list)).not.toContain('cpt_')
  })

  it('are kept as their digest, also in the answer that is kept for a repetition', async () => {
    const { token } = await created({ name: 'pipeline' })

    const rows = JSON.stringify([
      await edge.db.select().from(apiTokens),
      await edge.db.select().from(idempotentRequests),
    ])

    expect(rows).not.toContain(token.slice(4))
    expect(edge.logLines.join('')).not.toContain(token.slice(4))
  })

  it('end when their days are over', async () => {
    const { token } = await created({ name: 'short', expiresInDays: 1 })
    const before = edge.clock.now
    edge.clock.now = new Date(before.getTime() + DAY_MS)

    const response = await edge.call('GET', '/api/v1/me', { token })

    edge.clock.now = before
    expect(response.status).toBe(401)
  })

  it('open nothing once deleted', async () => {
    const { id, token } = await created({ name: 'lost' })

    const response = await edge.call('DELETE', `${TOKENS}/${id}`, { token: ada.token })

    expect(response.status).toBe(204)
    expect((await edge.call('GET', '/api/v1/me', { token })).status).toBe(401)
    const again = await edge.call('DELETE', `${TOKENS}/${id}`, { token: ada.token })
    expect(await refusal(again)).toEqual([404, 'token-not-found'])
  })

  it('of another account are as if they did not exist (T21)', async () => {
    const { id } = await created({ name: 'mine' })

    const response = await edge.call('DELETE', `${TOKENS}/${id}`, { token: eve.token })

    expect(await refusal(response)).toEqual([404, 'token-not-found'])
    expect(await listed(eve.token)).toEqual([])
    expect((await listed(ada.token)).map((token) => token.id)).toContain(id)
  })

  it('with scope read may look and change nothing', async () => {
    const { id, token } = await created({ name: 'reader', scope: 'read' })

    const look = await edge.call('GET', TOKENS, { token })
    const change = await edge.call('DELETE', `${TOKENS}/${id}`, { token })

    expect(look.status).toBe(200)
    expect(await refusal(change)).toEqual([403, 'forbidden'])
  })

  it('make no further tokens and end no session', async () => {
    const { token } = await created({ name: 'leaked' })

    const answers = [
      await create({ name: 'more' }, token),
      await edge.call('POST', '/api/v1/logout', { token }),
    ]

    expect(await Promise.all(answers.map(refusal))).toEqual([
      [403, 'forbidden'],
      [403, 'forbidden'],
    ])
  })

  it.each([
    ['no name', {}, '#/name'],
    ['another scope', { name: 'x', scope: 'admin' }, '#/scope'],
    ['a life of years', { name: 'x', expiresInDays: 3650 }, '#/expiresInDays'],
  ])('are refused with %s', async (_, body, pointer) => {
    const response = await create(body)

    const problem = (await response.json()) as { code: string; errors: { pointer: string }[] }
    expect([response.status, problem.code, problem.errors[0]?.pointer]).toEqual([
      400,
      'invalid-request',
      pointer,
    ])
  })

  it('are refused by an id that is none', async () => {
    const response = await edge.call('DELETE', `${TOKENS}/1`, { token: ada.token })

    expect(await refusal(response)).toEqual([400, 'invalid-request'])
  })

  it('leave audit rows', async () => {
    const { id } = await created({ name: 'pipeline', scope: 'read' })
    await edge.call('DELETE', `${TOKENS}/${id}`, { token: ada.token })

    const rows = (await edge.audit()).filter(({ object }) => object === `token:${id}`)

    const actor = `account:${ada.id}`
    expect(rows).toMatchObject([
      { actor, action: 'token.created', details: { scope: 'read' } },
      { actor, action: 'token.deleted' },
    ])
  })

  it('that have expired are cleared away', async () => {
    const { id } = await created({ name: 'short', expiresInDays: 1 })
    const before = edge.clock.now
    edge.clock.now = new Date(before.getTime() + 2 * DAY_MS)

    await edge.users.removeExpired()

    edge.clock.now = before
    expect((await listed(ada.token)).map((token) => token.id)).not.toContain(id)
  })
})
