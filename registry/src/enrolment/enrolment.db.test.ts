import { EnrolmentView } from '@crosspanel/protocol/federation'
import { decodeInvite } from '@crosspanel/protocol/invite'
import { generateEncryptionKeyPair, importSigningKey } from '@crosspanel/protocol/keys'
import { generateSigningKeyPair } from '@crosspanel/protocol/keys'
import { JWS_TYPES } from '@crosspanel/protocol/compact-jws'
import { CreatedInvite } from '@crosspanel/protocol/registry-api'
import { signDocument } from '@crosspanel/protocol/signed-document'
import { describe, expect, it } from 'vitest'
import {
  createTestSite,
  DOMAIN,
  enrolmentRequest,
  enrolSite,
  inviteSite,
  joinSite,
  openTestRegistry,
  ORGANISATION,
  outcomeOf,
  readAudit,
} from '../../../test/src/registry-harness.ts'

const DAY_MS = 86_400_000

describe('an invite', () => {
  it('names the registry and its root key, and is audited without its token', async () => {
    await using registry = await openTestRegistry()
    const admin = await registry.setUpAdmin()

    const answer = await admin('POST', '/v1/invites', {
      organisation: ORGANISATION,
      emailDomain: 'LUND.example',
    })
    const made = CreatedInvite.parse(await answer.json())

    expect(answer.status).toBe(201)
    expect(made.emailDomain).toBe('lund.example')
    expect(decodeInvite(made.invite)).toMatchObject({
      registryUrl: 'http://registry.example',
      rootFingerprint: registry.founded.rootFingerprint,
    })
    expect(await readAudit(admin)).toContain(`invite.created invite:${made.inviteId}`)
  })

  it.each([
    [{ organisation: '', emailDomain: DOMAIN }],
    [{ organisation: ORGANISATION, emailDomain: 'not a domain' }],
    [{ organisation: ORGANISATION }],
  ])('is refused for %j', async (body) => {
    await using registry = await openTestRegistry()
    const admin = await registry.setUpAdmin()

    const outcome = await outcomeOf(admin('POST', '/v1/invites', body))

    expect(outcome).toBe('400 invalid-request')
  })
})

describe('a challenge', () => {
  it('is made for the holder of an invite only', async () => {
    await using registry = await openTestRegistry()
    const { encryption } = await createTestSite()
    const body = { invite: 'x'.repeat(22), encryptionKey: encryption.publicJwk }

    const outcome = await outcomeOf(registry.call('POST', '/v1/enrolments/challenge', body))

    expect(outcome).toBe('404 invite-not-found')
  })

  it('is refused for a key of low order', async () => {
    await using registry = await openTestRegistry()
    const invite = await inviteSite(await registry.setUpAdmin())
    const encryptionKey = { kty: 'OKP', crv: 'X25519', use: 'enc', x: 'A'.repeat(43) }

    const answer = registry.call('POST', '/v1/enrolments/challenge', { invite, encryptionKey })

    expect(await outcomeOf(answer)).toBe('422 proof-invalid')
  })

  it('is refused for a request that does not match the schema', async () => {
    await using registry = await openTestRegistry()

    const answer = registry.call('POST', '/v1/enrolments/challenge', { invite: 1 })

    expect(await outcomeOf(answer)).toBe('400 invalid-request')
  })
})

