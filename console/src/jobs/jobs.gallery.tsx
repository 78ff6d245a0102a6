import { type Because, because, becauseOf } from '@crosspanel/protocol/causes'
import { CHUNK_STATES, type RunChunk } from '@crosspanel/protocol/chunk'
import { findingOf } from '@crosspanel/protocol/findings'
import type { Finding, JobDetail, JobEvent } from '@crosspanel/protocol/job'
import { problemOf } from '@crosspanel/protocol/problem'
import { ago, type GalleryView } from '../gallery/view.ts'
import { exampleJob } from './fixtures.ts'
import { JOB_STATE_ORDER } from './state-order.ts'

const STATES = JOB_STATE_ORDER.slice(2)
const ofEveryState = STATES.map((state, index) => exampleJob(index + 1, { state }))
const thousands = Array.from({ length: 10_000 }, (_, index) =>
  exampleJob(index + 1, { state: STATES[index % STATES.length] ?? 'running' }),
)

const OVERLAP = { inPanel: 14_350, typed: 48_211, percent: 29.8, minPercent: 50, build: 'GRCh38' }
const file = 'cohort-with-a-very-long-name.vcf.gz'
const findings: readonly Finding[] = [
  { ...findingOf('panel-overlap-low', { params: OVERLAP }), file },
  {
    ...findingOf('gt-allele-out-of-range', { line: 1_234_567, count: 22 }),
    file,
  },
  // Of a host that is newer than this page.
  {
    ...{ code: 'not-known-yet', severity: 'error', file, line: 12, count: 1 },
    seen: 'The chromosomes are called chr1, chr2 ... in cohort-with-a-very-long-name.vcf.gz; GRCh37 calls them 1, 2 ...',
    why: 'Variants are matched with the panel by chromosome and position, and none would match.',
    fix: 'Rename them: `bcftools annotate --rename-chrs chromosomes.txt cohort.vcf.gz -Oz -o renamed.vcf.gz`.',
  },
]

const engineFinding = findingOf('engine-out-of-memory.chunk', {
  params: { engine: 'minimac4', chunk: '7:80000001-100000000' },
})

/** When the events of a job happened, one each 40 minutes. */
const at = (seq: number) => ago((14 - seq) * 40)

const event = (
  seq: number,
  site: string,
  from: string | null,
  to: string,
  reason: Because,
): JobEvent => ({
  ...{ seq, site, epoch: 1, from, to, ...reason },
  at: at(seq),
})
const HOME = 'site:lund'
const HOST = 'site:cape-town'
const events = [
  event(1, HOME, null, 'checking', because('submitted')),
  event(2, HOME, 'checking', 'offered', because('offered', { site: HOST })),
  event(3, HOST, 'offered', 'accepted', because('accepted')),
  event(4, HOME, 'offered', 'transferring', because('accepted')),
  event(5, HOST, 'receiving', 'queued', because('arrived')),
  event(6, HOME, 'transferring', 'queued', because('arrived')),
  event(7, HOST, 'queued', 'running', because('begun')),
  event(8, HOME, 'queued', 'running', because('begun')),
]
const finished = [
  ...events,
  event(9, HOST, 'running', 'packaging', because('imputed')),
  event(10, HOST, 'packaging', 'ready', because('encrypted')),
  event(11, HOME, 'running', 'returning', because('encrypted')),
  event(12, HOST, 'ready', 'delivered', because('delivered')),
  event(13, HOME, 'returning', 'completed', because('stored')),
]
const broken = [
  ...events,
  event(9, HOST, 'running', 'failed', becauseOf(engineFinding)),
  event(10, HOME, 'running', 'failed', becauseOf(engineFinding)),
]
const refusedAgain = [
  event(9, HOME, 'rejected', 'checking', because('retried')),
  event(10, HOME, 'checking', 'rejected', because('refused')),
].map((each) => ({ ...each, epoch: 3 }))
const waiting = [
  ...events.slice(0, 2),
  event(3, HOME, 'offered', 'offered', because('waits.runs', { site: HOST })),
]

function detail(more: Partial<JobDetail>): JobDetail {
  return {
    ...exampleJob(1, { name: 'Cohort 1, all chromosomes', submittedAt: at(1), ...more }),
    parameters: {
      build: 'GRCh38',
      qualityControl: 'strict',
      mode: 'imputation',
      phasing: 'auto',
      minR2: 0.3,
      population: 'AFR',
      empiricalDosage: false,
    },
    files: Array.from({ length: 22 }, (_, i) => ({
      fileId: `019ac0de-0000-7000-8000-${String(i).padStart(12, '1')}`,
      name: `cohort.chr${i + 1}.vcf.gz`,
    })),
    findings: [],
    events,
    results: [],
    summary: null,
    chunks: null,
    ...more,
  }
}

