import type { PeerHealth } from '@crosspanel/protocol/message'
import { describe, expect, it } from 'vitest'
import { createPeerWatch } from './peer-watch.ts'

const ULM = 'site:ulm'

describe('the time that a peer is given for an answer', () => {
  it('follows how long it takes, in whole milliseconds, which are all that a deadline takes', () => {
    const watch = createPeerWatch(10_000)
    const reply = { kind: 'answered', value: { siteId: ULM } as PeerHealth } as const
    for (const endedAtMs of [700.123, 1_400.457, 900.781]) {
      watch.note(ULM, { askedAtMs: 0, endedAtMs, now: new Date(), reply })
    }

    const timeoutMs = watch.timeoutMs(ULM)

    expect(timeoutMs).toBeGreaterThan(2_000)
    expect(() => AbortSignal.timeout(timeoutMs)).not.toThrow()
  })
})
