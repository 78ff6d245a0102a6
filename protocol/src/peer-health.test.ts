import { describe, expect, it } from 'vitest'
import { PeerHealth } from './message.ts'

const told = {
  siteId: 'site:lund',
  software: { name: 'crosspanel', version: '9.9.9' },
  time: '2026-01-02T03:04:05Z',
  ...{ isReady: true, hasLiveWorker: true, queuedRuns: 0, runningRuns: 0, documentVersion: 1 },
}

describe('what a peer tells of itself', () => {
  it('may leave out what it keeps to itself, or does not know of', () => {
    expect(PeerHealth.parse(told)).toEqual(told)
  })

  it('may name a mode of its queue that this version does not know', () => {
    expect(PeerHealth.parse({ ...told, queueMode: 'hibernating' }).queueMode).toBe('unknown')
    expect(PeerHealth.parse({ ...told, queueMode: 'draining' }).queueMode).toBe('draining')
  })
})
