import type { SystemMetrics } from '@crosspanel/protocol/status'
import type { JSX } from 'solid-js'
import { formatBytes, formatDuration, formatFraction } from '../../i18n/format.ts'
import { Facts } from '../../ui/table.tsx'
import { t } from './words.ts'

type Fact = readonly [string, JSX.Element]

/** What the machine, the database and the queues have left. What cannot be told is said to be unknown, and is not 0. */
export function MachineFacts(props: { metrics: SystemMetrics }) {
  const facts = (): Fact[] => {
    const { volumes, memory, cpu, eventLoop, database, queues, outbox } = props.metrics
    return [
      ...volumes.map((volume): Fact => [t().volume(volume.name), freeOf(volume)]),
      [t().memory, t().free(formatBytes(memory.freeBytes), formatBytes(memory.totalBytes))],
      [t().load, t().loadOf(formatFraction(cpu.load1), cpu.cores)],
      [t().databaseSize, database === null ? t().unknown : formatBytes(database.sizeBytes)],
      [t().eventLoop, `${formatFraction(eventLoop.p99Ms)} ms`],
      ...(queues ?? []).map(({ queue, depth, oldestS }): Fact => [
        t().queueNames[queue] ?? queue,
        waiting(depth, oldestS),
      ]),
      ...(queues === null ? [[t().queues, t().unknown] as const] : []),
      ...(outbox ?? []).map(({ peer, messages, oldestS }): Fact => [
        t().outbox(peer),
        waiting(messages, oldestS),
      ]),
    ]
  }
  return <Facts facts={facts()} />
}

function freeOf({ freeBytes, sizeBytes, fullInS }: SystemMetrics['volumes'][number]): string {
  const free = t().free(formatBytes(freeBytes), formatBytes(sizeBytes))
  return fullInS === null ? free : `${free}, ${t().fullIn(formatDuration(fullInS))}`
}

function waiting(depth: number, oldestS: number | null): string {
  return depth === 0 ? t().empty : t().depth(depth, formatDuration(oldestS ?? 0))
}
