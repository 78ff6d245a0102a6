import { randomUUID } from 'node:crypto'
import type { ContextOverrides } from '@crosspanel/node/base'
import { runPipeline } from '@crosspanel/node/pipeline/run-pipeline'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cohortVcf } from '../cohort.ts'
import { type TestAccount, TestNetwork } from '../network.ts'
import { readJob, submit, upload, waitForState } from '../research.ts'

let network: TestNetwork
let account: TestAccount
let panelId: string
let fileId: string
let beforeEngines: (signal: AbortSignal) => Promise<void> = () => Promise.resolve()
const execute: ContextOverrides['runPipeline'] = async (job, ports) => {
  await beforeEngines(ports.signal)
  return runPipeline(job, ports)
}
beforeAll(async () => {
  network = await TestNetwork.create(['lund', 'cape-town'], { overrides: { runPipeline: execute } })
  panelId = await network.node('cape-town').addPanel()
  await network.syncFederation()
  account = await network.node('lund').addAccount()
  fileId = await upload(network.node('lund'), account, cohortVcf(25))
})
afterAll(() => network[Symbol.asyncDispose]())

async function cancel(id: string): Promise<number> {
  const answer = await account.api.api.v1.jobs[':id'].$delete({ param: { id } })
  return answer.status
}

async function runStateOf(id: string): Promise<unknown> {
  const sql = postgres(network.node('cape-town').databaseUrl, { max: 1 })
  try {
    return (await sql`select state from runs where home_job = ${id}`)[0]?.['state'] as unknown
  } finally {
    await sql.end()
  }
}

describe('submitting a job', () => {
  it('makes one job of two requests with one key at the same moment', async () => {
    const key = randomUUID()

    const answers = await Promise.allSettled([
      submit(account, panelId, fileId, key),
      submit(account, panelId, fileId, key),
    ])

    const again = await submit(account, panelId, fileId, key)
    const ids = answers.flatMap((answer) =>
      answer.status === 'fulfilled' ? [answer.value.id] : [],
    )
    expect(new Set(ids)).toEqual(new Set([again.id]))
    await waitForState(account, again.id, 'completed')
  })
})

describe('cancelling a running job', () => {
  it('lets exactly one of two racing cancels through and stops the engines at the host', async () => {
    const { promise: reached, resolve: arrive } = Promise.withResolvers<undefined>()
    const { promise: stopped, resolve: stop } = Promise.withResolvers<undefined>()
    beforeEngines = (signal) =>
      new Promise((_, reject) => {
        arrive(undefined)
        signal.addEventListener('abort', () => {
          stop(undefined)
          reject(new DOMException('stopped', 'AbortError'))
        })
      })
    const { id } = await submit(account, panelId, fileId)
    await reached

    const statuses = await Promise.all([cancel(id), cancel(id)])

    beforeEngines = () => Promise.resolve()
    expect(statuses.toSorted()).toEqual([202, 409])
    await stopped
    await waitForState(account, id, 'cancelled')
    await expect.poll(() => runStateOf(id), { timeout: 30_000 }).toBe('purged')
  })

  it('ends in one state on both sites when it races the result', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await submit(account, panelId, fileId)
      await waitForState(account, id, 'running', 'returning', 'completed')
      const status = await cancel(id)

      const job = await waitForState(account, id, 'completed', 'cancelled')

      expect([202, 409]).toContain(status)
      expect(job.results.length > 0).toBe(job.state === 'completed')
      await expect.poll(() => runStateOf(id), { timeout: 30_000 }).toBe('purged')
      expect((await readJob(account, id)).state).toBe(job.state)
    }
  })
})
