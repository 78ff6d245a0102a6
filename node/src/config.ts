import { hostname } from 'node:os'
import { SiteId } from '@crosspanel/protocol/ids'
import { z } from 'zod'
import { headersIn, TraceEnvironment, tracesUrlOf } from './traces-config.ts'
import { type Origins, settingViews } from './setting-views.ts'
import { s3Of } from './s3-config.ts'
import { RateEnvironment, rateQuotasOf } from './http/rate-settings.ts'
import { addressesIn, AddressList } from './http/trusted-proxies.ts'
import type { NodeConfig, NodeSecrets } from './node-config.ts'
import { AlertEnvironment, alertSettingsOf } from './monitoring/alert-settings.ts'

const seconds = (otherwise: number) => z.coerce.number().positive().default(otherwise)
/** May also be given as the path of a file that holds it, in a variable of this name with `_FILE` after it. */
const secret = (schema: z.ZodString) => schema.meta({ secret: true })
const count = (otherwise: number) => z.coerce.number().int().positive().default(otherwise)

/** The whole environment of a node. Units are in the names; the table in docs/operations.md is made from it. */
export const NodeEnvironment = z.object({
  CROSSPANEL_SITE: SiteId.describe('Id of this site in the federation'),
  CROSSPANEL_SITE_NAME: z.string().min(1).describe('Name of this site, as people read it'),
  CROSSPANEL_ORGANISATION: z.string().default('').describe('Name of the institution'),
  CROSSPANEL_CONTACT: z.string().default('').describe('E-mail address for other sites'),
  CROSSPANEL_DATA_DIR: z.string().min(1).describe('Directory of keys, blobs, panels and runs'),
  CROSSPANEL_HOST: z.string().default('127.0.0.1').describe('Address to listen on'),
  CROSSPANEL_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8080)
    .describe('Port to listen on; 0 lets the system choose'),
  CROSSPANEL_URL: z.url().optional().describe('Address by which people and peers reach this node'),
  CROSSPANEL_REGISTRY_URL: z
    .url()
    .optional()
    .describe('Address of the registry; written by `up --join`'),
  DATABASE_URL: secret(z.string().min(1)).describe('Postgres 15 or later'),
  REDIS_URL: secret(z.string())
    .optional()
    .describe('Redis 7 or Valkey: a URL or the path of a Unix socket'),
  CROSSPANEL_LOG_LEVEL: z
    .enum(['silent', 'debug', 'info', 'warn', 'error'])
    .default('info')
    .describe('Least important log line that is written'),
  CROSSPANEL_SHARE_STATISTICS: z
    .stringbool()
    .default(true)
    .describe(
      'Whether sites are told how many jobs, runs, samples and variants there were here, and the registry of runs by day',
    ),
  CROSSPANEL_WORKER: z.stringbool().default(true).describe('Whether this process runs engines'),
  CROSSPANEL_CORES: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .describe('Cores for engines; all of the machine when unset'),
  CROSSPANEL_ENGINE_MEMORY_MB: count(8192).describe(
    'Address space that one engine process may take, MB',
  ),
  CROSSPANEL_ENGINE_TIMEOUT_S: seconds(86_400).describe('Wall time of one engine process, seconds'),
  CROSSPANEL_MAX_UPLOAD_BYTES: count(64 * 1024 ** 3).describe('Largest single upload, bytes'),
  CROSSPANEL_DISK_FLOOR_BYTES: z.coerce
    .number()
    .int()
    .min(0)
    .default(1024 ** 3)
    .describe('Free space below which uploads and offers are refused, bytes'),
  CROSSPANEL_FEDERATION_POLL_S: seconds(300).describe(
    'How often the federation document is fetched, seconds',
  ),
  CROSSPANEL_HEALTH_POLL_S: seconds(5).describe(
    'How often peers are asked for their health, seconds',
  ),
  CROSSPANEL_PEER_TIMEOUT_S: seconds(10).describe(
    'Deadline of a peer call that moves no bulk data, seconds',
  ),
  CROSSPANEL_TRANSFER_TIMEOUT_S: seconds(120).describe('Deadline of one transfer chunk, seconds'),
  CROSSPANEL_PEER_BACKOFF_MAX_S: seconds(300).describe(
    'Longest pause between attempts to reach a peer, seconds',
  ),
  CROSSPANEL_PEER_MESSAGE_DAYS: z.coerce
    .number()
    .int()
    .min(30)
    .default(365)
    .describe('Days that signed messages from and to peers are kept, at least 30'),
  CROSSPANEL_RUN_LEASE_S: seconds(15).describe(
    'Time after which the work of a dead worker is taken over, seconds',
  ),
  CROSSPANEL_PEER_MAX_LIVE_RUNS: count(100).describe(
    'Runs of one other site that are under way here at once; later offers wait',
  ),
  CROSSPANEL_TRUSTED_PROXIES: AddressList.default('127.0.0.0/8,::1').describe(
    'Addresses and networks of reverse proxies whose X-Forwarded-For is believed, parted by commas',
  ),
  CROSSPANEL_MAX_CONNECTIONS: count(4096).describe('Connections that are open at once'),
  CROSSPANEL_REQUEST_TIMEOUT_S: seconds(20).describe(
    'Deadline of a request, which is answered 503 then, seconds; one that moves bulk data has it only while the database is away',
  ),
  ...RateEnvironment,
  CROSSPANEL_LIVE_STREAMS: count(3_000).describe(
    'Most live streams of pages that one process keeps open',
  ),
  CROSSPANEL_LIVE_STREAMS_PER_ACCOUNT: count(20).describe('Most live streams of one account'),
  CROSSPANEL_QUERY_WATCH: z
    .enum(['off', 'log'])
    .optional()
    .describe(
      'Whether slow, repeated and N+1 database queries of each request are looked for and logged; `log` when NODE_ENV is `development`, else `off`',
    ),
  CROSSPANEL_SLOW_QUERY_MS: z.coerce
    .number()
    .positive()
    .default(100)
    .describe('Time from which a query counts as slow, waiting for a connection included, ms'),
  CROSSPANEL_REPEATED_QUERIES: z.coerce
    .number()
    .int()
    .min(2)
    .default(5)
    .describe('Number of like queries in one request from which they count as repeated or N+1'),
  NODE_ENV: z.string().optional().describe('`development` turns the query watch on'),
  ...TraceEnvironment,
  CROSSPANEL_RESULT_RETENTION_DAYS: count(14).describe(
    'Days that a host keeps results that the home site has not fetched',
  ),
  CROSSPANEL_JOB_DEADLINE_DAYS: count(14).describe(
    'Days after which a job that has not ended expires',
  ),
  CROSSPANEL_QUOTA_JOBS_LIVE: count(100).describe(
    'Jobs that an account may have at once, those that have ended not counted',
  ),
  CROSSPANEL_QUOTA_JOBS_PER_DAY: count(500).describe(
    'Jobs that an account may submit within 24 hours',
  ),
  CROSSPANEL_STORAGE_QUOTA_BYTES: count(1024 ** 4).describe(
    'What an account may keep of uploads and results unless it has a quota of its own, bytes',
  ),
  CROSSPANEL_UPLOAD_RETENTION_DAYS: count(30).describe('Days that a complete upload is kept'),
  CROSSPANEL_HOME_RESULT_RETENTION_DAYS: count(30).describe(
    'Days that the home site keeps results for the researcher',
  ),
  CROSSPANEL_EXPIRY_REMINDER_DAYS: count(3).describe(
    'Days before results expire that their owner is told',
  ),
  CROSSPANEL_SCRUB_DAYS: count(30).describe(
    'Days after which a stored file is read again and compared with its digest',
  ),
  CROSSPANEL_SCRUB_BYTES_PER_S: count(16 * 1024 ** 2).describe(
    'How fast stored files are read for that, bytes per second',
  ),
  CROSSPANEL_BLOB_STORE: z
    .enum(['directory', 's3'])
    .default('directory')
    .describe('Where uploads and results are kept: the data directory or an S3 bucket'),
  CROSSPANEL_S3_ENDPOINT: z
    .url()
    .optional()
    .describe('Address of the S3 service; buckets are addressed by path'),
  CROSSPANEL_S3_BUCKET: z.string().min(1).optional().describe('Bucket of the blobs'),
  CROSSPANEL_S3_REGION: z
    .string()
    .default('us-east-1')
    .describe('Region that requests are signed for'),
  CROSSPANEL_S3_ACCESS_KEY_ID: secret(z.string().min(1)).optional().describe('Access key of S3'),
  CROSSPANEL_S3_SECRET_ACCESS_KEY: secret(z.string().min(1))
    .optional()
    .describe('Secret of that access key'),
  CROSSPANEL_SMTP_URL: secret(
    z.string().regex(/^smtps?:\/\/./, 'has to begin with smtp:// or smtps://'),
  )
    .optional()
    .describe(
      'Mail server, smtp://user:password@host:port or smtps://; a password goes over TLS only. No mail is sent without a server',
    ),
  CROSSPANEL_MAIL_FROM: z
    .string()
    .regex(/^[^\p{Cc}]*@[^\p{Cc}@]+$/u, 'has to be an address, or a name and an address in <>')
    .optional()
    .describe('Sender of mails, such as Crosspanel <crosspanel@example.org>'),
  CROSSPANEL_INBOX_RETENTION_DAYS: count(180).describe('Days that notifications stay in the inbox'),
  CROSSPANEL_WEBHOOK_ALLOW_HTTP: z
    .stringbool()
    .default(false)
    .describe('Whether webhooks may be called without TLS; for a lab'),
  CROSSPANEL_WEBHOOK_PORTS: z
    .string()
    .default('80,443,8443')
    .transform((text) => text.split(',').map(Number))
    .pipe(z.array(z.int().min(1).max(65_535)))
    .describe('Ports at which webhooks may be called, with commas between'),
  CROSSPANEL_WEBHOOK_ALLOW_CIDRS: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter((cidr) => cidr !== ''))
    .pipe(z.array(z.union([z.cidrv4(), z.cidrv6()], 'has to be a network such as 10.0.0.0/8')))
    .describe('Networks that webhooks may call although they are not public, with commas between'),
  CROSSPANEL_METRICS_TOKEN: secret(z.string().min(16))
    .optional()
    .describe('Bearer token that opens /metrics; without one only this machine may read it'),
  CROSSPANEL_HEALTH_HISTORY_DAYS: count(30).describe('Days that the history of health is kept'),
  ...AlertEnvironment,
})

