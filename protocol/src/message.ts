import { z } from 'zod'
import { Sha256, SiteId, Timestamp, X25519PublicKey } from './ids.ts'
import { ReportedFinding, ReportedProgress, RunParameters } from './job.ts'
import { TransferManifest } from './manifest.ts'
import { PanelId } from './ids.ts'
import { ToldQueueMode } from './queue-mode.ts'
import { RunTimes } from './run-times.ts'
import { RunState } from './states.ts'
import { ReportedTold } from './told.ts'

/**
 * Bodies of the messages between sites, by type. An offer asks the host to run a job;
 * its message id is its idempotency key, and (job, epoch) names the run for ever.
 */
export const MESSAGE_BODIES = {
  /** home -> host */
  'job.offer': z.object({
    panelId: PanelId,
    panelDigest: Sha256,
    parameters: RunParameters,
    input: TransferManifest,
    samples: z.int().min(1),
    variants: z.int().min(1),
    /** The host encrypts the results to this key: the researcher's own, or the home site's. */
    resultRecipient: X25519PublicKey,
    /** Pseudonym of the researcher, the same for one host and different for each other. */
    subject: z.string().min(16).max(64),
    deadline: Timestamp,
    /** Signed permission (`typ` crosspanel-grant+jws) where the host's policy asks for one. */
    grant: z.string().optional(),
  }),
  /** home -> host */
  'job.cancel': z.object({}),
  /** home -> host: the results were fetched, verified and accepted (or are no longer wanted). */
  'result.ack': z.object({ accepted: z.boolean(), manifestSha256: Sha256 }),
  /** host -> home: the offer is accepted; `uploads` names where to send each input file. */
  'job.accept': z.object({
    runId: z.uuid(),
    seq: z.int().min(1),
    uploads: z.array(z.object({ name: z.string(), uploadId: z.uuid() })),
  }),
  /** host -> home */
  'job.reject': z.object({ runId: z.uuid(), seq: z.int().min(1), finding: ReportedFinding }),
  /** host -> home: the run has moved. `seq` rises by one with each event of a run. */
  'job.event': z.object({
    runId: z.uuid(),
    seq: z.int().min(1),
    at: Timestamp,
    from: RunState.nullable(),
    to: RunState,
    cause: z.string().max(500),
    told: ReportedTold,
    findings: z.array(ReportedFinding).max(100).default([]),
    summary: z.unknown().optional(),
  }),
  /** host -> home: a sign of life; lost ones do no harm. */
  'job.heartbeat': z.object({ runId: z.uuid(), progress: ReportedProgress.nullable() }),
  /** host -> home: results wait at these blobs until they are acknowledged or the retention ends. */
  'result.ready': z.object({
    runId: z.uuid(),
    seq: z.int().min(1),
    at: Timestamp,
    manifest: TransferManifest,
    blobs: z.array(z.object({ name: z.string(), blobId: z.uuid() })),
    summary: z.unknown(),
  }),
  /** host -> home: the cancel came after the results were ready. */
  'job.cancel-too-late': z.object({ runId: z.uuid() }),
} as const

export type MessageType = keyof typeof MESSAGE_BODIES
export const MESSAGE_TYPES = Object.keys(MESSAGE_BODIES) as MessageType[]
export type MessageBody<T extends MessageType> = z.infer<(typeof MESSAGE_BODIES)[T]>

/** The signed envelope (`typ` crosspanel-msg+jws). Stored word for word by both sides: it is the evidence. */
export const MessageEnvelope = z.object({
  /** UUIDv7 */
  mid: z.uuid(),
  type: z.string().min(1).max(60),
  from: SiteId,
  to: SiteId,
  job: z.uuid(),
  epoch: z.int().min(1),
  issued: Timestamp,
  /** Message that this one answers. */
  replyTo: z.uuid().optional(),
  /** Latest signed audit checkpoint of the sender, when it makes them. */
  auditHead: z.string().optional(),
  body: z.unknown(),
})
export type MessageEnvelope = z.infer<typeof MessageEnvelope>

/** `POST /peer/v1/messages`: compact JWS each, at most 50, oldest first. */
export const MessageBatch = z.object({
  messages: z
    .array(z.string().max(512 * 1024))
    .min(1)
    .max(50),
})
export const MESSAGE_BATCH_MAX = 50

/** One answer for each message of a batch, in its order. */
export const MessageBatchReply = z.object({
  results: z.array(
    z.object({
      mid: z.uuid().nullable(),
      /** `later`: nothing was done; the message is to be sent again. */
      outcome: z.enum(['done', 'duplicate', 'refused', 'later']),
      code: z.string().optional(),
      detail: z.string().optional(),
    }),
  ),
})
export type MessageBatchReply = z.infer<typeof MessageBatchReply>

/** Numbers that a site tells of itself: sums only, of no account and no panel. */
export const SiteTotals = z.object({
  jobs: z.int().min(0),
  completedJobs: z.int().min(0),
  runs: z.int().min(0),
  /** Imputed at the site, for whomever. */
  samples: z.int().min(0),
  variants: z.int().min(0),
})
export type SiteTotals = z.infer<typeof SiteTotals>

/** `GET /peer/v1/health`: what a peer tells of itself. */
export const PeerHealth = z.object({
  siteId: SiteId,
  software: z.object({ name: z.string(), version: z.string() }),
  time: Timestamp,
  isReady: z.boolean(),
  hasLiveWorker: z.boolean(),
  queuedRuns: z.int().min(0),
  runningRuns: z.int().min(0),
  documentVersion: z.int().min(0),
  queueMode: ToldQueueMode.catch('unknown').optional(),
  /** Left out by a site that keeps them to itself. */
  totals: SiteTotals.optional(),
  /** By panel, of those with enough finished runs. Left out by a site that keeps them to itself. */
  runTimes: z.array(RunTimes).max(200).optional(),
})
export type PeerHealth = z.infer<typeof PeerHealth>
