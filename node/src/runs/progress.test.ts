import type { ReportedProgress } from '@crosspanel/protocol/job'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLogger } from '../logger.ts'
import { createProgressReporter } from './progress.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const log = createLogger({ siteId: 'site:lund', logLevel: 'silent' })
const run = { id: 'run', fence: 1, homeSite: 'site:lund', homeJob: 'job', epoch: 1 }
const done = (chunksDone: number): ReportedProgress => ({
  phase: 'imputing',
  chunksDone,
  chunksTotal: 9,
})

function reporter(isOurs = true) {
  const hinted: unknown[] = []
  const hint = ({ body }: { body: unknown }) => {
    hinted.push((body as { progress: ReportedProgress }).progress.chunksDone)
    return Promise.reject(new Error('the home site is away'))
  }
  const setProgress = () => Promise.resolve(isOurs)
  return {
    ...createProgressReporter(run, { outbox: { hint }, log, workerStore: { setProgress } }),
    hinted,
  }
}

describe('progress', () => {
  it('is told at once, and then once a second at most, the latest winning', async () => {
    const { report, hinted } = reporter()

    for (const chunks of [1, 2, 3]) report(done(chunks))
    await vi.advanceTimersByTimeAsync(1_000)
    await vi.advanceTimersByTimeAsync(10_000)
    report(done(4))
    await vi.advanceTimersByTimeAsync(0)

    expect(hinted).toEqual([1, 3, 4])
  })

  it('is not told by a worker that has lost its claim', async () => {
    const { report, hinted } = reporter(false)

    report(done(1))
    await vi.advanceTimersByTimeAsync(1_000)

    expect(hinted).toEqual([])
  })
})
