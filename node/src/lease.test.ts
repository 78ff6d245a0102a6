import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openInProcessHints } from './hints.ts'
import { keepLease, type LeaseOptions } from './lease.ts'

const LEASE_MS = 15_000

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function keep(renew: LeaseOptions['renew']) {
  const calls = { count: 0, errors: 0 }
  const hints = openInProcessHints()
  const lease = keepLease({
    leaseMs: LEASE_MS,
    renew() {
      calls.count += 1
      return renew()
    },
    onWake: (listener) => hints.onWake('runs', listener),
    onError: () => (calls.errors += 1),
  })
  return { lease, hints, calls }
}

const held = () => Promise.resolve('held' as const)

describe('a lease', () => {
  it('is renewed at a third of its length, until it is let go', async () => {
    const { lease, calls } = keep(held)

    await vi.advanceTimersByTimeAsync(LEASE_MS)
    lease[Symbol.dispose]()
    await vi.advanceTimersByTimeAsync(LEASE_MS)

    expect(calls.count).toBe(3)
    expect(lease.signal.aborted).toBe(false)
  })

  it('ends when another has the work', async () => {
    const { lease } = keep(() => Promise.resolve('lost'))

    await vi.advanceTimersByTimeAsync(LEASE_MS / 3)

    expect([lease.signal.aborted, lease.end()]).toEqual([true, 'lost'])
    lease[Symbol.dispose]()
  })

  it('ends at once when a hint comes that the work is cancelled', async () => {
    const { lease, hints } = keep(() => Promise.resolve('cancelled'))

    hints.wake('runs')
    await vi.advanceTimersByTimeAsync(0)

    expect([lease.signal.aborted, lease.end()]).toEqual([true, 'cancelled'])
    lease[Symbol.dispose]()
  })

  it('outlives a database that is away for less than its length, and no longer', async () => {
    const { lease, calls } = keep(() => Promise.reject(new Error('the database is away')))

    await vi.advanceTimersByTimeAsync(LEASE_MS)
    const before = lease.end()
    await vi.advanceTimersByTimeAsync(LEASE_MS / 3)

    expect([before, lease.end()]).toEqual([undefined, 'unsure'])
    expect(calls.errors).toBe(calls.count)
    lease[Symbol.dispose]()
  })

  it('is not renewed any more once it has ended', async () => {
    const { lease, calls } = keep(() => new Promise(() => undefined))

    await vi.advanceTimersByTimeAsync((LEASE_MS / 3) * 4)
    const asked = calls.count
    await vi.advanceTimersByTimeAsync(LEASE_MS)

    expect(lease.end()).toBe('unsure')
    expect(calls.count).toBe(asked)
    lease[Symbol.dispose]()
  })
})
