import { randomUUID } from 'node:crypto'
import type { AccountList } from '@crosspanel/protocol/account'
import { writePublicKeyFile } from '@crosspanel/protocol/crypt4gh/key-file'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Edge, openEdge, PASSWORD, type Person, refusal } from '../../../test/src/edge.ts'

const ACCOUNTS = '/api/v1/accounts'
const KEY = Buffer.from('8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a', 'hex')

let edge: Edge
let admin: Person
let researcher: Person
beforeAll(async () => {
  edge = await openEdge()
  admin = await edge.person('site-admin')
  researcher = await edge.person('researcher')
})
afterAll(() => edge[Symbol.asyncDispose]())

describe('inviting a person', () => {
  const invite = (body: object, token = admin.token) =>
    edge.call('POST', ACCOUNTS, { token, body, headers: { 'idempotency-key': randomUUID() } })

  it('gives the administrator a link for them, shown once', async () => {
    const person = { email: 'Grace@Example.org', name: 'Grace', role: 'researcher' }

    const response = await invite(person)

    expect(response.status).toBe(201)
    const invited = (await response.json()) as { setUpToken: string; account: object }
    expect(invited.account).toMatchObject({ email: 'grace@example.org', isSetUp: false })
    const setUp = await edge.call('POST', '/api/v1/set-up', {
      body: { token: invited.setUpToken, name: 'Grace H.', password: PASSWORD },
    })
    expect(await setUp.json()).toMatchObject({ name: 'Grace H.', isSetUp: true })
  })

  it('is for administrators', async () => {
    const person = { email: 'x@example.org', name: 'X', role: 'site-admin' }

    expect(await refusal(await invite(person, researcher.token))).toEqual([403, 'forbidden'])
  })

  it('is refused for an address that has an account', async () => {
    const person = { email: researcher.email, name: 'X', role: 'site-admin' }

    expect(await refusal(await invite(person))).toEqual([409, 'account-exists'])
  })

  it.each([
    ['no address', { name: 'X', role: 'researcher' }],
    ['an address that is none', { email: 'x', name: 'X', role: 'researcher' }],
    ['another role', { email: 'x@example.org', name: 'X', role: 'federation-admin' }],
  ])('is refused with %s', async (_, person) => {
    expect(await refusal(await invite(person))).toEqual([400, 'invalid-request'])
  })
})

describe('the list of accounts', () => {
  const list = (query: string, token = admin.token) => edge.call('GET', ACCOUNTS + query, { token })

  it('comes in pages, each account once, also while others are made', async () => {
    await edge.person('researcher')
    const seen: string[] = []
    let after: string | null = ''

    while (after !== null) {
      const query = `?limit=2${after === '' ? '' : `&after=${after}`}`
      const page = (await (await list(query)).json()) as AccountList
      seen.push(...page.accounts.map(({ id }) => id))
      if (seen.length === 2) await edge.person('researcher')
      after = page.next
    }

    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toEqual(expect.arrayContaining([admin.id, researcher.id]))
    expect(seen.length).toBeGreaterThanOrEqual(4)
  })

  it('has no password hash in it', async () => {
    expect(await (await list('')).text()).not.toContain('argon2')
  })

  it('is for administrators', async () => {
    expect(await refusal(await list('', researcher.token))).toEqual([403, 'forbidden'])
  })

  it.each([
    '?limit=0',
    '?limit=201',
    '?limit=x',
    '?after=bm9uc2Vuc2U',
    `?after=${Buffer.from('+020000-01-01T00:00:00.000Z 0199c0de-0000-7000-8000-000000000000').toString('base64url')}`,
  ])('is refused with %s', async (query) => {
    expect(await refusal(await list(query))).toEqual([400, 'invalid-request'])
  })
})

describe('an account', () => {
  const put = (publicKey: unknown, token = researcher.token) =>
    edge.call('PUT', '/api/v1/me/public-key', { token, body: { publicKey } })
  const me = async () =>
    (await (await edge.call('GET', '/api/v1/me', { token: researcher.token })).json()) as object

  it('sees itself', async () => {
    expect(await me()).toMatchObject({ id: researcher.id, role: 'researcher', isSetUp: true })
  })

  it('takes a public key, replaces it and lets it go', async () => {
    const response = await put(writePublicKeyFile(KEY))

    expect(response.status).toBe(200)
    expect(await me()).toMatchObject({ publicKey: KEY.toString('base64url') })
    expect(await edge.users.publicKeyOf(researcher.id)).toEqual(KEY)
    const removed = await edge.call('DELETE', '/api/v1/me/public-key', { token: researcher.token })
    expect(removed.status).toBe(204)
    expect(await me()).toMatchObject({ publicKey: null })
    expect(await edge.users.publicKeyOf(researcher.id)).toBeUndefined()
  })

  it('keeps its public key when a wrong one is sent', async () => {
    await put(KEY.toString('base64'))

    const answers = [await put('not a key'), await put(7)]

    expect(await Promise.all(answers.map(refusal))).toEqual([
      [422, 'public-key-invalid'],
      [400, 'invalid-request'],
    ])
    expect(await me()).toMatchObject({ publicKey: KEY.toString('base64url') })
  })

  it('leaves audit rows of its key without the key', async () => {
    await put(KEY.toString('base64'))

    const rows = (await edge.audit()).filter(({ action }) => action.startsWith('public-key.'))

    expect(rows.at(-1)).toMatchObject({
      actor: `account:${researcher.id}`,
      action: 'public-key.set',
      object: `account:${researcher.id}`,
      details: {},
    })
  })
})
