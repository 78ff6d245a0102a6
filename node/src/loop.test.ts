import { describe, expect, it } from 'vitest'
import { createLogger } from './logger.ts'
import { startLoop } from './loop.ts'

const log = createLogger({ siteId: 'site:lund', logLevel: 'silent' })
const NEVER_MS = 3_600_000

describe('a loop', () => {
  it('does a round at once', async () => {
    const round = Promise.withResolvers<undefined>()

    await using loop = startLoop(() => Promise.resolve(round.resolve(undefined)), {
      name: 'test',
      everyMs: NEVER_MS,
      log,
    })

    await expect(round.promise).resolves.toBeUndefined()
    expect(loop).toBeDefined()
  })

  it('does another when woken, also when that was during a round', async () => {
    let wake = (): void => undefined
    let rounds = 0
    const second = Promise.withResolvers<undefined>()
    const round = () => {
      rounds += 1
      if (rounds === 1) wake()
      else second.resolve(undefined)
      return Promise.resolve()
    }

    await using loop = startLoop(round, {
      name: 'test',
      everyMs: NEVER_MS,
      log,
      onWake: (listener) => {
        wake = listener
        return () => undefined
      },
    })

    await expect(second.promise).resolves.toBeUndefined()
    expect(loop).toBeDefined()
  })

  it('goes on after a round that failed', async () => {
    let rounds = 0
    const second = Promise.withResolvers<undefined>()
    const round = () => {
      rounds += 1
      if (rounds === 1) return Promise.reject(new Error('the database is away'))
      second.resolve(undefined)
      return Promise.resolve()
    }

    await using loop = startLoop(round, { name: 'test', everyMs: 1, log })

    await expect(second.promise).resolves.toBeUndefined()
    expect(loop).toBeDefined()
  })

  it('ends the round that it is in before it is gone', async () => {
    const begun = Promise.withResolvers<undefined>()
    let hasEnded = false
    const round = (signal: AbortSignal) => {
      begun.resolve(undefined)
      return new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => {
          hasEnded = true
          resolve()
        })
      })
    }
    const loop = startLoop(round, { name: 'test', everyMs: NEVER_MS, log })
    await begun.promise

    await loop[Symbol.asyncDispose]()

    expect(hasEnded).toBe(true)
  })

  it('listens to nothing once it is gone', async () => {
    let listeners = 0
    const loop = startLoop(() => Promise.resolve(), {
      name: 'test',
      everyMs: NEVER_MS,
      log,
      onWake: () => {
        listeners += 1
        return () => (listeners -= 1)
      },
    })

    await loop[Symbol.asyncDispose]()

    expect(listeners).toBe(0)
  })
})
