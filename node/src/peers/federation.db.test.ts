import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateSigningKeyPair, importSigningKey } from '@crosspanel/protocol/keys'
import { documentSha256, signDocument } from '@crosspanel/protocol/signed-document'
import { JWS_TYPES } from '@crosspanel/protocol/compact-jws'
import { SiteDescriptor } from '@crosspanel/protocol/federation'
import { describe, expect, it } from 'vitest'
import type { OwnPanel } from './statement.ts'
import { openTestPeers, type TestPeer } from '../../../test/src/peers-harness.ts'

const LUND = 'site:lund'
const IBADAN = 'site:ibadan'
const DAY_MS = 86_400_000

const PANEL: OwnPanel = {
  panelId: 'site:ibadan/yoruba-v1',
  version: '1',
  title: 'Yoruba',
  build: 'GRCh38',
  samples: 100,
  populations: [{ code: 'YRI', samples: 100 }],
  chromosomes: [{ chromosome: '20', start: 1, end: 1_000_000, variants: 1000 }],
  phasingEngines: ['eagle'],
  minSamples: 20,
  maxSamples: 1000,
  digest: 'a'.repeat(64),
  access: 'members',
}

const portOf = (list: () => readonly OwnPanel[], sketch?: Uint8Array) => ({
  list: () => Promise.resolve(list()),
  readSketch: (panelId: string, site: string) =>
    Promise.resolve(panelId === PANEL.panelId && site === LUND ? sketch : undefined),
})

const versionOf = (peer: TestPeer) => peer.modules.federation.document()?.version

