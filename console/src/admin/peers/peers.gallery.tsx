import type { PeerAdminList } from '@crosspanel/protocol/peer-admin'
import { type Sight, sight } from '@crosspanel/protocol/sights'
import { ago, type GalleryView } from '../../gallery/view.ts'
import { examplePeer } from './fixtures.ts'

const sights = ([seen, told]: Sight) => ({ seen, told })

const [lastError, told] = sight('answer.broken', { code: 'ETIMEDOUT' })

const list: PeerAdminList = {
  document: { version: 7, issued: ago(3_000), expires: ago(-9_000), isOpen: true },
  registry: {
    url: 'https://registry.example.org',
    isAnswering: true,
    seen: 'it answers',
    ageS: 40,
    answeredAgeS: 40,
  },
  unusable: [],
  peers: [
    examplePeer('cape-town', {
      name: 'University of Cape Town, Computational Biology Division',
      look: {
        state: 'failed',
        ...sights(sight('peer.silent')),
        ageS: 3,
        answeredAgeS: 3_720,
        clockOffsetS: null,
      },
      backOff: { failures: 9, nextAttemptAt: ago(-4), lastError, told },
      outbox: { messages: 123, oldestS: 3_600 },
      lastHeardAt: ago(62),
    }),
    examplePeer('ibadan', {
      look: {
        state: 'degraded',
        ...sights(sight('peer.not-ready')),
        ageS: 2,
        answeredAgeS: 2,
        clockOffsetS: 7.4,
      },
      lastHeardAt: ago(0),
    }),
    examplePeer('uppsala', {
      status: 'suspended',
      latency: null,
      ...{ lastHeardAt: null, lastCalledAt: null, documentVersion: null, software: null },
      look: {
        state: null,
        ...sights(sight('answer.not-called')),
        ageS: 2,
        answeredAgeS: null,
        clockOffsetS: null,
      },
    }),
    examplePeer('bergen', { lastHeardAt: ago(0) }),
  ],
}

const silent: PeerAdminList = {
  ...list,
  registry: {
    url: 'https://registry.example.org',
    isAnswering: false,
    seen: 'no answer (ECONNREFUSED)',
    ageS: 4,
    answeredAgeS: 7_500,
  },
  unusable: [
    {
      siteId: 'site:nowhere',
      detail: 'its statement is missing',
      told: sight('member.missing')[1],
    },
    {
      siteId: 'site:elsewhere',
      detail: 'the root key has not signed',
      told: sight('signed.no-root')[1],
    },
  ],
  document: { version: 7, issued: ago(30_000), expires: ago(60), isOpen: false },
}

const view = (name: string, path: string, body: PeerAdminList): GalleryView => ({
  ...{ name, path },
  as: 'site-admin',
  answers: { 'GET /api/v1/admin/peers': { body } },
})

export const views: readonly GalleryView[] = [
  view('admin peers', '/admin/peers', list),
  view('admin peers, registry down', '/admin/peers', silent),
  view('admin peers, alone', '/admin/peers', {
    ...{ document: null, registry: null, unusable: [], peers: [] },
  }),
  view('admin peer', '/admin/peers/site%3Acape-town', list),
  view('admin peer, unknown', '/admin/peers/site%3Anobody', list),
]
