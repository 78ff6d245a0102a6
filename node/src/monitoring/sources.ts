import { statfs } from 'node:fs/promises'
import type { Db } from '../db.ts'
import { lastBackup } from './backups.ts'
import { certificateExpiry } from './certificate.ts'
import { createDiskTrend } from './disk-trend.ts'
import type { DeliveryFacts, OutboxFacts, Sources, VolumeFacts } from './facts.ts'
import type { createDatabaseProbes } from './probes.ts'

const OFTEN_MS = 5_000
const SELDOM_MS = 60_000
const CERTIFICATE_MS = 6 * 3_600_000

interface Queue {
  readonly depth: number
  readonly oldestS: number | null
}

export interface SourcesDeps {
  readonly db: Db
  readonly dataDir: string
  readonly url: string | undefined
  readonly probes: Pick<ReturnType<typeof createDatabaseProbes>, 'readDatabase' | 'firstAudited'>
  readonly readRunQueue: () => Promise<Queue>
  readonly readJobQueue: () => Promise<Queue>
  readonly readOutbox: () => Promise<readonly OutboxFacts[]>
  readonly deliveryFacts?: (() => Promise<DeliveryFacts>) | undefined
  readonly countDamaged?: (() => Promise<number>) | undefined
  readonly manyMissing?: (() => Promise<{ missing: number; of: number } | undefined>) | undefined
}

export function createSources(deps: SourcesDeps): Sources {
  const { db, dataDir, url, probes, deliveryFacts, countDamaged, manyMissing } = deps
  const trend = createDiskTrend()

  async function readVolumes(): Promise<VolumeFacts[]> {
    const { bavail, bsize, blocks } = await statfs(dataDir)
    const freeBytes = bavail * bsize
    const fullInS = trend.note(freeBytes, performance.now())
    return [{ name: 'data', freeBytes, sizeBytes: blocks * bsize, fullInS }]
  }

  return {
    volumes: { everyMs: OFTEN_MS, ask: readVolumes },
    queues: {
      everyMs: OFTEN_MS,
      ask: async () => [
        { queue: 'runs', ...(await deps.readRunQueue()) },
        { queue: 'jobs', ...(await deps.readJobQueue()) },
      ],
    },
    outbox: { everyMs: OFTEN_MS, ask: deps.readOutbox },
    database: { everyMs: SELDOM_MS, ask: probes.readDatabase },
    backup: {
      everyMs: SELDOM_MS,
      ask: async () => ({ ...(await lastBackup(db)), since: await probes.firstAudited() }),
    },
    certificateExpires: { everyMs: CERTIFICATE_MS, ask: () => certificateExpiry(url) },
    ...(deliveryFacts ? { mail: { everyMs: OFTEN_MS, ask: deliveryFacts } } : {}),
    ...(manyMissing
      ? {
          manyMissing: {
            everyMs: SELDOM_MS,
            ask: async () => (await manyMissing()) ?? { missing: 0, of: 0 },
          },
        }
      : {}),
    ...(countDamaged ? { damagedFiles: { everyMs: SELDOM_MS, ask: countDamaged } } : {}),
  }
}
