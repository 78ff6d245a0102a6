import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { crosspanel } from '../../../test/src/command.ts'
import type { Person } from '../../../test/src/edge.ts'
import { openWholeNode, type WholeNode } from '../../../test/src/whole-node.ts'
import { files } from '../files/schema.ts'
import { jobs } from '../jobs/schema.ts'
import { alerts } from '../monitoring/schema.ts'
import { runEvents, runs } from '../runs/schema.ts'

const DAY_MS = 86_400_000

let node: WholeNode
let admin: Person
let ada: Person

beforeAll(async () => {
  node = await openWholeNode()
  admin = await node.edge.person('site-admin')
  ada = await node.edge.person('researcher')
})
afterAll(() => node[Symbol.asyncDispose]())

const asAdmin = (...args: string[]) => crosspanel(node.edge, admin.token, ...args)
const asAda = (...args: string[]) => crosspanel(node.edge, ada.token, ...args)

async function queuedRun(): Promise<string> {
  const id = randomUUID()
  const now = new Date()
  await node.context.db.insert(runs).values({
    id,
    homeSite: 'site:uct',
    homeJob: randomUUID(),
    epoch: 1,
    offerMid: randomUUID(),
    state: 'queued',
    panelId: 'site:lund/panel',
    panelDigest: 'a'.repeat(64),
    parameters: { build: 'GRCh38' } as never,
    input: {} as never,
    samples: 25,
    variants: 100,
    resultRecipient: 'a key',
    subject: 'a pseudonym',
    deadline: new Date(now.getTime() + DAY_MS),
    notBefore: now,
    createdAt: now,
    updatedAt: now,
  })
  return id
}

describe('crosspanel queue', () => {
  it('pauses, says why nothing starts, and resumes', async () => {
    const run = await queuedRun()

    const paused = await asAdmin('queue', 'pause', '--reason', 'new disks')
    const shown = await asAdmin('queue', 'show')
    const drained = await asAdmin('queue', 'drain', '--json')
    const resumed = await asAdmin('queue', 'resume')

    expect(paused).toMatchObject({ code: 0, stdout: '' })
    expect(paused.stderr).toContain('The queue is paused')
    expect(shown.stderr).toContain('Reason: new disks')
    expect(shown.stdout).toMatch(new RegExp(`-\\s+${run}.*resume the queue: new disks`))
    expect(JSON.parse(drained.stdout)).toMatchObject({ mode: 'draining' })
    expect(resumed.stderr).toContain('The queue is open')
  })

  it('says why the last attempt at a run came to nothing', async () => {
    const run = await queuedRun()
    await node.context.db.insert(runEvents).values({
      ...{ runId: run, seq: 0, at: new Date('2026-01-02T03:04:05Z') },
      ...{ from: 'running', to: 'queued', cause: 'the worker was lost' },
    })

    const shown = await asAdmin('queue', 'show')

    expect(shown.stderr).toContain(
      `Run ${run} came back at 2026-01-02T03:04:05.000Z: the worker was lost`,
    )
  })

  it('holds, releases and boosts one run', async () => {
    const run = await queuedRun()
    const find = async () => {
      const [row] = await node.context.db.select().from(runs).where(eq(runs.id, run))
      return { isHeld: row?.isHeld, priority: row?.priority }
    }

    await asAdmin('queue', 'hold', run)
    const held = await find()
    await asAdmin('queue', 'release', run)
    await asAdmin('queue', 'boost', run, '--priority', '7')
    await asAdmin('queue', 'retry', run)

    expect(held).toEqual({ isHeld: true, priority: 0 })
    expect(await find()).toEqual({ isHeld: false, priority: 7 })
  })

  it('says what a run that is retried or released still waits for', async () => {
    const run = await queuedRun()

    await asAdmin('queue', 'hold', run)
    const held = await asAdmin('queue', 'retry', run)
    await asAdmin('queue', 'pause')
    const paused = await asAdmin('queue', 'release', run)
    await asAdmin('queue', 'resume')
    const free = await asAdmin('queue', 'retry', run)

    expect(held.stderr).toContain(`Run ${run} waits for an administrator to release it.`)
    expect(paused.stderr).toContain(`Run ${run} waits for an administrator to resume the queue.`)
    expect(free.stderr).toContain(`Run ${run} waits for a free core`)
  })

  it('refuses a priority that is none, a run that does not wait, and researchers', async () => {
    const codes = [
      await asAdmin('queue', 'boost', randomUUID(), '--priority', 'high'),
      await asAdmin('queue', 'boost', randomUUID(), '--priority', '99'),
      await asAdmin('queue', 'hold', randomUUID()),
      await asAda('queue', 'show'),
    ].map(({ code }) => code)

    expect(codes).toEqual([2, 2, 1, 5])
  })
})

describe('crosspanel maintenance', () => {
  it('is begun with a message that researchers see, and ended', async () => {
    const on = await asAdmin('maintenance', 'on', '--message', 'new disks', '--until', '2030-01-02')
    const seen = await asAda('maintenance', 'show')
    const refused = await asAda('job', 'cancel', randomUUID())
    const off = await asAdmin('maintenance', 'off')
    const shown = await asAda('maintenance', 'show', '--json')

    expect(on.code).toBe(0)
    expect(seen.stderr).toContain('They are told: new disks')
    expect(seen.stderr).toContain('until about 2030-01-02T00:00:00.000Z')
    expect(refused.stderr).toContain('new disks')
    expect(off.stderr).toBe('The site is not in maintenance.\n')
    expect(JSON.parse(shown.stdout)).toMatchObject({ isOn: false })
  })
})

