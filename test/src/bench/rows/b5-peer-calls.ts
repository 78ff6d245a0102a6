import { join } from 'node:path'
import { JWS_TYPES } from '@crosspanel/protocol/compact-jws'
import { importVerifyKey } from '@crosspanel/protocol/keys'
import { openDb } from '@crosspanel/node/db'
import { openInProcessHints } from '@crosspanel/node/hints'
import { createHttpClient, type HttpRequest } from '@crosspanel/node/peers/http-client'
import { createPeerClient } from '@crosspanel/node/peers/peer-client'
import { createPeerLinks } from '@crosspanel/node/peers/peer-links'
import { createSiteKeys, readIdentityKeys, readSiteKeys } from '@crosspanel/node/peers/site-keys'
import { CompactSign, compactVerify } from 'jose'
import { pino } from 'pino'
import { EDGE_CONFIG } from '../../edge-config.ts'
import { alternate, timeEach } from '../alternate.ts'
import { cpuSecondsOf } from '../process-cost.ts'
import type { BenchPorts, BenchRow, Forked, Measurement } from '../row.ts'
import { median } from '../statistics.ts'

const CALLS = { smoke: 30, full: 2_000 } as const
const CALLER = 'site:ibadan'
const HOST = EDGE_CONFIG.siteId
/** As long as a batch of a few messages. */
const BODY = new TextEncoder().encode(JSON.stringify({ filling: 'x'.repeat(2_000) }))
const TIMEOUT_MS = 10_000
const MAX_BYTES = 1024 * 1024

interface Figures {
  readonly medianUs: number
  readonly perCore: number
}

export const row: BenchRow = {
  id: 'B5',
  title: 'a signed call to a peer, end to end, beside the same call unsigned and bare signatures',
  async run(size, ports) {
    await using stack = new AsyncDisposableStack()
    const callerKeys = join(ports.dir, 'caller')
    await createSiteKeys(callerKeys, CALLER)
    const server = await ports.fork(new URL('../servers/peer-calls.ts', import.meta.url), {
      BENCH_CALLER_KEYS: callerKeys,
      DATABASE_URL: await ports.openDatabase('node'),
      REDIS_URL: ports.redisUrl,
      NODE_ENV: 'production',
    })
    const calls = await openCalls(ports, server, callerKeys, stack)
    await verify(server, calls)
    const signatures = await bareSignatures(callerKeys)
    const times = CALLS[size]
    const both = (call: () => Promise<unknown>) => () => measure(times, call, [server.pid])
    const figures = await alternate<'signed' | 'open' | 'bare', Figures>(size, {
      signed: both(calls.signed),
      open: both(calls.open),
      bare: () => measure(times, signatures, []),
    })
    return compare(figures)
  },
}

interface Calls {
  /** All that a node does to call a peer. */
  signed(): Promise<Uint8Array>
  open(): Promise<Uint8Array>
  /** Sends the very bytes of the last signed call once more. */
  replay(): Promise<number>
}

async function openCalls(
  ports: BenchPorts,
  server: Forked,
  callerKeys: string,
  stack: AsyncDisposableStack,
): Promise<Calls> {
  const { db, close } = openDb(await ports.openDatabase('node'))
  stack.defer(close)
  const log = pino({ level: 'silent' })
  const http = stack.use(createHttpClient())
  const links = createPeerLinks({ db, hints: openInProcessHints(), log, backoffMaxMs: 1_000 })
  let last: HttpRequest | undefined
  const client = createPeerClient({
    keys: await readSiteKeys(callerKeys),
    documentVersion: () => 1,
    links,
    transport: (_, { path, ...request }) => {
      last = { ...request, url: server.url + path }
      return http.send(last)
    },
    now: () => new Date(),
    timeoutMs: TIMEOUT_MS,
  })
  const headers = { 'content-type': 'application/json' }
  return {
    async signed() {
      const call = { method: 'POST', path: '/peer/v1/count', headers, body: BODY } as const
      const reply = await client.call(HOST, call)
      if (reply.kind !== 'answered') throw new Error(`the call was ${reply.kind}`)
      return reply.value.body
    },
    async open() {
      const url = `${server.url}/peer/open/count`
      const limits = { timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES }
      const { body } = await http.send({ method: 'POST', url, headers, body: BODY, ...limits })
      return body
    },
    async replay() {
      if (last === undefined) throw new Error('there was no call before')
      return (await http.send(last)).status
    },
  }
}

async function verify({ url }: Forked, calls: Calls): Promise<void> {
  const expected = JSON.stringify({ bytes: BODY.byteLength })
  for (const call of [calls.open, calls.signed]) {
    const answer = Buffer.from(await call()).toString('utf8')
    if (answer !== expected) throw new Error(`a call was answered with ${answer}`)
  }
  if ((await calls.replay()) !== 401) throw new Error('a token was taken twice')
  const { status } = await fetch(`${url}/peer/v1/count`, { method: 'POST', body: BODY })
  if (status !== 401) throw new Error(`a call without a token was answered with ${status}`)
}

/** One Ed25519 signature of a token's size, made and verified by jose. */
async function bareSignatures(callerKeys: string): Promise<() => Promise<unknown>> {
  const { signKey, signKid } = await readSiteKeys(callerKeys)
  const verifyKey = await importVerifyKey((await readIdentityKeys(callerKeys)).sign)
  const payload = new TextEncoder().encode('x'.repeat(300))
  const header = { alg: 'EdDSA', typ: JWS_TYPES.hopToken, kid: signKid }
  return async () => {
    const token = await new CompactSign(payload).setProtectedHeader(header).sign(signKey)
    return compactVerify(token, verifyKey, { algorithms: ['EdDSA'] })
  }
}

/** One call after the other; the CPU time is this process's and that of the processes named. */
async function measure(
  times: number,
  call: () => Promise<unknown>,
  others: readonly number[],
): Promise<Figures> {
  const cpuS = () => [process.pid, ...others].reduce((sum, pid) => sum + cpuSecondsOf(pid), 0)
  const before = cpuS()
  const took = await timeEach(times, call)
  return {
    medianUs: median(took) * 1_000,
    perCore: times / Math.max(0.01, cpuS() - before),
  }
}

function compare(
  figures: Readonly<Record<'signed' | 'open' | 'bare', readonly Figures[]>>,
): Measurement[] {
  const { signed, open, bare } = figures
  return [
    {
      what: 'signed calls for each second of CPU time, both sites together',
      unit: 'calls/s/core',
      better: 'higher',
      ours: signed.map(({ perCore }) => perCore),
      peer: {
        name: 'bare jose: sign and verify, nothing sent',
        values: bare.map(({ perCore }) => perCore),
      },
      goal: {
        words: 'at least 0.7 times as many',
        isReached: ({ ratio }) => (ratio?.median ?? 0) >= 0.7,
      },
    },
    {
      what: 'time of a signed call, one after the other',
      unit: 'µs',
      better: 'lower',
      ours: signed.map(({ medianUs }) => medianUs),
      peer: { name: 'the same call, unsigned', values: open.map(({ medianUs }) => medianUs) },
      goal: {
        words: 'at most 150 µs more',
        isReached: ({ ours, peer }) => ours - (peer ?? 0) <= 150,
      },
      facts: {
        'bare signature and verification, µs': Math.round(
          median(bare.map(({ medianUs }) => medianUs)),
        ),
      },
    },
  ]
}
