import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Edge, openEdge, PASSWORD, refusal } from '../../../test/src/edge.ts'

const SET_UP = '/api/v1/set-up'

describe('the one-time set-up link', () => {
  let edge: Edge
  beforeAll(async () => {
    edge = await openEdge()
  })
  afterAll(() => edge[Symbol.asyncDispose]())

  let people = 0
  function linkFor(role: 'researcher' | 'site-admin' = 'researcher') {
    people += 1
    const email = `invited-${people}@example.org`
    return edge.users.makeSetUpLink({ email, role }).then((link) => ({ email, ...link }))
  }

  it('lets the invited person choose name and password and then log in', async () => {
    const { email, token } = await linkFor('site-admin')

    const response = await edge.call('POST', SET_UP, {
      body: { token, name: '  Ada  ', password: PASSWORD },
    })

    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      email,
      name: 'Ada',
      role: 'site-admin',
      isSetUp: true,
    })
    const login = await edge.call('POST', '/api/v1/login', { body: { email, password: PASSWORD } })
    expect(login.status).toBe(200)
  })

  it('works once', async () => {
    const { token } = await linkFor()
    const body = { token, name: 'Ada', password: PASSWORD }
    await edge.call('POST', SET_UP, { body })

    const response = await edge.call('POST', SET_UP, { body })

    expect(await refusal(response)).toEqual([410, 'set-up-link-expired'])
  })

  it('lets exactly one of two requests at the same moment through', async () => {
    const { token } = await linkFor()
    const setUp = (name: string) =>
      edge.call('POST', SET_UP, { body: { token, name, password: PASSWORD } })

    const responses = await Promise.all([setUp('Ada'), setUp('Eve')])

    expect(responses.map(({ status }) => status).toSorted()).toEqual([200, 410])
  })

  it('ends after 24 hours', async () => {
    const { token } = await linkFor()
    const madeAt = edge.clock.now
    edge.clock.now = new Date(madeAt.getTime() + 24 * 3_600_000)

    const response = await edge.call('POST', SET_UP, {
      body: { token, name: 'Ada', password: PASSWORD },
    })

    edge.clock.now = madeAt
    expect(await refusal(response)).toEqual([410, 'set-up-link-expired'])
  })

  it('is replaced by a newer link for the same person', async () => {
    const { email, token: older } = await linkFor()
    const { token: newer } = await edge.users.makeSetUpLink({ email, role: 'researcher' })
    const setUp = (token: string) =>
      edge.call('POST', SET_UP, { body: { token, name: 'Ada', password: PASSWORD } })

    const statuses = [(await setUp(older)).status, (await setUp(newer)).status]

    expect(statuses).toEqual([410, 200])
  })

  it('cannot be made for an account that is set up already', async () => {
    const { email } = await edge.person('researcher')

    const again = edge.users.makeSetUpLink({ email, role: 'site-admin' })

    await expect(again).rejects.toMatchObject({ code: 'account-exists' })
  })

  it('is not opened by a made-up token', async () => {
    const response = await edge.call('POST', SET_UP, {
      body: { token: 'cpl_guess', name: 'Eve', password: PASSWORD },
    })

    expect(await refusal(response)).toEqual([410, 'set-up-link-expired'])
  })

  it.each([
    ['a short password', { password: 'elevenchars' }, '#/password'],
    ['an empty name', { name: '  ' }, '#/name'],
    ['a name with a control character', { name: 'A\u0000da' }, '#/name'],
    ['another address than the invited one', { email: 'eve@example.org' }, '#/email'],
  ])('refuses %s and stays good', async (_, wrong, pointer) => {
    const { token } = await linkFor()
    const right = { token, name: 'Ada', password: PASSWORD }

    const refused = await edge.call('POST', SET_UP, { body: { ...right, ...wrong } })

    const problem = (await refused.json()) as { code: string; errors: { pointer: string }[] }
    expect([problem.code, problem.errors[0]?.pointer]).toEqual(['invalid-request', pointer])
    expect((await edge.call('POST', SET_UP, { body: right })).status).toBe(200)
  })

  it('leaves audit rows without the address, the token or the password', async () => {
    const { email, token } = await linkFor()

    const response = await edge.call('POST', SET_UP, {
      body: { token, name: 'Ada', password: PASSWORD },
    })

    const { id } = (await response.json()) as { id: string }
    const rows = (await edge.audit()).filter(({ object }) => object === `account:${id}`)
    expect(rows.map(({ actor, action }) => [actor, action])).toEqual([
      ['node', 'account.invited'],
      [`account:${id}`, 'account.set-up'],
    ])
    const written = JSON.stringify(rows) + edge.logLines.join('')
    for (const secret of [email, token, PASSWORD]) expect(written).not.toContain(secret)
  })
})
