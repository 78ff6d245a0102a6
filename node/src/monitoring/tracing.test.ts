import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createLogger } from '../logger.ts'
import { NO_TRACING, openTracing } from './tracing.ts'

const SITE = { siteId: 'site:lund', workerName: 'a worker' } as const
/** Each begins a trace. */
const MALFORMED = [
  undefined,
  '',
  'nonsense',
  `00-${'0'.repeat(32)}-${'1'.repeat(16)}-01`,
  `00-${'A'.repeat(32)}-${'1'.repeat(16)}-01`,
]
const log = createLogger({ siteId: 'site:lund', logLevel: 'silent' })

describe('tracing', () => {
  it('is nothing at all without a collector', async () => {
    const tracing = await openTracing({ ...SITE, tracesUrl: undefined }, { tracesHeaders: {} }, log)

    expect(tracing).toBe(NO_TRACING)
    expect(await tracing.span('work', {}, () => Promise.resolve(tracing.traceparent()))).toBe(
      undefined,
    )
  })

  it('does its work, and ends, with a collector that never answers', async () => {
    const silent = createServer(() => undefined)
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as AddressInfo
    const settings = { ...SITE, tracesUrl: `http://127.0.0.1:${port}/v1/traces` }
    const tracing = await openTracing(settings, { tracesHeaders: {} }, log)
    const job = randomUUID()

    const place = await tracing.span('work', { parent: { job } }, () =>
      Promise.resolve(tracing.traceparent()),
    )
    const fault = tracing.span('work', {}, () => Promise.reject(new RangeError('too far')))

    const calls = MALFORMED.map((traceparent) =>
      tracing.span('call', { parent: { traceparent } }, () =>
        Promise.resolve(tracing.traceparent()),
      ),
    )

    for (const begun of await Promise.all(calls)) {
      expect(begun).toMatch(/^00-(?!0{32})[0-9a-f]{32}-[0-9a-f]{16}-01$/)
    }
    await expect(fault).rejects.toThrow('too far')
    expect(place?.split('-')[1]).toBe(job.replaceAll('-', ''))
    await tracing[Symbol.asyncDispose]()
    silent.close()
  })
})
