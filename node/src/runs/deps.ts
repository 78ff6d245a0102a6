import type { PanelAccess, PanelDescription } from '@crosspanel/protocol/panel'
import type { NodeConfig } from '../config.ts'
import type { Db, Tx } from '../db.ts'
import type { Hints } from '../hints.ts'
import type { Logger } from '../logger.ts'
import type { Tracing } from '../monitoring/tracing.ts'
import type { Outbox, SiteKeys, Transfers } from '../peers/ports.ts'
import type { PanelFiles, PipelineJob, PipelineOutput, PipelinePorts } from '../pipeline/job.ts'

/** A panel that this site serves now. */
export interface ServedPanel {
  readonly files: PanelFiles
  readonly description: PanelDescription
  readonly access: PanelAccess
}

export interface RunsDeps {
  readonly db: Db
  readonly hints: Hints
  readonly log: Logger
  readonly config: Pick<
    NodeConfig,
    | 'siteId'
    | 'dataDir'
    | 'isWorker'
    | 'cores'
    | 'diskFloorBytes'
    | 'peerMaxLiveRuns'
    | 'runLeaseMs'
    | 'resultRetentionDays'
    | 'jobDeadlineDays'
    | 'workerName'
  >
  readonly keys: Pick<SiteKeys, 'encryption' | 'encryptionKid'>
  readonly outbox: Outbox
  readonly transfers: Pick<Transfers, 'expectUpload' | 'offerBlob' | 'close'>
  /** None when left out. */
  readonly tracing?: Tracing
  readonly newId: () => string
  readonly now: () => Date
  /** Reads through `reader`: within a transaction a second connection may never come free. */
  readonly findServed: (panelId: string, reader: Db | Tx) => Promise<ServedPanel | undefined>
  /** Bytes that are free where runs are kept. */
  readonly freeBytes: () => Promise<number>
  /** Size of the volume where runs are kept, bytes. */
  readonly volumeBytes: () => Promise<number>
  /** Throws `PipelineRefusal` or `EngineFailure`; rejects soon after the signal aborts, with all engines stopped. */
  readonly runPipeline: (
    job: PipelineJob,
    ports: Pick<PipelinePorts, 'signal' | 'onProgress'>,
  ) => Promise<{ readonly outputs: readonly PipelineOutput[]; readonly summary: unknown }>
}
