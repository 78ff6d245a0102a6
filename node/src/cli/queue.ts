import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import { type ChangeQueuedRun, QueueControl, QueueView } from '@crosspanel/protocol/queue'
import type { QueueMode } from '@crosspanel/protocol/queue-mode'
import { table } from '@crosspanel/protocol/text-table'
import { z } from 'zod'
import { apiFor } from './api.ts'
import { note, print, printJson } from './output.ts'
import { requireLogin } from './profile.ts'

export interface QueueOptions {
  readonly site?: string
  readonly json?: boolean
  readonly reason?: string
  readonly priority?: string
}

const PATH = '/api/v1/admin/queue'
const NOTHING = z.undefined()

/** What each mode means, for whoever has just set it. */
const MODE_WORDS: Readonly<Record<QueueMode, string>> = {
  open: 'open: runs start as cores get free',
  paused: 'paused: offers are taken and no run starts; runs at work go on',
  draining: 'draining: runs that are here are finished and offers are refused',
}

async function setMode(mode: QueueMode, { site, json, reason = '' }: QueueOptions): Promise<void> {
  const api = apiFor(await requireLogin(site))
  const body = { mode, reason }
  const control = await api.call(`${PATH}/mode`, QueueControl, { method: 'PUT', body })
  if (json) return printJson(control)
  note(`The queue is ${MODE_WORDS[control.mode]}.`)
}

async function changeRun(
  id: string,
  { site }: QueueOptions,
  change: ChangeQueuedRun,
): Promise<void> {
  const api = apiFor(await requireLogin(site))
  const path = `${PATH}/runs/${encodeURIComponent(id)}`
  await api.call(path, NOTHING, { method: 'PATCH', body: change })
}

/** What the run still waits for, if it does: a pause of the queue and a hold go before everything else. */
async function tellOfRun(id: string, { site }: QueueOptions, otherwise: string): Promise<void> {
  const api = apiFor(await requireLogin(site))
  const { runs } = await api.call(PATH, QueueView)
  const run = runs.find(({ runId }) => runId === id)
  note(run === undefined ? `Run ${id} ${otherwise}.` : `Run ${id} waits for ${run.waitsFor}.`)
}

export async function showQueue(options: QueueOptions): Promise<void> {
  const api = apiFor(await requireLogin(options.site))
  const queue = await api.call(PATH, QueueView)
  if (options.json) return printJson(queue)
  const { control, queued, running, runs } = queue
  note(`The queue is ${MODE_WORDS[control.mode]}.`)
  if (control.reason !== '') note(`Reason: ${control.reason}`)
  note(`${queued} ${queued === 1 ? 'run waits' : 'runs wait'}, ${running} at work.`)
  if (runs.length === 0) return
  const rows = runs.map((run) => [
    run.position === null ? '-' : String(run.position),
    run.runId,
    run.homeSite,
    run.panelId,
    String(run.samples),
    String(run.priority),
    run.queuedAt,
    run.waitsFor,
  ])
  const head = ['PLACE', 'RUN', 'HOME', 'PANEL', 'SAMPLES', 'PRIORITY', 'QUEUED', 'WAITS FOR']
  print(table(head, rows))
  for (const { runId, lastAttempt } of runs) {
    if (lastAttempt === undefined) continue
    note(`Run ${runId} came back at ${lastAttempt.endedAt}: ${lastAttempt.cause}`)
  }
  if (queued > runs.length) note(`The first ${runs.length} are shown.`)
}

export const queueVerbs = {
  pause: (options: QueueOptions) => setMode('paused', options),
  drain: (options: QueueOptions) => setMode('draining', options),
  resume: (options: QueueOptions) => setMode('open', options),
} as const

export const queuedRunVerbs = {
  async hold(id: string, options: QueueOptions): Promise<void> {
    await changeRun(id, options, { isHeld: true })
    note(`Run ${id} waits until it is released: crosspanel queue release ${id}`)
  },

  async release(id: string, options: QueueOptions): Promise<void> {
    await changeRun(id, options, { isHeld: false })
    await tellOfRun(id, options, 'may start')
  },

  async boost(id: string, options: QueueOptions): Promise<void> {
    const priority = Number(options.priority)
    if (!Number.isInteger(priority)) {
      throw new CliError('--priority takes a whole number from -10 to 10', EXIT.usage)
    }
    await changeRun(id, options, { priority })
    note(`Run ${id} has priority ${priority} now; the usual one is 0.`)
  },

  async retry(id: string, options: QueueOptions): Promise<void> {
    const api = apiFor(await requireLogin(options.site))
    const path = `${PATH}/runs/${encodeURIComponent(id)}/retry`
    await api.call(path, NOTHING, { method: 'POST' })
    await tellOfRun(id, options, 'is due now; what it has finished is not done again')
  },
} as const