describe('crosspanel alerts', () => {
  async function raise(): Promise<string> {
    const id = randomUUID()
    await node.context.db.insert(alerts).values({
      id,
      code: 'backup-old',
      subject: 'node',
      severity: 'warning',
      seen: 'nothing was backed up for 3 days',
      seenAt: new Date(),
      raisedAt: new Date(),
    })
    return id
  }

  it('are listed with what to do, and acknowledged once', async () => {
    const id = await raise()

    const listed = await asAdmin('alerts')
    const first = await asAdmin('alerts', 'ack', id)
    const second = await asAdmin('alerts', 'ack', id)

    expect(listed.stdout).toContain(id)
    expect(listed.stderr).toContain('Run `crosspanel backup create`')
    expect([first.code, second.code]).toEqual([0, 1])
    expect(second.stderr).toContain('acknowledged already')
  })

  it('are silenced for a time, which can be ended', async () => {
    const silenced = await asAdmin(
      'alerts',
      'silence',
      'peer-down',
      '--for',
      '2h',
      '--reason',
      'move',
    )
    const id = silenced.stdout.trim()
    const listed = await asAdmin('alerts', 'silences')
    const ended = await asAdmin('alerts', 'unsilence', id)
    const none = await asAdmin('alerts', 'silences')

    expect(listed.stdout).toContain(id)
    expect(ended.code).toBe(0)
    expect(none.stderr).toBe('Nothing is silenced.\n')
  })

  it('have rules with thresholds, which only administrators see', async () => {
    const { stdout } = await asAdmin('alerts', 'rules')
    const refused = await asAda('alerts', 'rules')

    expect(stdout).toMatch(/backup-old +warning +CROSSPANEL_ALERT_BACKUP_AGE_H=36 /)
    expect(refused.code).toBe(5)
  })

  it('take no code that is none and no length of time that is none', async () => {
    const code = await asAdmin('alerts', 'silence', 'nothing', '--for', '2h', '--reason', 'x')
    const time = await asAdmin('alerts', 'silence', 'peer-down', '--for', 'long', '--reason', 'x')

    expect([code.code, time.code]).toEqual([2, 2])
    expect(time.stderr).toContain("'long' is no length of time")
  })
})

describe('crosspanel job extend', () => {
  async function completedJob(kept: number): Promise<string> {
    const id = randomUUID()
    const now = new Date()
    const later = new Date(now.getTime() + DAY_MS)
    await node.context.db.insert(jobs).values({
      id,
      accountId: ada.id,
      state: 'completed',
      panelId: 'site:lund/panel',
      hostSite: 'site:lund',
      parameters: { build: 'GRCh38' } as never,
      idempotencyKey: randomUUID(),
      requestSha256: '0'.repeat(64),
      submittedAt: now,
      updatedAt: now,
      endedAt: now,
      deadline: later,
    })
    for (let index = 0; index < kept; index += 1) {
      await node.context.db.insert(files).values({
        id: randomUUID(),
        accountId: ada.id,
        kind: 'result',
        name: `chr${String(index + 1)}.dose.vcf.gz`,
        jobId: id,
        jobEpoch: 1,
        state: 'complete',
        encryptedFor: 'site',
        offset: 0,
        size: 1,
        sha256: '0'.repeat(64),
        blobId: randomUUID(),
        header: Buffer.from('a header'),
        createdAt: now,
        completedAt: now,
        expiresAt: later,
      })
    }
    return id
  }

  it("keeps a job's results longer, and its owner sees until when", async () => {
    const id = await completedJob(2)

    const told = await asAdmin('job', 'extend', id, '--until', '2030-05-01')
    const { stdout } = await asAda('files', 'list', '--json')

    expect(told.stderr).toBe(
      `2 result files of job ${id} are kept until 2030-05-01T00:00:00.000Z.\n`,
    )
    const listed = JSON.parse(stdout) as { jobId: string; expiresAt: string }[]
    expect(listed.filter(({ jobId }) => jobId === id).map(({ expiresAt }) => expiresAt)).toEqual([
      '2030-05-01T00:00:00.000Z',
      '2030-05-01T00:00:00.000Z',
    ])
  })

  it('is refused in words for what cannot be kept', async () => {
    const [gone, kept] = [await completedJob(0), await completedJob(1)]

    const refused = [
      await asAdmin('job', 'extend', gone, '--for', '90d'),
      await asAdmin('job', 'extend', kept, '--until', '2020-01-01'),
      await asAdmin('job', 'extend', kept, '--for', '600w'),
      await asAdmin('job', 'extend', kept),
      await asAdmin('job', 'extend', randomUUID(), '--for', '90d'),
      await asAda('job', 'extend', kept, '--for', '90d'),
    ]

    expect(refused.map(({ code }) => code)).toEqual([1, 2, 2, 2, 3, 5])
    expect(refused[0]?.stderr).toContain('the results are deleted already')
    expect(refused[1]?.stderr).toContain('Give a time to come.')
  })
})