describe('an enrolment', () => {
  it('waits for an admin, and is seen by the site that holds the invite', async () => {
    await using registry = await openTestRegistry()
    const admin = await registry.setUpAdmin()
    const site = await createTestSite()
    const invite = await inviteSite(admin)

    const request = await enrolmentRequest(registry, site, invite)
    const answer = await registry.call('POST', '/v1/enrolments', request)
    const view = EnrolmentView.parse(await answer.json())
    const path = `/v1/enrolments/${view.enrolmentId}`
    const seen = await registry.call('GET', path, undefined, { authorization: `Invite ${invite}` })

    expect(answer.status).toBe(201)
    expect(view).toMatchObject({ siteId: 'site:lund', state: 'pending', fingerprint: site.rootKid })
    expect(await seen.json()).toEqual(view)
    expect(await readAudit(admin)).toContain(`enrolment.submitted enrolment:${view.enrolmentId}`)
  })

  it('is hidden from whoever does not hold its invite (T21)', async () => {
    await using registry = await openTestRegistry()
    const admin = await registry.setUpAdmin()
    const { enrolmentId } = await enrolSite(registry, admin, await createTestSite())
    const other = await inviteSite(admin)
    const path = `/v1/enrolments/${enrolmentId}`

    const stranger = registry.call('GET', path, undefined, { authorization: `Invite ${other}` })
    const nobody = registry.call('GET', path)

    expect(await outcomeOf(stranger)).toBe('404 enrolment-not-found')
    expect(await outcomeOf(nobody)).toBe('401 unauthenticated')
  })

  it('made again with the same statement is the same enrolment', async () => {
    await using registry = await openTestRegistry()
    const admin = await registry.setUpAdmin()
    const site = await createTestSite()
    const { enrolmentId, invite } = await enrolSite(registry, admin, site)

    const request = await enrolmentRequest(registry, site, invite)
    const again = await registry.call('POST', '/v1/enrolments', request)

    expect(await again.json()).toMatchObject({ enrolmentId })
  })

  it('with another statement finds the invite used', async () => {
    await using registry = await openTestRegistry()
    const admin = await registry.setUpAdmin()
    const { invite } = await enrolSite(registry, admin, await createTestSite())
    const request = await enrolmentRequest(registry, await createTestSite('site:ibadan'), invite)

    const outcome = await outcomeOf(registry.call('POST', '/v1/enrolments', request))

    expect(outcome).toBe('409 invite-used')
  })

  it('uses its invite once however many are sent at the same time', async () => {
    await using registry = await openTestRegistry()
    const invite = await inviteSite(await registry.setUpAdmin())
    const sites = await Promise.all(['site:a', 'site:b', 'site:c'].map((id) => createTestSite(id)))
    const requests = await Promise.all(
      sites.map((site) => enrolmentRequest(registry, site, invite)),
    )

    const outcomes = await Promise.all(
      requests.map((request) => outcomeOf(registry.call('POST', '/v1/enrolments', request))),
    )

    expect(outcomes.toSorted()).toEqual(['201', '409 invite-used', '409 invite-used'])
  })

  it('is refused when the invite has expired', async () => {
    let nowMs = Date.now()
    await using registry = await openTestRegistry({ now: () => new Date(nowMs) })
    const invite = await inviteSite(await registry.setUpAdmin())
    nowMs += 7 * DAY_MS
    const request = await enrolmentRequest(registry, await createTestSite(), invite)

    const outcome = await outcomeOf(registry.call('POST', '/v1/enrolments', request))

    expect(outcome).toBe('410 invite-expired')
  })

  it('is refused when nobody made the invite', async () => {
    await using registry = await openTestRegistry()
    const invite = await inviteSite(await registry.setUpAdmin())
    const request = await enrolmentRequest(registry, await createTestSite(), invite)
    const body = { ...request, invite: 'x'.repeat(22) }

    const outcome = await outcomeOf(registry.call('POST', '/v1/enrolments', body))

    expect(outcome).toBe('404 invite-not-found')
  })

  it.each([
    ['403 invite-mismatch', { organisation: 'Lund Universitet' }],
    ['403 invite-mismatch', { contact: 'ops@sub.lund.example' }],
    ['403 invite-mismatch', { contact: 'ops@not-lund.example' }],
    ['426 protocol-version-unsupported', { protocol: { min: 2, max: 3 } }],
    ['400 invalid-request', { issued: '2999-01-01T00:00:00.000Z' }],
    ['400 invalid-request', { siteId: 'site:Lund' }],
  ])('is refused with %s for %j', async (outcome, changes) => {
    await using registry = await openTestRegistry()
    const admin = await registry.setUpAdmin()
    const site = await createTestSite()
    const statement = await site.signStatement(changes)
    const request = await enrolmentRequest(registry, site, await inviteSite(admin), statement)

    const answer = await registry.call('POST', '/v1/enrolments', request)

    expect(await outcomeOf(answer)).toBe(outcome)
    expect(await readAudit(admin)).not.toContainEqual(expect.stringContaining('enrolment.'))
  })

  it('is refused for a site id that a member has, also after its revocation', async () => {
    await using registry = await openTestRegistry()
    const admin = await registry.setUpAdmin()
    await joinSite(registry, admin, await createTestSite())
    await admin('POST', '/v1/members/site:lund/revoke', { reason: 'left' })
    const request = await enrolmentRequest(
      registry,
      await createTestSite(),
      await inviteSite(admin),
    )

    const outcome = await outcomeOf(registry.call('POST', '/v1/enrolments', request))

    expect(outcome).toBe('409 site-exists')
  })

  it('is refused for a site id that another asks for, and leaves the invite good', async () => {
    await using registry = await openTestRegistry()
    const admin = await registry.setUpAdmin()
    await enrolSite(registry, admin, await createTestSite())
    const invite = await inviteSite(admin)
    const clash = await enrolmentRequest(registry, await createTestSite(), invite)
    const other = await enrolmentRequest(registry, await createTestSite('site:malmo'), invite)

    const first = await outcomeOf(registry.call('POST', '/v1/enrolments', clash))
    const second = await outcomeOf(registry.call('POST', '/v1/enrolments', other))

    expect(first).toBe('409 site-exists')
    expect(second).toBe('201')
  })
})

