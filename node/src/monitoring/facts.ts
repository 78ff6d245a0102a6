import type { SiteId } from '@crosspanel/protocol/ids'
import type { CheckState } from '@crosspanel/protocol/status'
import type { Told } from '@crosspanel/protocol/told'
import type { Logger } from '../logger.ts'
import { startLoop, together } from '../loop.ts'
import type { Backup } from './backups.ts'
import type { PartLook } from './part.ts'

export interface QueueFacts {
  readonly queue: 'runs' | 'jobs'
  readonly depth: number
  /** Age of what has waited longest, seconds; null when nothing waits. */
  readonly oldestS: number | null
}

export interface OutboxFacts {
  readonly peer: SiteId
  readonly messages: number
  readonly oldestS: number
}

export interface VolumeFacts {
  readonly name: string
  readonly freeBytes: number
  readonly sizeBytes: number
  readonly fullInS: number | null
}

export interface PeerFacts {
  readonly siteId: SiteId
  readonly name: string
  /** Undefined before the first question was answered or given up. */
  readonly state: CheckState | undefined
  readonly seen: string
  readonly told?: Told | undefined
  readonly responseMs: number | null
  readonly askedAtMs: number | undefined
  readonly answeredAtMs: number | undefined
  readonly failingSinceMs: number | undefined
  /** Its clock minus ours, seconds. */
  readonly clockOffsetS: number | undefined
}

export interface DatabaseFacts {
  readonly sizeBytes: number
  /** By state, as the server calls them. */
  readonly connections: Readonly<Record<string, number>>
}

export interface BackupFacts {
  readonly taken: Backup | undefined
  readonly verified: Backup | undefined
  /** Since when this node has had something to lose. */
  readonly since: Date | undefined
}

export interface DeliveryFacts {
  /** Mails that were given up in the last day. */
  readonly undeliverable: number
  /** Mails that have not been taken yet. */
  readonly waiting: number
  readonly oldestWaitingS: number
}

/** What the rules and the metrics go by. What cannot be told now is undefined, and nothing is concluded from it. */
export interface Facts {
  readonly parts: readonly PartLook[]
  readonly peers: readonly PeerFacts[]
  /** The registry's clock minus ours, seconds. */
  readonly registryClockOffsetS: number | undefined
  readonly document: { readonly issued: Date; readonly expires: Date } | undefined
  readonly keys: readonly { readonly key: 'sign' | 'encryption'; readonly expires: Date }[]
  readonly volumes: readonly VolumeFacts[] | undefined
  readonly queues: readonly QueueFacts[] | undefined
  readonly outbox: readonly OutboxFacts[] | undefined
  readonly database: DatabaseFacts | undefined
  readonly backup: BackupFacts | undefined
  readonly certificateExpires: Date | undefined
  readonly mail: DeliveryFacts | undefined
  readonly damagedFiles: number | undefined
  /** Missing files that were too many to believe; none of none otherwise. */
  readonly manyMissing: { readonly missing: number; readonly of: number } | undefined
}

/** What takes a question to the database, a disk or the network, and is asked in loops of its own. */
export type Asked = Pick<
  Facts,
  | 'volumes'
  | 'queues'
  | 'outbox'
  | 'database'
  | 'backup'
  | 'certificateExpires'
  | 'mail'
  | 'damagedFiles'
  | 'manyMissing'
>

export interface Source<K extends keyof Asked = keyof Asked> {
  readonly everyMs: number
  readonly ask: () => Promise<Asked[K]>
}
export type Sources = { readonly [K in keyof Asked]?: Source<K> }

/** Asks each source at its own pace; one that fails or hangs leaves the others alone. */
export function createFactsReader(sources: Sources, log: Logger) {
  const known: { -readonly [K in keyof Asked]: Asked[K] } = {
    volumes: undefined,
    queues: undefined,
    outbox: undefined,
    database: undefined,
    backup: undefined,
    certificateExpires: undefined,
    mail: undefined,
    damagedFiles: undefined,
    manyMissing: undefined,
  }

  async function ask<K extends keyof Asked>(key: K, source: Source<K>): Promise<void> {
    try {
      known[key] = await source.ask()
    } catch (error) {
      known[key] = undefined
      throw error
    }
  }

  const rounds = (Object.keys(sources) as (keyof Asked)[]).flatMap((key) => {
    const source = sources[key] as Source | undefined
    return source === undefined
      ? []
      : [{ key, everyMs: source.everyMs, round: () => ask(key, source as never) }]
  })

  return {
    read: (): Asked => ({ ...known }),

    /** Asks everything now; what fails stays unknown. */
    async refresh(): Promise<void> {
      await Promise.allSettled(rounds.map(({ round }) => round()))
    },

    loops(): AsyncDisposable {
      return together(
        rounds.map(({ key, everyMs, round }) =>
          startLoop(round, { name: `facts of ${key}`, everyMs, log }),
        ),
      )
    },
  }
}