describe('the federation as a site knows it', () => {
  it('lists the members with the keys that they stated', async () => {
    await using federation = await openTestPeers([LUND, IBADAN])
    const { modules } = federation.peer(LUND)
    const ibadan = federation.peer(IBADAN)

    const sites = modules.federation.listSites()

    expect(sites.map(({ member }) => member.siteId).toSorted()).toEqual([IBADAN, LUND])
    expect(modules.federation.findSite(IBADAN)?.statement.url).toBe(ibadan.url)
    expect(modules.federation.encryptionKeyOf(IBADAN)).toMatchObject({
      kid: ibadan.keys.encryptionKid,
      key: ibadan.keys.encryption.publicKey,
    })
    expect(modules.federation.findSite('site:uppsala')).toBeUndefined()
    expect(modules.federation.document()).toMatchObject({
      version: 1,
      issued: expect.any(Date) as Date,
      isOpen: true,
    })
  })

  it('asks with the ETag and fetches each statement once', async () => {
    await using federation = await openTestPeers([LUND, IBADAN])
    federation.registry.requests.length = 0

    await federation.peer(LUND).modules.syncFederation()

    expect(new Set(federation.registry.requests)).toEqual(
      new Set(['GET /v1/federation', 'GET /v1/announcements']),
    )
  })

  it.each(['database', 'disk'])(
    'is still there after a restart with the registry down and the copy lost from the %s',
    async (lost) => {
      await using federation = await openTestPeers([LUND, IBADAN])
      const lund = federation.peer(LUND)
      federation.registry.isDown = true
      if (lost === 'database') await lund.sql`delete from federation_cache`
      else await rm(join(lund.dir, 'federation-cache.json'))

      await lund.restart()
      await lund.modules.syncFederation()

      expect(lund.modules.federation.listSites()).toHaveLength(2)
      expect(lund.modules.federation.document()).toMatchObject({ version: 1, isOpen: true })
    },
  )

  it('is not believed from a copy on disk that was altered', async () => {
    await using federation = await openTestPeers([LUND, IBADAN])
    const lund = federation.peer(LUND)
    federation.registry.isDown = true
    await lund.sql`delete from federation_cache`
    const stranger = await importSigningKey((await generateSigningKeyPair()).privateJwk)
    const document = await federation.registry.sign({ version: 9, members: [] }, stranger)
    const copy = { version: 9, document, statements: {}, descriptors: {} }
    await writeFile(join(lund.dir, 'federation-cache.json'), JSON.stringify(copy))

    await lund.restart()

    expect(lund.modules.federation.document()).toBeUndefined()
  })

  it('does not go back to an older version, and keeps it from doing so after a restart', async () => {
    await using federation = await openTestPeers([LUND, IBADAN])
    const { registry } = federation
    const lund = federation.peer(LUND)
    const old = registry.current
    await registry.setStatus(IBADAN, 'suspended')
    await lund.modules.syncFederation()

    registry.instead = old
    await lund.modules.syncFederation()
    await lund.restart()
    await lund.modules.syncFederation()

    expect(versionOf(lund)).toBe(2)
    expect(lund.modules.federation.findSite(IBADAN)?.member.status).toBe('suspended')
  })

  it('does not take a second document under a version that it knows', async () => {
    await using federation = await openTestPeers([LUND, IBADAN])
    const lund = federation.peer(LUND)
    federation.registry.instead = await federation.registry.sign({ version: 1, members: [] })

    await lund.modules.syncFederation()

    expect(lund.modules.federation.listSites()).toHaveLength(2)
  })

  it.each<[string, (federation: Awaited<ReturnType<typeof openTestPeers>>) => unknown]>([
    ['garbage', () => '<h1>It works!</h1>'],
    ['another shape', () => ({ version: 7 })],
    [
      'a document by another root',
      async ({ registry }) => {
        const stranger = await importSigningKey((await generateSigningKeyPair()).privateJwk)
        return registry.sign({ version: 7, members: [] }, stranger)
      },
    ],
    [
      'a document that names its own roots',
      async ({ registry }) => {
        const stranger = await generateSigningKeyPair()
        const root = { keys: [stranger.publicJwk], threshold: 1 }
        return registry.sign({ version: 7, root }, await importSigningKey(stranger.privateJwk))
      },
    ],
    [
      'a document of another federation',
      ({ registry }) => registry.sign({ version: 7, federationId: 'fed:other', members: [] }),
    ],
    [
      'a document from the future',
      ({ registry, now }) => {
        const issued = new Date(now().getTime() + DAY_MS).toISOString()
        return registry.sign({ version: 7, issued, members: [] })
      },
    ],
  ])('stays as it was when the registry answers %s', async (_name, answer) => {
    await using federation = await openTestPeers([LUND, IBADAN])
    const lund = federation.peer(LUND)
    federation.registry.instead = await answer(federation)

    await lund.modules.syncFederation()

    expect(versionOf(lund)).toBe(1)
    expect(lund.modules.federation.listSites()).toHaveLength(2)
  })

  it('closes for new jobs when the document expires, and opens with the next one', async () => {
    await using federation = await openTestPeers([LUND, IBADAN])
    const lund = federation.peer(LUND)
    federation.registry.isDown = true
    federation.clock.offsetMs = 15 * DAY_MS
    await lund.modules.syncFederation()
    const expired = lund.modules.federation.document()

    federation.registry.isDown = false
    await federation.registry.publish()
    await lund.modules.syncFederation()

    expect(expired).toMatchObject({ version: 1, isOpen: false })
    expect(lund.modules.federation.document()).toMatchObject({ version: 2, isOpen: true })
    expect(lund.modules.federation.findSite(IBADAN)).toBeDefined()
  })

  it('leaves out a member whose statement is wrong, and no other', async () => {
    await using federation = await openTestPeers([LUND, IBADAN])
    const { registry } = federation
    const [lund, ibadan] = [federation.peer(LUND), federation.peer(IBADAN)]
    const member = registry.members.get(IBADAN)!
    const forged = await signDocument(
      { ...lund.modules.federation.findSite(IBADAN)?.statement, url: 'http://evil.example' },
      JWS_TYPES.statement,
      [await importSigningKey((await generateSigningKeyPair()).privateJwk)],
    )
    const statementSha256 = await documentSha256(forged)
    registry.documents.set(statementSha256, forged)
    registry.members.set(IBADAN, { ...member, statementSha256 })
    await registry.publish()

    await lund.modules.syncFederation()

    expect(versionOf(lund)).toBe(2)
    expect(lund.modules.federation.findSite(IBADAN)).toBeUndefined()
    expect(lund.modules.federation.findSite(LUND)).toBeDefined()
    const { unusable } = await lund.modules.admin.list()
    expect(unusable).toMatchObject([{ siteId: IBADAN, told: { key: 'signed.few' } }])
    expect(ibadan.url).not.toBe('http://evil.example')
  })

  it('says of a member without a statement that it is missing', async () => {
    await using federation = await openTestPeers([LUND, IBADAN])
    const { registry } = federation
    const lund = federation.peer(LUND)
    registry.members.set(IBADAN, {
      ...registry.members.get(IBADAN)!,
      statementSha256: 'c'.repeat(64),
    })
    await registry.publish()

    await lund.modules.syncFederation()

    const { unusable } = await lund.modules.admin.list()
    expect(unusable).toMatchObject([{ siteId: IBADAN, told: { key: 'member.missing' } }])
  })

  it('is refreshed when a peer knows a newer version', async () => {
    await using federation = await openTestPeers([LUND, IBADAN])
    const [lund, ibadan] = [federation.peer(LUND), federation.peer(IBADAN)]
    await using loops = new AsyncDisposableStack()
    loops.use(lund.modules.loops())
    await federation.registry.publish()
    await ibadan.modules.syncFederation()

    await ibadan.modules.pollHealth(new AbortController().signal)

    await expect.poll(() => versionOf(lund), { timeout: 10_000 }).toBe(2)
  })
})

