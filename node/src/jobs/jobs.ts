import { type Because, because } from '@crosspanel/protocol/causes'
import { findingOf } from '@crosspanel/protocol/findings'
import type { SiteId } from '@crosspanel/protocol/ids'
import type { Tx } from '../db.ts'
import { startLoop } from '../loop.ts'
import type { JobsDeps } from './deps.ts'
import { createAccountJobs } from './account-jobs.ts'
import { createJobCounts } from './counts.ts'
import { createContactWatch } from './contact-watch.ts'
import { createDriver } from './driver.ts'
import { createDriverStore } from './driver-store.ts'
import { createJobEndings } from './endings.ts'
import { createHomeMessageHandlers } from './messages.ts'
import { createPrepareStep } from './prepare-step.ts'
import { createJobLeftovers } from './leftovers.ts'
import { createJobLists } from './lists.ts'
import { createJobQueries } from './queries.ts'
import { createReturnStep } from './return-step.ts'
import { createKeepResultsUntil } from './retention.ts'
import { jobRoutes } from './routes.ts'
import { createSendStep } from './send-step.ts'
import { createJobService } from './service.ts'
import { createJobStore } from './store.ts'
import { createWorkDirs } from './work-dirs.ts'

const DRIVER_POLL_MS = 1_000
const SWEEP_MS = 30_000
const FOLD_MS = 1_000
const CONTACT_MS = 5_000

/** A message of ours that its receiver does not take, now or ever. */
export interface UntakenMessage {
  readonly type: string
  readonly job: string
  readonly epoch: number
  readonly code: string
}

export type AccountJobs = Jobs['account']
export type Jobs = ReturnType<typeof createJobs>

/** The home side of jobs. */
export function createJobs(deps: JobsDeps) {
  const { db, config, hints, log, now } = deps
  const store = createJobStore({
    db,
    siteId: config.siteId,
    lockUploads: deps.lockUploads,
    now,
  })
  const queries = createJobQueries(db)
  const counts = createJobCounts(db)
  const driverStore = createDriverStore(db)
  const workDirs = createWorkDirs(config.dataDir, driverStore)
  const endings = createJobEndings({ ...deps, store })
  const leftovers = createJobLeftovers({ ...deps, store })
  const parts = { ...deps, store, queries, driverStore, workDirs, endings, leftovers }
  const driver = createDriver({
    ...parts,
    steps: {
      checking: createPrepareStep(parts),
      transferring: createSendStep(parts),
      returning: createReturnStep(parts),
    },
  })
  const service = createJobService({
    ...parts,
    lists: createJobLists(db),
    cancel: endings.cancel,
    keepResultsUntil: createKeepResultsUntil(parts),
  })

  const tellContacts = createContactWatch({ db, now })
  const account = createAccountJobs({ db, endings, service })
  async function fold(): Promise<void> {
    await counts.fold()
  }

  async function sweep(): Promise<void> {
    await endings.expireOverdue()
    await workDirs.sweep()
    await leftovers.sweep()
    await counts.removeEmpty()
  }

  return {
    service,
    account,
    counts,
    routes: jobRoutes(service),
    handlers: createHomeMessageHandlers(parts),

    /** Of a job whose results are gone: whose they were is nobody's business any more. */
    forgetSamples: store.forgetSamples,

    /** The host takes the offer later; until then the owner is told what it waits for. */
    async onMessagePutOff(tx: Tx, message: UntakenMessage): Promise<void> {
      if (message.type !== 'job.offer') return
      const job = await store.lock(tx, message.job)
      if (job?.state !== 'offered' || job.epoch !== message.epoch) return
      await store.tellWait(tx, job, waitOf(job.hostSite, message.code))
    },

    /** An offer that the host cannot take ends the job, since no answer to it will ever come. */
    async onMessageRefused(tx: Tx, message: UntakenMessage): Promise<void> {
      if (message.type !== 'job.offer') return
      const job = await store.lock(tx, message.job)
      if (job?.state !== 'offered' || job.epoch !== message.epoch) return
      const params = { site: job.hostSite, code: message.code }
      await endings.fail(tx, job, findingOf('offer-refused', { params }))
    },

    loops(): AsyncDisposable {
      const stack = new AsyncDisposableStack()
      stack.defer(() => driver.drain())
      stack.use(
        startLoop((signal) => driver.round(signal), {
          name: 'jobs',
          everyMs: DRIVER_POLL_MS,
          log,
          onWake: (wake) => hints.onWake('jobs', wake),
        }),
      )
      stack.use(startLoop(sweep, { name: 'job-sweep', everyMs: SWEEP_MS, log }))
      stack.use(startLoop(tellContacts, { name: 'job-contact', everyMs: CONTACT_MS, log }))
      stack.use(startLoop(fold, { name: 'job-counts', everyMs: FOLD_MS, log }))
      return stack
    },

    /** Does all that is due now. */
    async settle(): Promise<void> {
      await driver.settle()
      await tellContacts()
      await sweep()
    },
  }
}

function waitOf(site: SiteId, code: string): Because {
  if (code === 'rate-limited') return because('waits.runs', { site })
  if (code === 'insufficient-storage') return because('waits.room', { site })
  return because('waits.other', { site, code })
}
