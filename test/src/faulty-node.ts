import type { AlertCode } from '@crosspanel/protocol/alert'
import { expect } from 'vitest'
import { cohortVcf } from './cohort.ts'
import { expectNothingLost, expectSameAnswers } from './fault-invariants.ts'
import { imputeByCopying, type Load, startLoad, watchLife } from './fault-load.ts'
import { type NetworkOptions, TestNetwork } from './network.ts'

/** Generous: these tests wait for what has to come, however slow the machine. */
const WAIT = { timeout: 60_000, interval: 50 } as const
const PEOPLE = 25
const JOBS_AT_ONCE = 2

/** Settings under which faults show within seconds, and limits that the load would reach are off. */
const ENVIRONMENT = {
  CROSSPANEL_REQUEST_TIMEOUT_S: '2',
  CROSSPANEL_ALERT_AFTER_LOOKS: '1',
  CROSSPANEL_ALERT_OVER_LOOKS: '1',
  CROSSPANEL_RATE_READ_PER_MIN: '0',
  CROSSPANEL_RATE_WRITE_PER_MIN: '0',
  CROSSPANEL_RATE_EXPENSIVE_PER_MIN: '0',
  CROSSPANEL_RATE_TRANSFER_PER_MIN: '0',
}

/** A node that serves its own panel to its own researchers, under load, with somebody asking whether it lives. */
export async function openFaultyNode(options: NetworkOptions) {
  await using stack = new AsyncDisposableStack()
  const network = stack.use(
    await TestNetwork.create(['lund'], {
      ...options,
      overrides: { runPipeline: imputeByCopying },
      environment: { ...ENVIRONMENT, ...options.environment },
    }),
  )
  const node = network.node('lund')
  const panelId = await node.addPanel()
  await network.syncFederation()
  const account = await node.addAccount()
  const life = stack.use(watchLife(node))
  const bytes = new Uint8Array(cohortVcf(PEOPLE))
  const load = stack.use(startLoad({ node, account, panelId, bytes }))
  const alerts = () => node.running.context.monitoring.alerts
  async function readiness(): Promise<string> {
    const answer = await fetch(`${node.url}/readyz`)
    const { errors = [] } = (await answer.json()) as { errors?: { pointer: string }[] }
    return answer.ok ? 'ready' : errors.map(({ pointer }) => pointer.slice(2)).join(' ')
  }

  const owned = stack.move()

  return {
    node,
    load,

    /** Has the clients begin new work, which the fault then meets. */
    press: () => load.allow(JOBS_AT_ONCE),

    /** Waits until the node has raised the alert, which it shows with its database away too. */
    async untilRaised(code: AlertCode): Promise<void> {
      const active = () =>
        alerts()
          .listActive()
          .map((alert) => alert.code)
      await expect.poll(active, WAIT).toContain(code)
    },

    /** Waits until the alert is over, and written as one that is. */
    async untilResolved(code: AlertCode): Promise<void> {
      const active = () =>
        alerts()
          .listActive()
          .map((alert) => alert.code)
      await expect.poll(active, WAIT).not.toContain(code)
      const resolved = async () => (await alerts().page({ state: 'resolved', limit: 100 })).alerts
      await expect
        .poll(async () => (await resolved()).map((alert) => alert.code), WAIT)
        .toContain(code)
    },

    /** Waits until the node refuses what clients ask for. */
    async untilRefusing(status: number): Promise<void> {
      const before = load.record.statuses.get(status) ?? 0
      await expect.poll(() => load.record.statuses.get(status) ?? 0, WAIT).toBeGreaterThan(before)
    },

    /** What the node answers to somebody who begins an upload: its status. */
    async beginUpload(): Promise<number> {
      const headers = {
        authorization: `Bearer ${account.token}`,
        'tus-resumable': '1.0.0',
        'upload-length': '1',
        'upload-metadata': `filename ${Buffer.from('study.vcf.gz').toString('base64')}`,
      }
      const init = { method: 'POST', headers, signal: AbortSignal.timeout(WAIT.timeout) }
      return (await fetch(`${node.url}/api/v1/uploads`, init)).status
    },

    /** Waits until the node calls itself ready, or unready because of the part. */
    async untilReadiness(expected: 'ready' | 'database' | 'disk'): Promise<void> {
      await expect.poll(readiness, WAIT).toContain(expected)
    },

    /** Waits until the node has acknowledged a job, an upload and a reading more than before. */
    async untilServed(): Promise<void> {
      load.allow(JOBS_AT_ONCE)
      const { jobs, uploads, reads } = progressOf(load)
      await expect
        .poll(() => {
          const now = progressOf(load)
          return now.jobs > jobs && now.uploads > uploads && now.reads > reads
        }, WAIT)
        .toBe(true)
    },

    /** Ends the load and looks whether the fault did any harm. */
    async expectUnharmed(): Promise<void> {
      await load.stop()
      const tested = { node, account, panelId, record: load.record }
      await expectNothingLost(tested)
      await expectSameAnswers(tested)
      await life[Symbol.asyncDispose]()
      expect(life.failures).toEqual([])
      expect(life.answers).toBeGreaterThan(0)
      expect(load.record.unanswered).toEqual([])
      expect(load.record.curtRefusals).toBe(0)
      expect(load.record.statuses.get(500) ?? 0).toBe(0)
    },

    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

function progressOf({ record: { jobs, uploads, reads } }: Load) {
  return { jobs: jobs.size, uploads: uploads.size, reads }
}
