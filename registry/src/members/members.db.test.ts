import { JWS_TYPES } from '@crosspanel/protocol/compact-jws'
import { type GeneralJws, type SiteDescriptor } from '@crosspanel/protocol/federation'
import { MemberList, StoredDescriptor } from '@crosspanel/protocol/registry-api'
import { signDocument } from '@crosspanel/protocol/signed-document'
import { describe, expect, it } from 'vitest'
import {
  createTestSite,
  joinSite,
  openTestRegistry,
  ORGANISATION,
  outcomeOf,
  readAudit,
  readDocument,
} from '../../../test/src/registry-harness.ts'

async function openWithMember(config: Parameters<typeof openTestRegistry>[1] = {}) {
  const registry = await openTestRegistry({}, config)
  const admin = await registry.setUpAdmin()
  const site = await createTestSite()
  await joinSite(registry, admin, site)
  const move = (verb: string, reason?: string) =>
    outcomeOf(
      admin('POST', `/v1/members/site:lund/${verb}`, reason === undefined ? {} : { reason }),
    )
  const put = (jws: GeneralJws, siteId = 'site:lund') =>
    registry.call('PUT', `/v1/descriptors/${siteId}`, jws)
  const dispose = () => registry[Symbol.asyncDispose]()
  return { registry, admin, site, move, put, [Symbol.asyncDispose]: dispose }
}

describe('a member', () => {
  it('is listed with what admins need to know of it', async () => {
    await using set = await openWithMember()
    const { admin, site } = set

    const { members } = MemberList.parse(await (await admin('GET', '/v1/members')).json())

    expect(members).toMatchObject([
      {
        siteId: 'site:lund',
        organisation: ORGANISATION,
        status: 'active',
        reason: null,
        fingerprint: site.rootKid,
      },
    ])
  })

  it('is suspended, reinstated and revoked, each with a document and an audit row', async () => {
    await using set = await openWithMember()
    const { registry, admin, move } = set
    const published = async () => {
      const { version, members } = await readDocument(registry)
      return [version, members[0]?.status]
    }

    const steps = [await published()]
    const outcomes = [await move('suspend', 'lost laptop')]
    steps.push(await published())
    outcomes.push(await move('reinstate'))
    steps.push(await published())
    outcomes.push(await move('revoke', 'left'))
    steps.push(await published())

    expect(outcomes).toEqual(['200', '200', '200'])
    expect(steps).toEqual([
      [2, 'active'],
      [3, 'suspended'],
      [4, 'active'],
      [5, 'revoked'],
    ])
    const { members } = MemberList.parse(await (await admin('GET', '/v1/members')).json())
    expect(members[0]?.reason).toBe('left')
    expect((await readAudit(admin)).slice(-3)).toEqual([
      'member.suspended site:lund',
      'member.reinstated site:lund',
      'member.revoked site:lund',
    ])
  })

  it('is revoked for ever', async () => {
    await using set = await openWithMember()
    const { registry, move } = set
    await move('revoke', 'left')

    const outcomes = [
      await move('reinstate'),
      await move('suspend', 'again'),
      await move('revoke', 'again'),
    ]

    expect(outcomes).toEqual(Array(3).fill('409 member-state-conflict'))
    expect(await readDocument(registry)).toMatchObject({ version: 3 })
  })

  it('is suspended once when two admins do it at the same time', async () => {
    await using set = await openWithMember()
    const { registry, move } = set

    const outcomes = await Promise.all([move('suspend', 'a'), move('suspend', 'b')])

    expect(outcomes.toSorted()).toEqual(['200', '409 member-state-conflict'])
    expect(await readDocument(registry)).toMatchObject({ version: 3 })
  })

  it('cannot be moved when it is none, or without a reason', async () => {
    await using set = await openWithMember()
    const { admin, move } = set
    const reason = { reason: 'no' }

    const stranger = await outcomeOf(admin('POST', '/v1/members/site:oslo/suspend', reason))
    const malformed = await outcomeOf(admin('POST', '/v1/members/lund/suspend', reason))

    expect(stranger).toBe('404 site-not-found')
    expect(malformed).toBe('400 invalid-request')
    expect(await move('suspend')).toBe('400 invalid-request')
    expect(await move('revoke')).toBe('400 invalid-request')
  })
})