const result = {
  fileId: '019ac0de-0000-7000-8000-00000000f001',
  name: 'chr20.dose.vcf.gz',
  size: 1_234_567_890,
  sha256: 'c'.repeat(64),
  encryptedFor: 'researcher' as const,
}

const WORKING = CHUNK_STATES.filter((state) => state !== 'excluded')

/** A genome at work, with a chunk in each state. */
const wholeGenome = Array.from({ length: 22 }, (_, row) => 13 - Math.floor(row / 2)).flatMap(
  (chunks, row) =>
    Array.from({ length: chunks }, (_, index): RunChunk => {
      const place = {
        chromosome: String(row + 1),
        ...{ start: index * 20e6 + 1, end: (index + 1) * 20e6 },
      }
      if (row === 5 && index === 1)
        return { ...place, state: 'excluded', reason: 'panel-overlap-low' }
      if (row === 6) return { ...place, state: WORKING[index % WORKING.length] ?? 'waiting' }
      return { ...place, state: row < 6 ? 'done' : 'waiting' }
    }),
)

const statusOf = (contact: string, heardAt: string) => ({
  body: {
    siteId: HOME,
    siteName: 'Lund University',
    peers: [{ siteId: HOST, name: 'Cape Town', contact, heardAt, responseMs: 180 }],
  },
})
const page = (name: string, job: JobDetail): GalleryView => ({
  name,
  path: `/jobs/${job.id}`,
  answers: {
    [`GET /api/v1/jobs/${job.id}`]: { body: job },
    'GET /api/v1/status':
      job.contact === 'lost' ? statusOf('lost', ago(185)) : statusOf('ok', ago(1)),
  },
})

const summary = {
  engines: [
    { name: 'minimac4', version: '4.1.2' },
    { name: 'bio-eagle', version: '2.4.1' },
  ],
  panel: {
    panelId: `${HOST}/h3africa-v6`,
    build: 'GRCh38',
    digest: 'ab12'.repeat(16),
    samples: 4447,
  },
  chromosomes: Array.from({ length: 22 }, (_, index) => String(index + 1)),
  chunks: wholeGenome.map(({ state }) => ({ status: state === 'excluded' ? state : 'kept' })),
  stages: [
    { stage: 'quality-control', seconds: 12.4 },
    { stage: 'phasing', seconds: 7384 },
    { stage: 'imputing', seconds: 9_100 },
  ],
  startedAt: at(7),
  wallSeconds: 4_790,
}

export const views: readonly GalleryView[] = [
  {
    name: 'jobs, every state',
    path: '/jobs',
    answers: { 'GET /api/v1/jobs': { body: { jobs: ofEveryState, next: null } } },
  },
  {
    name: 'jobs, ten thousand',
    path: '/jobs',
    isStatic: true,
    answers: { 'GET /api/v1/jobs': { body: { jobs: thousands, next: null } } },
  },
  {
    name: 'jobs, none',
    path: '/jobs',
    isStatic: true,
    answers: { 'GET /api/v1/jobs': { body: { jobs: [], next: null } } },
  },
  {
    name: 'jobs, none with a filter',
    path: '/jobs?state=failed&days=30',
    isStatic: true,
    answers: { 'GET /api/v1/jobs': { body: { jobs: [], next: null } } },
  },
  page(
    'job, running',
    detail({
      state: 'running',
      chunks: wholeGenome,
      progress: { phase: 'phasing', chunksDone: 73, chunksTotal: 175 },
    }),
  ),
  page('job, running, chunks not told', detail({ state: 'running' })),
  page('job, host lost', detail({ state: 'running', contact: 'lost' })),
  page('job, waiting', detail({ state: 'offered', events: waiting })),
  page(
    'job, refused',
    detail({
      state: 'rejected',
      findings: [...findings],
      ...{ epoch: 3, events: refusedAgain, endedAt: at(10) },
    }),
  ),
  {
    ...page(
      'job, failed at a chunk',
      detail({
        state: 'failed',
        ...{ endedAt: at(10), events: broken },
        chunks: wholeGenome.map((chunk) => ({
          ...chunk,
          ...(chunk.state === 'phasing' || chunk.state === 'imputing' ? { state: 'done' } : {}),
        })),
        findings: [engineFinding],
      }),
    ),
    isStatic: true,
  },
  page(
    'job, completed',
    detail({
      state: 'completed',
      ...{ summary, results: [result], events: finished, endedAt: at(13) },
    }),
  ),
  {
    name: 'job, none such',
    path: '/jobs/019ac0de-0000-7000-8000-00000000dead',
    isStatic: true,
    answers: {
      'GET /api/v1/jobs/019ac0de-0000-7000-8000-00000000dead': {
        problem: problemOf('job-not-found'),
      },
    },
  },
]