describe("a site's own descriptor", () => {
  it('is published once, with a serial that rises, and seen by the others', async () => {
    await using federation = await openTestPeers([LUND, IBADAN])
    const [lund, ibadan] = [federation.peer(LUND), federation.peer(IBADAN)]
    let panels: OwnPanel[] = [PANEL]
    ibadan.modules.describePanels(portOf(() => panels))
    await ibadan.modules.syncFederation()
    await ibadan.modules.syncFederation()
    const first = ibadan.modules.federation.findSite(IBADAN)?.descriptor

    panels = [{ ...PANEL, version: '2' }]
    await ibadan.modules.syncFederation()
    await lund.modules.syncFederation()

    const seen = SiteDescriptor.parse(lund.modules.federation.findSite(IBADAN)?.descriptor)
    expect(first?.panels).toEqual([PANEL])
    expect(seen.panels).toEqual([{ ...PANEL, version: '2' }])
    expect(seen.serial).toBeGreaterThan(first?.serial ?? 0)
    const puts = federation.registry.requests.filter((request) => request.startsWith('PUT'))
    expect(puts).toHaveLength(2)
  })

  it('is published when the registry comes back', async () => {
    await using federation = await openTestPeers([LUND])
    const lund = federation.peer(LUND)
    const own = { ...PANEL, panelId: 'site:lund/nordic-v1' }
    federation.registry.isDown = true
    lund.modules.describePanels(portOf(() => [own]))
    await using loops = new AsyncDisposableStack()
    loops.use(lund.modules.loops())
    lund.modules.federation.republish()

    federation.registry.isDown = false

    const published = () => lund.modules.federation.findSite(LUND)?.descriptor?.panels
    await expect.poll(published, { timeout: 15_000 }).toEqual([own])
  })

  it('cannot offer a panel of another site', async () => {
    await using federation = await openTestPeers([LUND, IBADAN])
    const [lund, ibadan] = [federation.peer(LUND), federation.peer(IBADAN)]
    lund.modules.describePanels(portOf(() => [PANEL]))

    await lund.modules.syncFederation()
    await ibadan.modules.syncFederation()

    expect(ibadan.modules.federation.findSite(LUND)?.descriptor).toBeUndefined()
  })
})

describe("a panel's sketch", () => {
  it('is had of its host, and of nobody where it publishes none', async () => {
    await using federation = await openTestPeers([LUND, IBADAN])
    const { fetchSketch } = federation.peer(LUND).modules.federation
    const sketch = new TextEncoder().encode('{"hashes":""}')
    federation.peer(IBADAN).modules.describePanels(portOf(() => [PANEL], sketch))

    const had = await fetchSketch(IBADAN, PANEL.panelId)
    const none = await fetchSketch(IBADAN, 'site:ibadan/another')
    const untold = await fetchSketch(LUND, 'site:lund/nordic')

    expect(had).toMatchObject({ kind: 'answered' })
    expect(had.kind === 'answered' && new Uint8Array(had.value)).toEqual(sketch)
    expect(none).toMatchObject({ kind: 'refused', problem: { code: 'sketch-not-found' } })
    expect(untold).toMatchObject({ kind: 'refused', problem: { code: 'sketch-not-found' } })
  })
})

describe('the health of peers', () => {
  it('is what each answered last, with how long ago it was heard of', async () => {
    await using federation = await openTestPeers([LUND, IBADAN])
    const lund = federation.peer(LUND)
    const before = await lund.modules.federation.listHealth()
    await lund.modules.pollHealth(new AbortController().signal)

    const after = await lund.modules.federation.listHealth()
    await lund.sql`update peer_links set last_heard_at = now() - interval '4 minutes'`
    const later = await lund.modules.federation.listHealth()
    await lund.sql`update peer_links set last_heard_at = now() - interval '20 minutes'`
    const muchLater = await lund.modules.federation.listHealth()

    const ofIbadan = (list: typeof after) => list.find(({ siteId }) => siteId === IBADAN)
    expect(ofIbadan(before)).toMatchObject({ contact: 'unknown', health: null })
    expect(ofIbadan(after)).toMatchObject({
      contact: 'ok',
      name: 'ibadan',
      health: { siteId: IBADAN, isReady: true, documentVersion: 1 },
    })
    expect(ofIbadan(later)?.contact).toBe('late')
    expect(ofIbadan(muchLater)?.contact).toBe('lost')
  })

  it('asks no peer twice at once and does not hold the others up', async () => {
    await using federation = await openTestPeers([LUND, IBADAN, 'site:cape-town'])
    const lund = federation.peer(LUND)
    const { send } = lund.line
    const slow = Promise.withResolvers<undefined>()
    let asked = 0
    lund.line.send = async (request) => {
      if (!request.url.startsWith(federation.peer(IBADAN).url)) return send(request)
      asked += 1
      await slow.promise
      return send(request)
    }
    const signal = new AbortController().signal
    const first = lund.modules.pollHealth(signal)
    await lund.modules.pollHealth(signal)

    const contact = async () => {
      const list = await lund.modules.federation.listHealth()
      return list.find(({ siteId }) => siteId === 'site:cape-town')?.contact
    }
    await expect.poll(contact, { timeout: 10_000 }).toBe('ok')
    slow.resolve(undefined)
    await first

    expect(asked).toBe(1)
  })
})

describe('the statement at its well-known address', () => {
  it('is the one that the registry lists', async () => {
    await using federation = await openTestPeers([LUND])
    const lund = federation.peer(LUND)

    const response = await fetch(`${lund.url}/.well-known/crosspanel-site`)

    expect(await response.json()).toEqual(lund.statement)
  })
})
