/** Sends the requests of a plan with autocannon, in a process of its own so that it takes nothing from the server's. */
import autocannon, { type Client, type Result } from 'autocannon'
import type { LoadPlan, LoadResult } from '../load.ts'
import { quantile } from '../statistics.ts'
import { carryOutPlans } from '../worker.ts'

carryOutPlans(shoot)

async function shoot({ url, headers, body, connections, requests }: LoadPlan): Promise<LoadResult> {
  const tookMs: number[] = []
  const { promise: ended, resolve, reject } = Promise.withResolvers<Result>()
  const options = { url, headers, connections, amount: requests, expectBody: body }
  const instance = autocannon(options, (error: unknown, result) => {
    if (error instanceof Error) reject(error)
    else resolve(result)
  })
  // autocannon's own percentiles are whole milliseconds.
  instance.on('response', (_: Client, status: number, _bytes: number, responseMs: number) => {
    if (status === 200) tookMs.push(responseMs)
  })
  const { mismatches, errors, duration } = await ended
  const wrong = mismatches + errors + requests - tookMs.length
  if (wrong > 0) throw new Error(`${wrong} of ${requests} answers of ${url} are not what they were`)
  return { p99Ms: quantile(tookMs, 0.99), p50Ms: quantile(tookMs, 0.5), tookS: duration }
}
