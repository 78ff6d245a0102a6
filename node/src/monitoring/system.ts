import { availableParallelism, freemem, loadavg, totalmem } from 'node:os'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { SystemMetrics } from '@crosspanel/protocol/status'
import type { Facts } from './facts.ts'

const NS_PER_MS = 1e6

export interface SystemMetricsDeps {
  readonly facts: () => Facts
  readonly poolMax: number
  readonly now: () => Date
}
export type SystemService = ReturnType<typeof createSystemService>

/** What the machine and this process have left. */
export function createSystemService({ facts, poolMax, now }: SystemMetricsDeps) {
  const delay = monitorEventLoopDelay({ resolution: 10 })
  let cpu = process.cpuUsage()
  let cpuAtMs = performance.now()

  /** Share of one core that this process took since it was last asked. */
  function processShare(): number {
    const used = process.cpuUsage(cpu)
    const elapsedMs = performance.now() - cpuAtMs
    cpu = process.cpuUsage()
    cpuAtMs = performance.now()
    return elapsedMs <= 0 ? 0 : (used.user + used.system) / 1000 / elapsedMs
  }

  return {
    read(): SystemMetrics {
      const { volumes, database, queues, outbox, parts } = facts()
      const { rss, heapUsed } = process.memoryUsage()
      const eventLoop = {
        meanMs: inMs(delay.mean),
        p99Ms: inMs(delay.percentile(99)),
        maxMs: inMs(delay.max),
      }
      delay.reset()
      return {
        time: now().toISOString(),
        uptimeS: Math.round(process.uptime()),
        cpu: {
          cores: availableParallelism(),
          load1: loadavg()[0] ?? 0,
          processShare: processShare(),
        },
        memory: {
          totalBytes: totalmem(),
          freeBytes: freemem(),
          residentBytes: rss,
          heapUsedBytes: heapUsed,
        },
        eventLoop,
        volumes: [...(volumes ?? [])],
        database: database
          ? {
              sizeBytes: database.sizeBytes,
              poolMax,
              connections: { ...database.connections },
              responseMs: parts.find(({ name }) => name === 'database')?.responseMs ?? null,
            }
          : null,
        queues: queues ? [...queues] : null,
        outbox: outbox ? [...outbox] : null,
      }
    },

    loops(): AsyncDisposable {
      delay.enable()
      return {
        [Symbol.asyncDispose]() {
          delay.disable()
          return Promise.resolve()
        },
      }
    },
  }
}

/** Before its first sample the histogram says NaN. */
function inMs(ns: number): number {
  return Number.isFinite(ns) ? Math.round(ns / NS_PER_MS / 0.01) * 0.01 : 0
}