describe('proof of possession', () => {
  it('is asked of the root key and the signing key of the statement (T6)', async () => {
    await using registry = await openTestRegistry()
    const admin = await registry.setUpAdmin()
    const site = await createTestSite()
    const { root } = site.signers
    const statement = await signDocument(site.statement, JWS_TYPES.statement, [root])
    const request = await enrolmentRequest(registry, site, await inviteSite(admin), statement)

    const outcome = await outcomeOf(registry.call('POST', '/v1/enrolments', request))

    expect(outcome).toBe('422 signature-invalid')
  })

  it('takes a nonce once', async () => {
    await using registry = await openTestRegistry()
    const admin = await registry.setUpAdmin()
    const invite = await inviteSite(admin)
    const request = await enrolmentRequest(registry, await createTestSite(), invite)

    const first = await outcomeOf(registry.call('POST', '/v1/enrolments', request))
    const second = await outcomeOf(registry.call('POST', '/v1/enrolments', request))

    expect([first, second]).toEqual(['201', '422 proof-invalid'])
  })

  it('takes a nonce for ten minutes', async () => {
    let nowMs = Date.now()
    await using registry = await openTestRegistry({ now: () => new Date(nowMs) })
    const invite = await inviteSite(await registry.setUpAdmin())
    const request = await enrolmentRequest(registry, await createTestSite(), invite)
    nowMs += 10 * 60_000

    const outcome = await outcomeOf(registry.call('POST', '/v1/enrolments', request))

    expect(outcome).toBe('422 proof-invalid')
  })

  it('takes a nonce under the invite that it was made for', async () => {
    await using registry = await openTestRegistry()
    const admin = await registry.setUpAdmin()
    const site = await createTestSite()
    const request = await enrolmentRequest(registry, site, await inviteSite(admin))
    const body = { ...request, invite: await inviteSite(admin) }

    const outcome = await outcomeOf(registry.call('POST', '/v1/enrolments', body))

    expect(outcome).toBe('422 proof-invalid')
  })

  it('is refused when a stranger signed the nonce', async () => {
    await using registry = await openTestRegistry()
    const site = await createTestSite()
    const invite = await inviteSite(await registry.setUpAdmin())
    const stranger = await importSigningKey((await generateSigningKeyPair()).privateJwk)
    const signers = { ...site.signers, sign: stranger }
    const request = await enrolmentRequest(registry, { ...site, signers }, invite)

    const outcome = await outcomeOf(registry.call('POST', '/v1/enrolments', request))

    expect(outcome).toBe('422 proof-invalid')
  })

  it('is refused when the sealed secret was not opened', async () => {
    await using registry = await openTestRegistry()
    const invite = await inviteSite(await registry.setUpAdmin())
    const request = await enrolmentRequest(registry, await createTestSite(), invite)
    const body = { ...request, encryptionProof: Buffer.alloc(32).toString('base64url') }

    const outcome = await outcomeOf(registry.call('POST', '/v1/enrolments', body))

    expect(outcome).toBe('422 proof-invalid')
  })

  it('is refused for an encryption key that the statement does not list', async () => {
    await using registry = await openTestRegistry()
    const site = await createTestSite()
    const invite = await inviteSite(await registry.setUpAdmin())
    const encryption = await generateEncryptionKeyPair()
    const request = await enrolmentRequest(registry, { ...site, encryption }, invite)

    const outcome = await outcomeOf(registry.call('POST', '/v1/enrolments', request))

    expect(outcome).toBe('422 proof-invalid')
  })
})
