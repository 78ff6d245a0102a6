import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sight } from '@crosspanel/protocol/sights'
import { openDb } from '@crosspanel/node/db'
import { openInProcessHints } from '@crosspanel/node/hints'
import { createLogger } from '@crosspanel/node/logger'
import { type EnrolOptions, enrolSite } from '@crosspanel/node/peers/enrolment'
import { HttpFailure, type SendHttp } from '@crosspanel/node/peers/http-client'
import { createPeers } from '@crosspanel/node/peers/peers'
import { createSiteKeys, readSiteKeys } from '@crosspanel/node/peers/site-keys'
import { decodeInvite, encodeInvite } from '@crosspanel/protocol/invite'
import { CreatedInvite } from '@crosspanel/protocol/registry-api'
import { describe, expect, it } from 'vitest'
import { absent } from '../absent.ts'
import { cloneDatabase } from '../postgres.ts'
import { DOMAIN, openTestRegistry, ORGANISATION, type TestRegistry } from '../registry-harness.ts'

/** The way to the registry, without a socket. */
function lineTo({ app, config }: TestRegistry): SendHttp {
  return async ({ method, url, headers, body }) => {
    const response = await app.request(url.slice(config.publicUrl.length), {
      method,
      headers,
      ...(body === undefined ? {} : { body: new Uint8Array(body) }),
    })
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: new Uint8Array(await response.arrayBuffer()),
    }
  }
}

/** A registry with an administrator, and a site that has keys and an invite. */
async function openEnrolment() {
  await using stack = new AsyncDisposableStack()
  const registry = stack.use(await openTestRegistry())
  const admin = await registry.setUpAdmin()
  const dataDir = await mkdtemp(join(tmpdir(), 'crosspanel-enrolment-'))
  stack.defer(() => rm(dataDir, { recursive: true, force: true }))
  await createSiteKeys(join(dataDir, 'keys'), 'site:lund')
  const created = await admin('POST', '/v1/invites', {
    organisation: ORGANISATION,
    emailDomain: DOMAIN,
  })
  const { invite } = CreatedInvite.parse(await created.json())

  async function decide(verb: 'approve' | 'reject', body: unknown): Promise<void> {
    const list = (await (await admin('GET', '/v1/enrolments')).json()) as {
      enrolments: { enrolmentId: string }[]
    }
    for (const { enrolmentId } of list.enrolments) {
      await admin('POST', `/v1/enrolments/${enrolmentId}/${verb}`, body)
    }
  }

  const options: EnrolOptions = {
    dataDir,
    invite,
    organisation: ORGANISATION,
    siteName: 'Lund',
    contact: `ops@${DOMAIN}`,
    url: 'http://127.0.0.1:8080',
    timeoutMs: 5_000,
    pollMs: 10,
    onPending: () => void decide('approve', {}),
    send: lineTo(registry),
  }
  const owned = stack.move()
  return {
    registry,
    dataDir,
    options,
    decide,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

describe('joining a federation', () => {
  it('shows the fingerprint, waits for the approval and is a member afterwards', async () => {
    await using enrolment = await openEnrolment()
    const { dataDir, options, registry } = enrolment
    const fingerprints: string[] = []
    const onPending = (fingerprint: string) => {
      fingerprints.push(fingerprint)
      options.onPending(fingerprint)
    }

    const { registryUrl } = await enrolSite({ ...options, onPending })

    expect(registryUrl).toBe(registry.config.publicUrl)
    expect(fingerprints).toEqual([expect.stringMatching(/^[\w-]{43}$/)])
    expect((await stat(join(dataDir, 'federation.json'))).mode & 0o777).toBe(0o600)
    await using database = await cloneDatabase('node')
    await using peers = await openPeersOf(enrolment, database.url)
    await peers.syncFederation()
    expect(peers.federation.findSite('site:lund')?.member.rootKid).toBe(fingerprints[0])
    expect(peers.federation.document()?.isOpen).toBe(true)
  })

  it('goes on with the same request when it was cut short', async () => {
    await using enrolment = await openEnrolment()
    const { options } = enrolment
    const impatient = enrolSite({ ...options, onPending: () => undefined, timeoutMs: 0 })
    await expect(impatient).rejects.toMatchObject({ code: 'not-ready' })

    const joined = enrolSite(options)

    await expect(joined).resolves.toMatchObject({})
  })

  it('does nothing more when the site has joined already', async () => {
    await using enrolment = await openEnrolment()
    const { options } = enrolment
    await enrolSite(options)
    const send = () => Promise.reject(new Error('nothing to ask'))

    await expect(enrolSite({ ...options, send })).resolves.toMatchObject({})
  })

  it('ends when an admin rejects it', async () => {
    await using enrolment = await openEnrolment()
    const onPending = () => void enrolment.decide('reject', { reason: 'not known here' })

    const rejected = enrolSite({ ...enrolment.options, onPending })

    await expect(rejected).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('tells nothing to a registry that is not the one in the invite', async () => {
    await using enrolment = await openEnrolment()
    const { options } = enrolment
    const asked: string[] = []
    const invite = encodeInvite({
      ...decodeInvite(options.invite),
      rootFingerprint: 'A'.repeat(43),
    })
    const send: SendHttp = (request) => {
      asked.push(request.method)
      return lineTo(enrolment.registry)(request)
    }

    const refused = enrolSite({ ...options, invite, send })

    await expect(refused).rejects.toMatchObject({ code: 'signature-invalid' })
    expect(asked).toEqual(['GET'])
  })

  it('says that the registry is out of reach', async () => {
    await using enrolment = await openEnrolment()
    const send = () =>
      Promise.reject(new HttpFailure(sight('answer.broken', { code: 'ECONNREFUSED' })))

    const failed = enrolSite({ ...enrolment.options, send })

    await expect(failed).rejects.toMatchObject({ code: 'not-ready' })
  })
})

async function openPeersOf(
  { dataDir, registry }: Awaited<ReturnType<typeof openEnrolment>>,
  databaseUrl: string,
) {
  await using stack = new AsyncDisposableStack()
  const { db, close } = openDb(databaseUrl)
  stack.defer(close)
  const peers = await createPeers({
    config: {
      dataDir,
      registryUrl: undefined,
      federationPollMs: 60_000,
      healthPollMs: 60_000,
      peerTimeoutMs: 2_000,
      transferTimeoutMs: 2_000,
      peerBackoffMaxMs: 1_000,
      peerMessageDays: 365,
    },
    db,
    hints: stack.use(openInProcessHints()),
    log: createLogger({ siteId: 'site:lund', logLevel: 'silent' }),
    keys: await readSiteKeys(join(dataDir, 'keys')),
    handlers: absent('handlers'),
    onUploadVerified: () => Promise.resolve(),
    onRefused: () => Promise.resolve(),
    onPutOff: () => Promise.resolve(),
    limitPeer: () => Promise.resolve(undefined),
    reportFacts: () => Promise.resolve({ isReady: true, checks: [] }),
    readActivity: () => Promise.resolve(undefined),
    takeAnnouncements: () => Promise.resolve(),
    healthFacts: () =>
      Promise.resolve({ isReady: true, hasLiveWorker: true, queuedRuns: 0, runningRuns: 0 }),
    newId: randomUUID,
    now: () => new Date(),
    send: lineTo(registry),
  })
  stack.use(peers)
  const owned = stack.move()
  return { ...peers, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}
