import { FederationRoot } from '@crosspanel/protocol/registry-api'
import { describe, expect, it } from 'vitest'
import {
  createTestSite,
  enrolSite,
  joinSite,
  openTestRegistry,
  readAudit,
  readDocument,
} from '../../../test/src/registry-harness.ts'

const DAY_MS = 86_400_000

describe('the federation document', () => {
  it('is signed by the root key and good for fourteen days', async () => {
    await using registry = await openTestRegistry()

    const { version, issued, expires, federationId, root, minProtocol } =
      await readDocument(registry)

    expect({ version, federationId, minProtocol }).toEqual({
      version: 1,
      federationId: 'fed:test',
      minProtocol: 1,
    })
    expect(Date.parse(expires) - Date.parse(issued)).toBe(14 * DAY_MS)
    expect(root).toMatchObject({ threshold: 1 })
  })

  it('is not sent again to who has it, until it changes', async () => {
    await using registry = await openTestRegistry()
    const admin = await registry.setUpAdmin()
    const get = (etag: string) =>
      registry.call('GET', '/v1/federation', undefined, { 'if-none-match': etag })

    const first = await registry.call('GET', '/v1/federation')
    const etag = first.headers.get('etag') ?? ''
    const same = await get(etag)
    const among = await get(`"other", W/${etag}`)
    await joinSite(registry, admin, await createTestSite())
    const changed = await get(etag)

    expect(etag).toMatch(/^"[0-9a-f]{64}"$/)
    expect([same.status, among.status, changed.status]).toEqual([304, 304, 200])
    expect(await same.text()).toBe('')
    expect(same.headers.get('etag')).toBe(etag)
    expect(changed.headers.get('etag')).not.toBe(etag)
  })

  it('is signed anew in the second half of its life, once for many readers', async () => {
    let nowMs = Date.now()
    await using registry = await openTestRegistry({ now: () => new Date(nowMs) })
    const admin = await registry.setUpAdmin()
    await joinSite(registry, admin, await createTestSite())
    const young = await readDocument(registry)

    nowMs += 7 * DAY_MS
    const read = await Promise.all([1, 2, 3, 4].map(() => readDocument(registry, nowMs)))
    const token = await registry.ctx.admins.logIn(
      {
        email: 'admin@federation.example',
        password: 'correct horse battery',
        kind: 'command-line',
      },
      'here',
    )
    const audited = await readAudit((method, path) =>
      registry.call(method, path, undefined, { authorization: `Bearer ${token.token}` }),
    )

    expect(young.version).toBe(2)
    expect(read.map(({ version }) => version)).toEqual([3, 3, 3, 3])
    expect(Date.parse(read[0]?.expires ?? '')).toBe(nowMs + 14 * DAY_MS)
    expect(read[0]?.members).toEqual(young.members)
    expect(audited.filter((line) => line.startsWith('federation.renewed'))).toHaveLength(1)
  })

  it('gives each of many changes at once a version of its own (T7)', async () => {
    await using registry = await openTestRegistry()
    const admin = await registry.setUpAdmin()
    const sites = await Promise.all(['site:a', 'site:b', 'site:c'].map((id) => createTestSite(id)))
    const enrolments = await Promise.all(sites.map((site) => enrolSite(registry, admin, site)))

    await Promise.all(
      enrolments.map(({ enrolmentId }) =>
        admin('POST', `/v1/enrolments/${enrolmentId}/approve`, {}),
      ),
    )
    const { version, members } = await readDocument(registry)

    expect(version).toBe(4)
    expect(members.map(({ siteId }) => siteId)).toEqual(['site:a', 'site:b', 'site:c'])
  })
})

describe('the root of the federation', () => {
  it('is named by the key id of its key, as invites name it', async () => {
    await using registry = await openTestRegistry()

    const root = FederationRoot.parse(
      await (await registry.call('GET', '/v1/federation/root')).json(),
    )

    expect(root).toMatchObject({
      federationId: 'fed:test',
      threshold: 1,
      fingerprint: registry.founded.rootFingerprint,
    })
    expect(root.keys).toHaveLength(1)
    expect(root.keys[0]).not.toHaveProperty('d')
  })
})
