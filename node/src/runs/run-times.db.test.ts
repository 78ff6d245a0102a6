import { RUN_TIMES_DAYS, RunTimes } from '@crosspanel/protocol/run-times'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type JobsHarness, openJobsHarness, PANEL_ID } from '../../../test/src/jobs-harness.ts'
import type { Account } from '../users/account.ts'

const DAY_MS = 86_400_000
let harness: JobsHarness
let alice: Account

beforeAll(async () => {
  harness = await openJobsHarness()
  alice = await harness.addAccount()
})
afterEach(() => harness.reset())
afterAll(() => harness[Symbol.asyncDispose]())

function pass(seconds: number): void {
  harness.world.now = new Date(harness.world.now.getTime() + seconds * 1000)
}

/** Runs of 25 samples that impute 80,000 variants each: two million genotypes. */
async function finish(runSeconds: readonly number[]): Promise<void> {
  const impute = harness.world.pipeline
  for (const seconds of runSeconds) {
    harness.world.pipeline = async (request, ports) => {
      const { outputs } = await impute(request, ports)
      pass(seconds)
      const imputation = { outputVariants: 80_000, imputed: 79_000, typed: 1000, typedOnly: 0 }
      const rest = { meanR2: null, meanEr2: null, accuracy: [] }
      return { outputs, summary: { version: 1, imputation: { ...imputation, ...rest } } }
    }
    await harness.submit(alice)
    await harness.settle()
  }
  harness.world.pipeline = impute
}

async function times(): Promise<readonly RunTimes[]> {
  await harness.host.runs.times.refresh()
  return harness.host.runs.times.latest()
}

describe('how long runs took', () => {
  it('is told once five have finished, and as a whole message that peers can read', async () => {
    await finish([20, 40, 60, 80])
    const early = await times()

    await finish([100])

    expect(early).toEqual([])
    const [told] = await times()
    expect(RunTimes.parse(told)).toMatchObject({
      ...{ panelId: PANEL_ID, runs: 5, leastSamples: 25, mostSamples: 25 },
      ...{ mostGenotypes: 2_000_000, leastRunS: 20, waitS: { p50: 0, p90: 0 } },
      millionGenotypesS: { p10: 14, p50: 30, p90: 46 },
    })
  })

  it('is of those that came to a result', async () => {
    await finish([20, 40, 60, 80])
    harness.world.pipeline = () => Promise.reject(new Error('broken'))
    await harness.submit(alice)
    await harness.settle()

    expect(await times()).toEqual([])
  })

  it('is forgotten after its time', async () => {
    await finish([20, 40, 60, 80, 100])
    pass((RUN_TIMES_DAYS * DAY_MS) / 1000 + 200)

    expect(await times()).toEqual([])
  })
})
