import type { SiteId } from '@crosspanel/protocol/ids'
import type { SettingView } from '@crosspanel/protocol/settings'
import type { RateQuotas } from './http/rate-limiter.ts'
import type { AlertSettings } from './monitoring/alert-settings.ts'
import type { QueryWatchSettings } from './monitoring/query-watch.ts'

export interface Quotas {
  readonly jobsLive: number
  readonly jobsPerDay: number
  readonly storageBytes: number
}

export interface NodeConfig {
  readonly siteId: SiteId
  readonly siteName: string
  readonly organisation: string
  readonly contact: string
  readonly dataDir: string
  readonly host: string
  readonly port: number
  readonly url: string | undefined
  readonly registryUrl: string | undefined
  readonly logLevel: 'silent' | 'debug' | 'info' | 'warn' | 'error'
  readonly sharesStatistics: boolean
  readonly isWorker: boolean
  readonly cores: number | undefined
  readonly engineMemoryMb: number
  readonly engineTimeoutMs: number
  readonly maxUploadBytes: number
  readonly diskFloorBytes: number
  readonly federationPollMs: number
  readonly healthPollMs: number
  readonly peerTimeoutMs: number
  readonly transferTimeoutMs: number
  readonly peerBackoffMaxMs: number
  readonly peerMessageDays: number
  readonly runLeaseMs: number
  readonly peerMaxLiveRuns: number
  readonly trustedProxies: readonly string[]
  readonly maxConnections: number
  readonly requestTimeoutMs: number
  readonly rateQuotas: RateQuotas
  readonly liveStreams: number
  readonly liveStreamsPerAccount: number
  readonly queryWatch: QueryWatchSettings
  /** Where spans are sent; none are made when undefined. */
  readonly tracesUrl: string | undefined
  readonly resultRetentionDays: number
  readonly jobDeadlineDays: number
  readonly uploadRetentionDays: number
  readonly homeResultRetentionDays: number
  readonly expiryReminderDays: number
  readonly scrubDays: number
  readonly scrubBytesPerSecond: number
  readonly mailFrom: string | undefined
  /** Whether invites, recovery links and notifications go out by mail. */
  readonly isMailConfigured: boolean
  readonly inboxRetentionDays: number
  readonly isWebhookHttpAllowed: boolean
  readonly webhookPorts: readonly number[]
  readonly webhookAllowedCidrs: readonly string[]
  readonly healthHistoryDays: number
  readonly alerts: AlertSettings
  /** What an account may have unless an administrator says otherwise. */
  readonly quotas: Quotas
  /** Names this process in leases and logs. */
  readonly workerName: string
  /** All of this as administrators see it, without the secrets. */
  readonly settings: readonly SettingView[]
}

export interface S3Config {
  readonly endpoint: string
  readonly bucket: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** What must never be logged or sent. */
export interface NodeSecrets {
  readonly databaseUrl: string
  readonly redisUrl: string | undefined
  /** For the collector of traces. */
  readonly tracesHeaders: Readonly<Record<string, string>>
  /** Where blobs are kept; in the data directory when undefined. */
  readonly s3?: S3Config | undefined
  readonly smtpUrl: string | undefined
  readonly metricsToken: string | undefined
}
