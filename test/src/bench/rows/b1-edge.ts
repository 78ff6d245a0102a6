import { alternate } from '../alternate.ts'
import { type LoadPlan, openLoad } from '../load.ts'
import { openSession, startOurNode, UNREACHED_RATES } from '../our-node.ts'
import { cpuSecondsOf } from '../process-cost.ts'
import type { BenchPorts, BenchRow, BenchSize, Forked, Goal, Measurement } from '../row.ts'
import { untilAnswers } from '../until-answers.ts'

const REQUESTS = { smoke: 200, full: 6_000 } as const
const CONNECTIONS = 16

type Side = 'ours' | 'raw' | 'fastify' | 'express'
interface Figures {
  readonly perCore: number
  readonly p99Ms: number
}
type Servers = Readonly<Record<Side, Forked>>

const FRAMEWORKS = {
  raw: 'raw node:http, minimal handler',
  fastify: 'Fastify, minimal handler',
  express: 'Express, minimal handler',
} as const

const atLeast = (times: number): Goal => ({
  words: `at least ${times} times its requests a second and core`,
  isReached: ({ ratio }) => (ratio?.median ?? 0) >= times,
})

/** Goals by path and peer. Where there is none, the figure stands for itself. */
const GOALS: Readonly<Record<string, Partial<Record<Side, Goal>>>> = {
  '/livez': { raw: atLeast(0.75), express: atLeast(5) },
  '/readyz': { express: atLeast(5) },
  '/api/v1/me': { raw: atLeast(0.5), express: atLeast(5) },
}

export const row: BenchRow = {
  id: 'B1',
  title: 'the HTTP edge with all its middleware, beside bare servers with a minimal handler',
  async run(size, ports) {
    const databaseUrl = await ports.openDatabase('node')
    const { token } = await openSession(databaseUrl)
    const minimal = new URL('../servers/minimal.ts', import.meta.url)
    const start = (BENCH_FRAMEWORK: string) =>
      ports.fork(minimal, {
        BENCH_FRAMEWORK,
        DATABASE_URL: databaseUrl,
        NODE_ENV: 'production',
      })
    const [ours, raw, fastify, express] = await Promise.all([
      startOurNode(ports, databaseUrl, UNREACHED_RATES),
      start('raw'),
      start('fastify'),
      start('express'),
    ])
    const servers = { ours, raw, fastify, express }
    await untilAnswers(`${servers.ours.url}/readyz`)
    return measureAll(size, ports, servers, { authorization: `Bearer ${token}` })
  },
}

async function measureAll(
  size: BenchSize,
  ports: BenchPorts,
  servers: Servers,
  headers: Record<string, string>,
): Promise<Measurement[]> {
  using load = openLoad()
  const measurements: Measurement[] = []
  for (const path of Object.keys(GOALS)) {
    ports.say(`GET ${path}`)
    const bodies = await verify(path, servers, headers)
    const side = (name: Side) => async (): Promise<Figures> => {
      const { pid, url } = servers[name]
      const body = bodies[name]
      const requests = REQUESTS[size]
      const plan: LoadPlan = { url: url + path, headers, body, connections: CONNECTIONS, requests }
      const before = cpuSecondsOf(pid)
      const { p99Ms } = await load.carryOut(plan)
      return { perCore: requests / Math.max(0.01, cpuSecondsOf(pid) - before), p99Ms }
    }
    const figures = await alternate<Side, Figures>(size, {
      ours: side('ours'),
      raw: side('raw'),
      fastify: side('fastify'),
      express: side('express'),
    })
    measurements.push(...compare(path, figures))
  }
  return measurements
}

/** All servers have to say the same before it counts how fast. */
async function verify(
  path: string,
  servers: Servers,
  headers: Record<string, string>,
): Promise<Record<Side, string>> {
  const bodies: [string, string][] = []
  for (const [name, { url }] of Object.entries(servers)) {
    const response = await fetch(url + path, { headers })
    const body = await response.text()
    if (response.status !== 200) throw new Error(`${name}: ${path} answers ${response.status}`)
    bodies.push([name, body])
  }
  const all = bodies.map(([, body]) => meaningOf(path, body))
  if (new Set(all).size > 1) throw new Error(`${path}: the answers differ: ${all.join(' | ')}`)
  return Object.fromEntries(bodies) as Record<Side, string>
}

function meaningOf(path: string, body: string): string {
  if (path !== '/api/v1/me') return body
  const { id, email, role } = JSON.parse(body) as Record<string, unknown>
  return JSON.stringify({ id, email, role })
}

function compare(path: string, figures: Readonly<Record<Side, Figures[]>>): Measurement[] {
  const peers = Object.entries(FRAMEWORKS) as [keyof typeof FRAMEWORKS, string][]
  const rates = peers.map(([peer, name]): Measurement => {
    const goal = GOALS[path]?.[peer]
    return {
      what: `GET ${path}, requests for each second of CPU time`,
      unit: 'req/s/core',
      better: 'higher',
      ours: figures.ours.map(({ perCore }) => perCore),
      peer: { name, values: figures[peer].map(({ perCore }) => perCore) },
      ...(goal === undefined ? {} : { goal }),
    }
  })
  const latency: Measurement = {
    what: `GET ${path}, p99 with ${CONNECTIONS} connections`,
    unit: 'ms',
    better: 'lower',
    ours: figures.ours.map(({ p99Ms }) => p99Ms),
    peer: { name: FRAMEWORKS.raw, values: figures.raw.map(({ p99Ms }) => p99Ms) },
  }
  return [...rates, latency]
}
