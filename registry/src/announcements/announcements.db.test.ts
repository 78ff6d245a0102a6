import { randomUUID } from 'node:crypto'
import { GeneralJws } from '@crosspanel/protocol/federation'
import { ANNOUNCEMENTS_OPEN_MAX } from '@crosspanel/protocol/federation-announcements'
import { FederationRoot } from '@crosspanel/protocol/registry-api'
import { verifyAnnouncements } from '@crosspanel/protocol/signed-document'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type AdminCall,
  openTestRegistry,
  outcomeOf,
  readAudit,
  type TestRegistry,
} from '../../../test/src/registry-harness.ts'

interface Made {
  readonly id: string
}

describe('what the federation announces', () => {
  let registry: TestRegistry
  let admin: AdminCall
  let nowMs = Date.now()
  beforeAll(async () => {
    registry = await openTestRegistry({ now: () => new Date(nowMs) })
    admin = await registry.setUpAdmin()
  })
  afterAll(() => registry[Symbol.asyncDispose]())

  const at = (ms: number) => new Date(nowMs + ms).toISOString()
  const create = async (body: object) =>
    (await (await admin('POST', '/v1/announcements', body)).json()) as Made
  const verified = async (federationId = 'fed:test') => {
    const root = FederationRoot.parse(
      await (await registry.call('GET', '/v1/federation/root')).json(),
    )
    const jws = GeneralJws.parse(await (await registry.call('GET', '/v1/announcements')).json())
    const { keys: rootKeys, threshold } = root
    return verifyAnnouncements(jws, { federationId, rootKeys, threshold })
  }
  const published = async () => {
    const verdict = await verified()
    if (verdict.kind === 'refused') throw new Error(verdict.detail)
    return verdict.document
  }

  it('is a list that the root key has signed, of this federation alone', async () => {
    expect(await published()).toMatchObject({ version: 1, announcements: [] })
    expect(await verified('fed:other')).toMatchObject({ code: 'signature-invalid' })
  })

  it('is in the list from the beginning to its end, and the version rises', async () => {
    const before = await published()
    const { id } = await create({ severity: 'warning', text: 'Panel h3 moves on Friday' })
    const made = await published()
    await admin('PATCH', `/v1/announcements/${id}`, { text: 'Panel h3 moves on Monday' })
    const changed = await published()
    await admin('DELETE', `/v1/announcements/${id}`)
    const ended = await published()

    expect(made.announcements).toMatchObject([{ id, severity: 'warning', until: null }])
    expect(changed.announcements).toMatchObject([{ id, text: 'Panel h3 moves on Monday' }])
    expect(ended.announcements).toEqual([])
    expect([made, changed, ended].map(({ version }) => version - before.version)).toEqual([1, 2, 3])
    expect((await readAudit(admin)).slice(-3)).toEqual([
      `announcement.created announcement:${id}`,
      `announcement.changed announcement:${id}`,
      `announcement.ended announcement:${id}`,
    ])
  })

  it('leaves out what is over when the list is signed again, and keeps what is to come', async () => {
    const brief = await create({ text: 'Brief', until: at(60_000) })
    const later = await create({ text: 'Later', from: at(3_600_000) })
    nowMs += 120_000
    const last = await create({ text: 'Last' })

    const ids = (await published()).announcements.map(({ id }) => id)

    expect(ids).toEqual([later.id, last.id])
    expect(ids).not.toContain(brief.id)
  })

  it('is answered 304 to who has it', async () => {
    const first = await registry.call('GET', '/v1/announcements')
    const etag = first.headers.get('etag') ?? ''

    const again = await registry.call('GET', '/v1/announcements', undefined, {
      'if-none-match': etag,
    })

    expect(again.status).toBe(304)
  })

  it.each([
    ['400 invalid-request', 'POST', '', { text: ' ' }],
    ['400 invalid-request', 'POST', '', { text: 'x', until: '2020-01-01T00:00:00Z' }],
    ['404 announcement-not-found', 'PATCH', `/${randomUUID()}`, { text: 'x' }],
    ['404 announcement-not-found', 'DELETE', `/${randomUUID()}`, undefined],
  ])('is refused: %s', async (outcome, method, path, body) => {
    expect(await outcomeOf(admin(method, `/v1/announcements${path}`, body))).toBe(outcome)
  })

  it('is ended once', async () => {
    const { id } = await create({ text: 'Once' })
    await admin('DELETE', `/v1/announcements/${id}`)

    const outcomes = [
      await outcomeOf(admin('DELETE', `/v1/announcements/${id}`)),
      await outcomeOf(admin('PATCH', `/v1/announcements/${id}`, { text: 'x' })),
    ]

    expect(outcomes).toEqual(['409 announcement-ended', '409 announcement-ended'])
  })

  it('is refused above what the signed list holds, and has room again when another is ended', async () => {
    const open = (await published()).announcements
    for (let index = open.length; index < ANNOUNCEMENTS_OPEN_MAX; index += 1) {
      await create({ text: `No. ${index}` })
    }

    const over = await outcomeOf(admin('POST', '/v1/announcements', { text: 'One more' }))
    const listed = (await published()).announcements
    await admin('DELETE', `/v1/announcements/${listed[0]?.id ?? ''}`)
    const { id } = await create({ text: 'One more' })

    expect(over).toBe('409 announcement-limit-reached')
    expect(listed).toHaveLength(ANNOUNCEMENTS_OPEN_MAX)
    expect((await published()).announcements.map((one) => one.id)).toContain(id)
  })
})