export type StartSetting = keyof typeof NodeEnvironment.shape
export type { NodeConfig, NodeSecrets, Quotas, S3Config } from './node-config.ts'

/** Reads the environment once, at start. Every bad variable is named in one error, never with its value. */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  origins: Origins = {},
): { config: NodeConfig; secrets: NodeSecrets } {
  const parsed = NodeEnvironment.safeParse(env)
  if (!parsed.success) throw new Error(`bad configuration:\n${z.prettifyError(parsed.error)}`)
  const e = parsed.data
  return {
    config: {
      siteId: e.CROSSPANEL_SITE,
      siteName: e.CROSSPANEL_SITE_NAME,
      organisation: e.CROSSPANEL_ORGANISATION,
      contact: e.CROSSPANEL_CONTACT,
      dataDir: e.CROSSPANEL_DATA_DIR,
      host: e.CROSSPANEL_HOST,
      port: e.CROSSPANEL_PORT,
      url: e.CROSSPANEL_URL,
      registryUrl: e.CROSSPANEL_REGISTRY_URL,
      logLevel: e.CROSSPANEL_LOG_LEVEL,
      sharesStatistics: e.CROSSPANEL_SHARE_STATISTICS,
      isWorker: e.CROSSPANEL_WORKER,
      cores: e.CROSSPANEL_CORES,
      engineMemoryMb: e.CROSSPANEL_ENGINE_MEMORY_MB,
      engineTimeoutMs: e.CROSSPANEL_ENGINE_TIMEOUT_S * 1000,
      maxUploadBytes: e.CROSSPANEL_MAX_UPLOAD_BYTES,
      diskFloorBytes: e.CROSSPANEL_DISK_FLOOR_BYTES,
      federationPollMs: e.CROSSPANEL_FEDERATION_POLL_S * 1000,
      healthPollMs: e.CROSSPANEL_HEALTH_POLL_S * 1000,
      peerTimeoutMs: e.CROSSPANEL_PEER_TIMEOUT_S * 1000,
      transferTimeoutMs: e.CROSSPANEL_TRANSFER_TIMEOUT_S * 1000,
      peerBackoffMaxMs: e.CROSSPANEL_PEER_BACKOFF_MAX_S * 1000,
      peerMessageDays: e.CROSSPANEL_PEER_MESSAGE_DAYS,
      runLeaseMs: e.CROSSPANEL_RUN_LEASE_S * 1000,
      peerMaxLiveRuns: e.CROSSPANEL_PEER_MAX_LIVE_RUNS,
      trustedProxies: addressesIn(e.CROSSPANEL_TRUSTED_PROXIES),
      maxConnections: e.CROSSPANEL_MAX_CONNECTIONS,
      requestTimeoutMs: e.CROSSPANEL_REQUEST_TIMEOUT_S * 1000,
      rateQuotas: rateQuotasOf(e),
      liveStreams: e.CROSSPANEL_LIVE_STREAMS,
      liveStreamsPerAccount: e.CROSSPANEL_LIVE_STREAMS_PER_ACCOUNT,
      queryWatch: {
        mode: e.CROSSPANEL_QUERY_WATCH ?? (e.NODE_ENV === 'development' ? 'log' : 'off'),
        slowMs: e.CROSSPANEL_SLOW_QUERY_MS,
        repeatedQueries: e.CROSSPANEL_REPEATED_QUERIES,
      },
      tracesUrl: tracesUrlOf(e),
      resultRetentionDays: e.CROSSPANEL_RESULT_RETENTION_DAYS,
      jobDeadlineDays: e.CROSSPANEL_JOB_DEADLINE_DAYS,
      uploadRetentionDays: e.CROSSPANEL_UPLOAD_RETENTION_DAYS,
      homeResultRetentionDays: e.CROSSPANEL_HOME_RESULT_RETENTION_DAYS,
      expiryReminderDays: e.CROSSPANEL_EXPIRY_REMINDER_DAYS,
      scrubDays: e.CROSSPANEL_SCRUB_DAYS,
      scrubBytesPerSecond: e.CROSSPANEL_SCRUB_BYTES_PER_S,
      mailFrom: e.CROSSPANEL_MAIL_FROM,
      isMailConfigured: e.CROSSPANEL_SMTP_URL !== undefined && e.CROSSPANEL_MAIL_FROM !== undefined,
      inboxRetentionDays: e.CROSSPANEL_INBOX_RETENTION_DAYS,
      isWebhookHttpAllowed: e.CROSSPANEL_WEBHOOK_ALLOW_HTTP,
      webhookPorts: e.CROSSPANEL_WEBHOOK_PORTS,
      webhookAllowedCidrs: e.CROSSPANEL_WEBHOOK_ALLOW_CIDRS,
      healthHistoryDays: e.CROSSPANEL_HEALTH_HISTORY_DAYS,
      alerts: alertSettingsOf(e),
      quotas: {
        jobsLive: e.CROSSPANEL_QUOTA_JOBS_LIVE,
        jobsPerDay: e.CROSSPANEL_QUOTA_JOBS_PER_DAY,
        storageBytes: e.CROSSPANEL_STORAGE_QUOTA_BYTES,
      },
      workerName: `${hostname()}/${process.pid}`,
      settings: settingViews(NodeEnvironment, env, origins),
    },
    secrets: {
      databaseUrl: e.DATABASE_URL,
      redisUrl: e.REDIS_URL,
      tracesHeaders: headersIn(e.OTEL_EXPORTER_OTLP_HEADERS),
      smtpUrl: e.CROSSPANEL_SMTP_URL,
      metricsToken: e.CROSSPANEL_METRICS_TOKEN,
      s3: s3Of(e),
    },
  }
}
