/**
 * The peer API of `BENCH_SITES` sites, as far as their health: each has a loopback address of its own, at
 * one port. The first `BENCH_HUNG` of them take a request and never answer, the next `BENCH_SLOW` think
 * before they do. What they answer is not signed, as no answer between sites is.
 */
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '@crosspanel/deploy/embedded-postgres'
import type { PeerHealth } from '@crosspanel/protocol/message'
import { reportReady, untilStopped } from '../ready.ts'
import { hostOf, siteIdOf } from '../sites.ts'

const SLOW_MS = 500
const count = Number(process.env['BENCH_SITES'])
const hung = Number(process.env['BENCH_HUNG'])
const slow = Number(process.env['BENCH_SLOW'])

async function answer(index: number, path: string, response: ServerResponse): Promise<void> {
  if (path.startsWith('/v1/federation')) {
    response.writeHead(304).end()
    return
  }
  if (index < hung) return
  if (index < hung + slow) await pause(SLOW_MS)
  const health: PeerHealth = {
    siteId: siteIdOf(index),
    software: { name: 'crosspanel', version: '0.1.0' },
    time: new Date().toISOString(),
    isReady: true,
    hasLiveWorker: true,
    queuedRuns: index,
    runningRuns: 1,
    documentVersion: 1,
    totals: { jobs: 1_000 + index, completedJobs: 900, runs: 500, samples: 90_000, variants: 9e9 },
  }
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(health))
}

const stopped = untilStopped()
const port = await freePort()
for (let index = 0; index < count; index += 1) {
  const server = createServer((request, response) => {
    void answer(index, request.url ?? '', response)
  })
  server.listen(port, hostOf(index))
  await once(server, 'listening')
}
reportReady(`http://${hostOf(0)}:${port}`)
await stopped
process.exit()
