import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openInProcessHints } from '../hints.ts'
import { createLogger } from '../logger.ts'
import { keepLease } from './lease.ts'

const LEASE_MS = 15_000
const claim = { id: '0199c0de-0000-7000-8000-000000000000', fence: 3 }
const log = createLogger({ siteId: 'site:lund', logLevel: 'silent' })

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function keep(renew: () => Promise<{ isCancelRequested: boolean } | undefined>) {
  const calls = { count: 0 }
  const hints = openInProcessHints()
  const workerStore = {
    renew: () => {
      calls.count += 1
      return renew()
    },
  }
  return { lease: keepLease(claim, LEASE_MS, { workerStore, hints, log }), hints, calls }
}

const held = () => Promise.resolve({ isCancelRequested: false })

describe('a lease', () => {
  it('is renewed at a third of its length, until it is let go', async () => {
    const { lease, calls } = keep(held)

    await vi.advanceTimersByTimeAsync(LEASE_MS)
    lease[Symbol.dispose]()
    await vi.advanceTimersByTimeAsync(LEASE_MS)

    expect(calls.count).toBe(3)
    expect(lease.signal.aborted).toBe(false)
  })

  it('ends when another has the run', async () => {
    const { lease } = keep(() => Promise.resolve(undefined))

    await vi.advanceTimersByTimeAsync(LEASE_MS / 3)

    expect([lease.signal.aborted, lease.end()]).toEqual([true, 'lost'])
    lease[Symbol.dispose]()
  })

  it('ends at once when a hint comes that the run is cancelled', async () => {
    const { lease, hints } = keep(() => Promise.resolve({ isCancelRequested: true }))

    hints.wake('runs')
    await vi.advanceTimersByTimeAsync(0)

    expect([lease.signal.aborted, lease.end()]).toEqual([true, 'cancelled'])
    lease[Symbol.dispose]()
  })

  it('outlives a database that is away for less than its length, and no longer', async () => {
    const { lease } = keep(() => Promise.reject(new Error('the database is away')))

    await vi.advanceTimersByTimeAsync(LEASE_MS)
    const before = lease.end()
    await vi.advanceTimersByTimeAsync(LEASE_MS / 3)

    expect([before, lease.end()]).toEqual([undefined, 'lost'])
    lease[Symbol.dispose]()
  })
})
