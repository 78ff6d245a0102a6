import type { PeerAdminView } from '@crosspanel/protocol/peer-admin'
import { describe, expect, it } from 'vitest'
import { examplePeer } from './fixtures.ts'
import { canRetry, clockText, clockTone, testTone, worstPeersFirst } from './peer-words.ts'

describe('a peer', () => {
  it('has a clock that matters from 5 s, and is refused from 60 s', () => {
    expect([-0.2, 5, -61].map(clockTone)).toEqual(['good', 'warn', 'bad'])
    expect([0.314, -2, 0, -0.001].map((s) => clockText(s, String))).toEqual([
      '+0.31\u00A0s',
      '-2\u00A0s',
      '0\u00A0s',
      '0\u00A0s',
    ])
  })

  it('is tried again only where something waits', () => {
    const quiet = examplePeer('lund')
    const backOff = { failures: 1, nextAttemptAt: '2026-11-26T12:00:00Z', lastError: null }

    expect(canRetry(quiet)).toBe(false)
    expect(canRetry({ ...quiet, backOff })).toBe(true)
    expect(canRetry({ ...quiet, outbox: { messages: 2, oldestS: 3 } })).toBe(true)
  })

  it('stands above the others when it is in trouble', () => {
    const failed = (peer: PeerAdminView): PeerAdminView => ({
      ...peer,
      look: { ...peer.look, state: 'failed' },
    })
    const peers = [
      examplePeer('b'),
      examplePeer('a'),
      { ...examplePeer('s'), status: 'suspended' } as const,
      failed(examplePeer('z')),
    ]

    expect(worstPeersFirst(peers).map(({ siteId }) => siteId)).toEqual(
      ['s', 'z', 'a', 'b'].map((slug) => `site:${slug}`),
    )
  })

  it('that answers and is not ready is no good news', () => {
    const test = { siteId: 'site:a', seen: '', tookMs: 1, clockOffsetS: 0, software: null, at: '' }

    expect(testTone({ ...test, outcome: 'answered', isReady: true })).toBe('good')
    expect(testTone({ ...test, outcome: 'answered', isReady: false })).toBe('warn')
    expect(testTone({ ...test, outcome: 'unreachable', isReady: null })).toBe('bad')
  })
})
