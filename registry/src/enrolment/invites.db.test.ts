import { randomUUID } from 'node:crypto'
import { EnrolmentList, InviteList } from '@crosspanel/protocol/registry-api'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ADMIN,
  type AdminCall,
  createTestSite,
  enrolmentRequest,
  inviteSite,
  openTestRegistry,
  ORGANISATION,
  outcomeOf,
  readAudit,
  type TestRegistry,
} from '../../../test/src/registry-harness.ts'
import { openDb } from '../db.ts'
import { newToken, sha256Of } from '../secrets.ts'
import { invites } from './schema.ts'
import { createEnrolmentService } from './service.ts'
import { createEnrolmentStore } from './store.ts'

function openStore({ config }: TestRegistry) {
  const { db, close } = openDb(config.databaseUrl)
  return { store: createEnrolmentStore(db), [Symbol.asyncDispose]: close }
}

describe('invites', () => {
  let registry: TestRegistry
  let admin: AdminCall
  let nowMs = Date.now()
  beforeAll(async () => {
    registry = await openTestRegistry({ now: () => new Date(nowMs) })
    admin = await registry.setUpAdmin()
  })
  afterAll(() => registry[Symbol.asyncDispose]())

  const list = async (query = '') =>
    InviteList.parse(await (await admin('GET', `/v1/invites${query}`)).json())
  const newest = async () => {
    const [invite] = (await list()).invites
    if (invite === undefined) throw new Error('there is no invite')
    return invite
  }
  const enrol = async (token: string, siteId: string) =>
    registry.call(
      'POST',
      '/v1/enrolments',
      await enrolmentRequest(registry, await createTestSite(siteId, nowMs), token),
    )

  it('are listed newest first, a page at a time, without their tokens', async () => {
    const token = await inviteSite(admin)
    nowMs += 1
    await inviteSite(admin)

    const first = await list('?limit=1')
    const second = await list(`?limit=1&before=${String(first.next)}`)

    expect(first.invites[0]).toMatchObject({
      organisation: ORGANISATION,
      state: 'open',
      createdBy: ADMIN.email,
    })
    expect([second.invites.length, second.next]).toEqual([1, null])
    expect(JSON.stringify([first, second])).not.toContain(token)
  })

  it('that are withdrawn let nobody in', async () => {
    nowMs += 1
    const token = await inviteSite(admin)
    const { inviteId, expires } = await newest()

    const withdrawn = await outcomeOf(admin('DELETE', `/v1/invites/${inviteId}`))
    const again = await outcomeOf(admin('DELETE', `/v1/invites/${inviteId}`))
    const used = await outcomeOf(enrol(token, 'site:lund'))

    expect([withdrawn, again, used]).toEqual([
      '204',
      '409 invite-state-conflict',
      '410 invite-expired',
    ])
    expect(await newest()).toMatchObject({ state: 'withdrawn', expires })
    expect(await readAudit(admin)).toContain(`invite.withdrawn invite:${inviteId}`)
  })

  it.each([
    ['withdrawn', { withdrawnAt: new Date(nowMs) }],
    ['over', { expiresAt: new Date(nowMs) }],
  ])('that are %s while a request is being looked at let nobody in', async (_, end) => {
    nowMs += 1
    const token = await inviteSite(admin)
    const { inviteId } = await newest()
    const site = await createTestSite('site:oslo', nowMs)
    const request = await enrolmentRequest(registry, site, token)
    await using opened = openStore(registry)
    const enrolments = createEnrolmentService({
      store: opened.store,
      // Asked in the transaction of the enrolment, after the invite was found open.
      async isMember(tx) {
        await tx.update(invites).set(end).where(eq(invites.id, inviteId))
        return false
      },
      publicUrl: registry.config.publicUrl,
      rootFingerprint: registry.founded.rootFingerprint,
      newId: randomUUID,
      newToken,
      sha256Of,
      now: () => new Date(nowMs),
    })

    await expect(enrolments.submit(request)).rejects.toMatchObject({ code: 'invite-expired' })
    const { enrolments: made } = await enrolments.list({ limit: 200 })
    expect(made.map(({ siteId }) => siteId)).not.toContain('site:oslo')
  })

  it('that were used cannot be withdrawn, and become enrolments that say whom they were for', async () => {
    nowMs += 1
    const token = await inviteSite(admin)
    await enrol(token, 'site:ibadan')
    const { inviteId, state } = await newest()

    const outcome = await outcomeOf(admin('DELETE', `/v1/invites/${inviteId}`))
    const answer = await admin('GET', '/v1/enrolments')
    const [enrolment] = EnrolmentList.parse(await answer.json()).enrolments

    expect([state, outcome]).toEqual(['used', '409 invite-state-conflict'])
    expect(enrolment).toMatchObject({
      siteId: 'site:ibadan',
      emailDomain: 'lund.example',
      reach: 'inbound',
      protocol: { min: 1, max: 1 },
      decided: null,
      reason: null,
    })
  })

  it('expire after a week', async () => {
    nowMs += 1
    await inviteSite(admin)
    const { inviteId } = await newest()
    nowMs += 7 * 86_400_000
    const later = await registry.logIn()

    const { invites } = InviteList.parse(await (await later('GET', '/v1/invites')).json())

    expect(invites[0]).toMatchObject({ inviteId, state: 'expired' })
  })

  it('that nobody made are not found', async () => {
    const later = await registry.logIn()

    const outcome = await outcomeOf(later('DELETE', `/v1/invites/${randomUUID()}`))

    expect(outcome).toBe('404 invite-not-found')
  })
})

describe('an enrolment that was rejected', () => {
  it('says when and why', async () => {
    await using registry = await openTestRegistry()
    const admin = await registry.setUpAdmin()
    const request = await enrolmentRequest(
      registry,
      await createTestSite(),
      await inviteSite(admin),
    )
    const made = await registry.call('POST', '/v1/enrolments', request)
    const { enrolmentId } = (await made.json()) as { enrolmentId: string }

    await admin('POST', `/v1/enrolments/${enrolmentId}/reject`, { reason: 'not known to us' })
    const answer = await admin('GET', '/v1/enrolments')

    expect(EnrolmentList.parse(await answer.json()).enrolments[0]).toMatchObject({
      state: 'rejected',
      reason: 'not known to us',
      decided: expect.any(String) as string,
    })
  })
})
