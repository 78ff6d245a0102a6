import { AdminView } from '@crosspanel/protocol/registry-api'
import { UNATTENDED_HEADER } from '@crosspanel/protocol/session-cookie'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ADMIN,
  openTestRegistry,
  outcomeOf,
  readAudit,
  type TestRegistry,
} from '../../../test/src/registry-harness.ts'
import { createRegistryApp } from '../app.ts'

const MINUTE_MS = 60_000

describe('the browser of a federation admin', () => {
  let registry: TestRegistry
  let nowMs = Date.now()
  beforeAll(async () => {
    registry = await openTestRegistry({ now: () => new Date(nowMs) })
    await registry.setUpAdmin()
  })
  afterAll(() => registry[Symbol.asyncDispose]())

  it('gets its session in a cookie that no script reads, and not in the body', async () => {
    const answer = await registry.call('POST', '/v1/login', { ...ADMIN, kind: 'browser' })

    expect([answer.status, await answer.text()]).toEqual([204, ''])
    expect(answer.headers.get('set-cookie')).toMatch(
      /^crosspanel_registry_session=[\w-]{22}; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/,
    )
  })

  it('is given a cookie that only https carries where people come by https', async () => {
    const config = { ...registry.config, publicUrl: 'https://registry.example' }
    const app = createRegistryApp({ ...registry.ctx, config })

    const answer = await app.request('/v1/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...ADMIN, kind: 'browser' }),
    })

    expect(answer.headers.get('set-cookie')).toMatch(/^__Host-crosspanel_registry_session=.*Secure/)
  })

  it('is told who is logged in, and no more after logging out', async () => {
    const browser = await registry.openBrowser()

    const me = AdminView.parse(await (await browser.call('GET', '/v1/me')).json())
    const left = await browser.call('POST', '/v1/logout')
    const after = await outcomeOf(browser.call('GET', '/v1/me'))

    expect(me).toEqual({
      email: ADMIN.email,
      federationId: 'fed:test',
      expires: new Date(nowMs + 12 * 60 * MINUTE_MS).toISOString(),
    })
    expect([left.status, left.headers.get('set-cookie')]).toEqual([
      204,
      expect.stringMatching(/^crosspanel_registry_session=; Max-Age=0/),
    ])
    expect(after).toBe('401 unauthenticated')
    expect(await readAudit(await registry.logIn())).toContainEqual(
      expect.stringMatching(/^admin.logged-out/),
    )
  })

  it.each([
    ['a page of another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['a page of a neighbour', { 'sec-fetch-site': 'same-site' }],
  ])('changes nothing for %s (T24)', async (_, headers) => {
    const browser = await registry.openBrowser()
    const invite = { organisation: 'Evil', emailDomain: 'evil.example' }

    const outcome = await outcomeOf(browser.call('POST', '/v1/invites', invite, headers))

    expect(outcome).toBe('403 csrf-refused')
  })

  it('changes nothing without naming its origin (T24)', async () => {
    const { cookie } = await registry.openBrowser()

    const outcome = await outcomeOf(registry.call('POST', '/v1/logout', undefined, { cookie }))

    expect(outcome).toBe('403 csrf-refused')
  })

  it('is logged out after half an hour without a request, and not before', async () => {
    const browser = await registry.openBrowser()
    const look = () => outcomeOf(browser.call('GET', '/v1/me'))

    nowMs += 29 * MINUTE_MS
    const used = await look()
    nowMs += 29 * MINUTE_MS
    const usedAgain = await look()
    nowMs += 30 * MINUTE_MS
    const idle = await look()

    expect([used, usedAgain, idle]).toEqual(['200', '200', '401 unauthenticated'])
  })

  it('is logged out after half an hour in which only its page asked', async () => {
    const browser = await registry.openBrowser()
    const poll = () =>
      outcomeOf(browser.call('GET', '/v1/me', undefined, { [UNATTENDED_HEADER]: '1' }))

    nowMs += 29 * MINUTE_MS
    const polled = await poll()
    nowMs += MINUTE_MS
    const late = await poll()

    expect([polled, late]).toEqual(['200', '401 unauthenticated'])
  })
})
