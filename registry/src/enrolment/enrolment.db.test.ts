import { describe, expect, it } from 'vitest'
import { cloneDatabase } from '../../../test/src/postgres.ts'
import { createTestSite, enrolmentRequest, inviteSite, openTestRegistry } from '../testing.ts'

describe('an enrolment', () => {
  it('makes a member of an invited site once an admin approves', async () => {
    await using database = await cloneDatabase('registry')
    await using registry = await openTestRegistry(database.url)
    const admin = await registry.setUpAdmin()
    const site = await createTestSite()
    const request = await enrolmentRequest(registry, site, await inviteSite(admin))

    const submitted = await registry.call('POST', '/v1/enrolments', request)
    const view = (await submitted.json()) as { enrolmentId: string }
    const approved = await admin('POST', `/v1/enrolments/${view.enrolmentId}/approve`, {
      fingerprint: site.rootKid,
    })

    expect(view).toMatchObject({ siteId: 'site:lund', state: 'pending', fingerprint: site.rootKid })
    expect(submitted.status).toBe(201)
    expect(approved.status).toBe(200)
  })
})
