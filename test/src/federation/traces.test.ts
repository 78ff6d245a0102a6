import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cohortVcf } from '../cohort.ts'
import { type TestAccount, TestNetwork } from '../network.ts'
import { submit, upload, waitForState } from '../research.ts'
import { openSpanCollector, type SpanCollector } from '../span-collector.ts'

const FILE_NAME = 'cohort-of-ada.vcf.gz'
const FORGED = 'f0'.repeat(16)
const forged = { traceparent: `00-${FORGED}-${'0f'.repeat(8)}-01` }
const HOOK_MS = 240_000

const stack = new AsyncDisposableStack()
let collector: SpanCollector
let network: TestNetwork
let researcher: TestAccount
let jobId = ''

beforeAll(async () => {
  collector = stack.use(await openSpanCollector())
  network = await TestNetwork.create(['lund', 'ibadan'], {
    environment: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url },
  })
  stack.use(network)
  researcher = await network.node('lund').addAccount()
}, HOOK_MS)
afterAll(() => stack.disposeAsync())

const ofJob = () => collector.spans.filter(({ traceId }) => traceId === jobId.replaceAll('-', ''))
const namesAt = (site: string) => [
  ...new Set(ofJob().flatMap((span) => (span.site === site ? [span.name] : []))),
]

describe('the trace of a job', () => {
  it('is whole once both nodes have shut down', async () => {
    const [lund, ibadan] = [network.node('lund'), network.node('ibadan')]
    const panelId = await ibadan.addPanel()
    await network.syncFederation()
    const fileId = await upload(lund, researcher, cohortVcf(25), FILE_NAME)
    jobId = (await submit(researcher, panelId, fileId)).id
    await waitForState(researcher, jobId, 'completed')
    const authorization = `Bearer ${researcher.token}`
    const mine = await fetch(`${lund.url}/api/v1/me`, { headers: { ...forged, authorization } })
    const strange = await fetch(`${ibadan.url}/peer/v1/messages`, {
      method: 'POST',
      headers: { ...forged, authorization: 'Peer of.nobody.here' },
      body: '{}',
    })
    await lund.stop()
    await ibadan.stop()

    expect([mine.status, strange.status]).toEqual([200, 401])
    expect(ofJob().length).toBeGreaterThan(10)
  })

  it('has the spans of both sites', () => {
    expect(namesAt('site:lund')).toEqual(
      expect.arrayContaining([
        'job submitted',
        'job checking',
        'job transferring',
        'job returning',
        'send messages',
        'PATCH /peer/v1/uploads/{id}',
        'message job.accept',
        'message result.ready',
      ]),
    )
    expect(namesAt('site:ibadan')).toEqual(
      expect.arrayContaining([
        'message job.offer',
        'PATCH /peer/v1/uploads/:id',
        'run',
        'pipeline quality-control',
        'pipeline phasing',
        'pipeline imputing',
        'pipeline assembling',
      ]),
    )
  })

  it('goes on at the host where the home site left it', () => {
    const byId = new Map(ofJob().map((span) => [span.spanId, span]))
    const received = ofJob().filter(
      ({ site, name }) => site === 'site:ibadan' && name === 'PATCH /peer/v1/uploads/:id',
    )

    const callers = received.map(({ parentSpanId = '' }) => byId.get(parentSpanId))
    expect(callers.length).toBeGreaterThan(0)
    for (const caller of callers) {
      expect(caller).toMatchObject({ site: 'site:lund', name: 'PATCH /peer/v1/uploads/{id}' })
    }
  })

  it('has one first span, and every other one hangs on a span that is there', () => {
    const ids = new Set(ofJob().map(({ spanId }) => spanId))
    const first = ofJob().filter(({ parentSpanId = '' }) => !ids.has(parentSpanId))

    expect(first.map(({ name }) => name)).toEqual(['job submitted'])
  })
})

describe('what is traced', () => {
  it('believes no stranger and no client about the trace that it is in', () => {
    const names = collector.spans.map(({ name }) => name)

    expect(names).toContain('GET /api/v1/me')
    expect(names).toContain('peer call')
    expect(collector.spans.filter(({ traceId }) => traceId === FORGED)).toEqual([])
  })

  it('names no person and no file', () => {
    const text = collector.text()

    expect(text).toContain('/api/v1/me')
    expect(text).not.toContain(researcher.id)
    expect(text).not.toContain(FILE_NAME)
    expect(text).not.toContain('@example.org')
  })
})
