import { randomUUID } from 'node:crypto'
import { EnrolmentList } from '@crosspanel/protocol/registry-api'
import { describe, expect, it } from 'vitest'
import {
  createTestSite,
  enrolSite,
  openTestRegistry,
  outcomeOf,
  readAudit,
  readDocument,
} from '../../../test/src/registry-harness.ts'

async function openWithEnrolment() {
  const registry = await openTestRegistry()
  const admin = await registry.setUpAdmin()
  const site = await createTestSite()
  const { enrolmentId } = await enrolSite(registry, admin, site)
  const path = `/v1/enrolments/${enrolmentId}`
  const dispose = () => registry[Symbol.asyncDispose]()
  return { registry, admin, site, enrolmentId, path, [Symbol.asyncDispose]: dispose }
}

describe('approving an enrolment', () => {
  it('makes the site a member in the next document and serves its statement', async () => {
    await using set = await openWithEnrolment()
    const { registry, admin, site, enrolmentId, path } = set
    const before = await readDocument(registry)

    const answer = await admin('POST', `${path}/approve`, { fingerprint: site.rootKid })
    const after = await readDocument(registry)
    const [member] = after.members
    const statement = await registry.call('GET', `/v1/statements/${member?.statementSha256 ?? ''}`)

    expect(await answer.json()).toMatchObject({ enrolmentId, state: 'approved' })
    expect(before).toMatchObject({ version: 1, members: [] })
    expect(after).toMatchObject({ version: 2 })
    expect(after.members).toHaveLength(1)
    expect(member).toMatchObject({ siteId: 'site:lund', status: 'active', rootKid: site.rootKid })
    expect(await statement.json()).toEqual(await site.signStatement())
    expect(await readAudit(admin)).toContain(`enrolment.approved enrolment:${enrolmentId}`)
  })

  it('stops at a fingerprint that is not that of the site', async () => {
    await using set = await openWithEnrolment()
    const { registry, admin, path } = set

    const outcome = await outcomeOf(
      admin('POST', `${path}/approve`, { fingerprint: 'A'.repeat(43) }),
    )

    expect(outcome).toBe('422 fingerprint-mismatch')
    expect(await readDocument(registry)).toMatchObject({ version: 1, members: [] })
    expect(await readAudit(admin)).not.toContainEqual(expect.stringContaining('approved'))
  })

  it('lets exactly one of an approval and a rejection through', async () => {
    await using set = await openWithEnrolment()
    const { registry, admin, path } = set

    const outcomes = await Promise.all([
      outcomeOf(admin('POST', `${path}/approve`, {})),
      outcomeOf(admin('POST', `${path}/reject`, { reason: 'no' })),
      outcomeOf(admin('POST', `${path}/approve`, {})),
    ])

    const conflict = '409 enrolment-state-conflict'
    expect(outcomes.toSorted()).toEqual(['200', conflict, conflict])
    const { version, members } = await readDocument(registry)
    expect(version).toBe(1 + members.length)
  })

  it('answers enrolment-not-found for one that nobody made', async () => {
    await using set = await openWithEnrolment()

    const outcome = await outcomeOf(set.admin('POST', `/v1/enrolments/${randomUUID()}/approve`, {}))

    expect(outcome).toBe('404 enrolment-not-found')
  })

  it('is refused for a request that does not match the schema', async () => {
    await using set = await openWithEnrolment()
    const { admin, path } = set

    const outcomes = await Promise.all([
      outcomeOf(admin('POST', `${path}/approve`, { fingerprint: 'short' })),
      outcomeOf(admin('POST', '/v1/enrolments/1/approve', {})),
      outcomeOf(admin('POST', `${path}/reject`, {})),
    ])

    expect(outcomes).toEqual(Array(3).fill('400 invalid-request'))
  })
})

describe('rejecting an enrolment', () => {
  it('leaves the document as it is and the site id free', async () => {
    await using set = await openWithEnrolment()
    const { registry, admin, enrolmentId, path } = set

    const answer = await admin('POST', `${path}/reject`, { reason: 'not known to us' })
    const again = await enrolSite(registry, admin, await createTestSite())

    expect(await answer.json()).toMatchObject({ state: 'rejected' })
    expect(again.enrolmentId).not.toBe(enrolmentId)
    expect(await readDocument(registry)).toMatchObject({ version: 1, members: [] })
    expect(await readAudit(admin)).toContain(`enrolment.rejected enrolment:${enrolmentId}`)
  })
})

describe('the list of enrolments', () => {
  it('can be narrowed to a state', async () => {
    await using set = await openWithEnrolment()
    const { registry, admin, path, enrolmentId } = set
    await admin('POST', `${path}/reject`, { reason: 'no' })
    const { enrolmentId: second } = await enrolSite(registry, admin, await createTestSite())

    const idsOf = async (query: string) => {
      const answer = await admin('GET', `/v1/enrolments${query}`)
      return EnrolmentList.parse(await answer.json()).enrolments.map((one) => one.enrolmentId)
    }

    expect(await idsOf('')).toEqual([second, enrolmentId])
    expect(await idsOf('?state=pending')).toEqual([second])
    expect(await idsOf('?state=rejected')).toEqual([enrolmentId])
    expect(await outcomeOf(admin('GET', '/v1/enrolments?state=x'))).toBe('400 invalid-request')
  })
})