describe('a descriptor', () => {
  it('is published in the next document and served by its digest, for ever', async () => {
    await using set = await openWithMember()
    const { registry, admin, site, put } = set
    const jws = await site.signDescriptor()

    const { sha256, serial } = StoredDescriptor.parse(await (await put(jws)).json())
    const { version, members } = await readDocument(registry)
    const served = await registry.call('GET', `/v1/descriptors/${sha256}`)

    expect(serial).toBe(1)
    expect(version).toBe(3)
    expect(members[0]?.descriptorSha256).toBe(sha256)
    expect(await served.json()).toEqual(jws)
    expect(served.headers.get('cache-control')).toContain('immutable')
    expect(await readAudit(admin)).toContain('descriptor.published site:lund')
  })

  it('sent again changes nothing', async () => {
    await using set = await openWithMember()
    const { registry, site, put } = set
    const jws = await site.signDescriptor()

    await put(jws)
    const again = await outcomeOf(put(jws))

    expect(again).toBe('200')
    expect(await readDocument(registry)).toMatchObject({ version: 3 })
  })

  it('counts when it is new, so that nobody uses up the quota of a site by sending old ones', async () => {
    await using set = await openWithMember({ rateSitePerMin: 2 })
    const { registry, site, put } = set
    const [first, second, third] = [
      await site.signDescriptor({ serial: 1 }),
      await site.signDescriptor({ serial: 2 }),
      await site.signDescriptor({ serial: 3 }),
    ]

    const outcomes = []
    for (const jws of [first, first, first, second, first, first, second, third]) {
      outcomes.push(await outcomeOf(put(jws)))
    }

    expect(outcomes).toEqual([
      ...['200', '200', '200', '200', '409 statement-stale', '409 statement-stale', '200'],
      '429 rate-limited',
    ])
    expect(await readDocument(registry)).toMatchObject({ version: 4 })
  })

  it('takes serials as large as the milliseconds since 1970', async () => {
    await using set = await openWithMember()
    const { site, put } = set

    const outcome = await outcomeOf(put(await site.signDescriptor({ serial: Date.now() })))

    expect(outcome).toBe('200')
  })

  it('is refused when it is older than the published one, or another with its serial (T7)', async () => {
    await using set = await openWithMember()
    const { registry, site, put } = set
    await put(await site.signDescriptor({ serial: 5 }))
    const software = { name: 'other', version: '9' }

    const older = await outcomeOf(put(await site.signDescriptor({ serial: 4 })))
    const other = await outcomeOf(put(await site.signDescriptor({ serial: 5, software })))

    expect([older, other]).toEqual(['409 statement-stale', '409 statement-stale'])
    expect(await readDocument(registry)).toMatchObject({ version: 3 })
  })

  it('is refused when another site has signed it', async () => {
    await using set = await openWithMember()
    const { registry, put } = set
    const impostor = await createTestSite()

    const outcome = await outcomeOf(put(await impostor.signDescriptor()))

    expect(outcome).toBe('422 signature-invalid')
    expect(await readDocument(registry)).toMatchObject({ version: 2 })
  })

  it("is refused when it is about another site, even by a member's key", async () => {
    await using set = await openWithMember()
    const { registry, admin, site, put } = set
    await joinSite(registry, admin, await createTestSite('site:ibadan'))

    const outcome = await outcomeOf(put(await site.signDescriptor(), 'site:ibadan'))

    expect(outcome).toBe('422 signature-invalid')
  })

  it('is refused for a site that is no member', async () => {
    await using set = await openWithMember()
    const { put } = set
    const stranger = await createTestSite('site:oslo')

    const outcome = await outcomeOf(put(await stranger.signDescriptor(), 'site:oslo'))

    expect(outcome).toBe('404 site-not-found')
  })

  it('is refused while its site is suspended', async () => {
    await using set = await openWithMember()
    const { site, put, move } = set
    await move('suspend', 'lost laptop')

    const outcome = await outcomeOf(put(await site.signDescriptor()))

    expect(outcome).toBe('403 peer-site-suspended')
  })

  it('is refused when it does not match its schema, inside the signature or out', async () => {
    await using set = await openWithMember()
    const { registry, site, put } = set
    const payload = { siteId: 'site:lund' } as SiteDescriptor
    const signed = await signDocument(payload, JWS_TYPES.descriptor, [site.signers.sign])

    const inside = await outcomeOf(put(signed))
    const outside = await outcomeOf(registry.call('PUT', '/v1/descriptors/site:lund', {}))

    expect([inside, outside]).toEqual(['400 invalid-request', '400 invalid-request'])
  })

  it('is refused when it is larger than 1 MiB', async () => {
    await using set = await openWithMember()
    const jws = await set.site.signDescriptor()

    const outcome = await outcomeOf(set.put({ ...jws, payload: 'A'.repeat(1024 * 1024) }))

    expect(outcome).toBe('413 body-too-large')
  })
})

describe('a document that nobody stored', () => {
  it.each(['statements', 'descriptors'])('is not found among the %s', async (kind) => {
    await using registry = await openTestRegistry()

    const unknown = await outcomeOf(registry.call('GET', `/v1/${kind}/${'a'.repeat(64)}`))
    const malformed = await outcomeOf(registry.call('GET', `/v1/${kind}/a`))

    expect(unknown).toBe('404 document-not-found')
    expect(malformed).toBe('400 invalid-request')
  })
})
