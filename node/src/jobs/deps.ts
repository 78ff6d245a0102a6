import type { GenomeBuild } from '@crosspanel/protocol/ids'
import type { Finding, ResultFile } from '@crosspanel/protocol/job'
import type { NodeConfig } from '../config.ts'
import type { Db, Tx } from '../db.ts'
import type { Hints } from '../hints.ts'
import type { Logger } from '../logger.ts'
import type { Tracing } from '../monitoring/tracing.ts'
import type { Federation, Outbox, SiteKeys, Transfers } from '../peers/ports.ts'
import type { JobQuota } from './quota.ts'

/** A researcher's upload, as the job needs to know it. */
export interface JobInputFile {
  readonly fileId: string
  readonly name: string
  readonly isComplete: boolean
}

export interface PrepareRequest {
  readonly jobId: string
  readonly accountId: string
  readonly files: readonly { readonly fileId: string; readonly name: string }[]
  readonly build: GenomeBuild
  readonly minSamples: number
  readonly maxSamples: number
  /** An empty directory for the prepared plaintext; whoever asked removes it. */
  readonly dir: string
  readonly signal: AbortSignal
}

/** `sampleIds` are in the order of the columns; the files carry job-local ids instead of them. */
export type PreparedInput =
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] }
  | {
      readonly kind: 'prepared'
      readonly findings: readonly Finding[]
      readonly sampleIds: readonly string[]
      readonly variants: number
      readonly files: readonly { readonly name: string; readonly path: string }[]
    }

export interface StoreResultRequest {
  readonly accountId: string
  readonly jobId: string
  readonly jobEpoch: number
  readonly name: string
  readonly source: AsyncIterable<Uint8Array>
  readonly encryptedFor: ResultFile['encryptedFor']
}

export interface JobsDeps {
  readonly db: Db
  readonly hints: Hints
  readonly log: Logger
  readonly config: Pick<
    NodeConfig,
    'siteId' | 'dataDir' | 'runLeaseMs' | 'peerBackoffMaxMs' | 'jobDeadlineDays' | 'diskFloorBytes'
  >
  readonly freeBytes: () => Promise<number>
  readonly keys: Pick<SiteKeys, 'encryption' | 'pseudonymKey'>
  readonly federation: Pick<Federation, 'document' | 'findSite' | 'encryptionKeyOf'>
  readonly outbox: Outbox
  readonly transfers: Transfers
  /** None when left out. */
  readonly tracing?: Tracing
  readonly newId: () => string
  readonly now: () => Date
  /** Those of the files that this account has; others are left out. */
  readonly findUploads: (
    accountId: string,
    fileIds: readonly string[],
  ) => Promise<readonly JobInputFile[]>
  /** Keeps these uploads of the account from being deleted while the transaction lasts; answers how many of them are there. */
  readonly lockUploads: (tx: Tx, accountId: string, fileIds: readonly string[]) => Promise<number>
  /** The researcher's own Crypt4GH public key, raw, if one is registered. */
  readonly publicKeyOf: (accountId: string) => Promise<Uint8Array | undefined>
  /** How many jobs the account may have. */
  readonly jobQuotaOf: (accountId: string) => Promise<JobQuota>
  readonly prepareInput: (request: PrepareRequest) => Promise<PreparedInput>
  /** Stores a result of the job once for each epoch and name. Size in bytes and digest are of what a download gives. */
  readonly storeResult: (
    request: StoreResultRequest,
  ) => Promise<Pick<ResultFile, 'fileId' | 'size' | 'sha256'>>
  /** Keeps the job's results until then; returns how many files are left. */
  readonly extendRetention: (
    tx: Tx,
    retention: {
      readonly jobId: string
      readonly until: Date
      readonly actor: `account:${string}`
    },
  ) => Promise<number>
  /** Deletes what `storeResult` stored for the job up to an epoch. */
  readonly discardResults: (jobId: string, upToEpoch: number) => Promise<void>
  /** Puts the sample ids back into the VCF files of a directory, in place, with the indexes that lie beside them; refuses damaged ones, as `peer-message-invalid`. */
  readonly relabelResults: (request: {
    readonly dir: string
    readonly names: readonly string[]
    readonly sampleIds: readonly string[]
    readonly signal: AbortSignal
  }) => Promise<void>
}
