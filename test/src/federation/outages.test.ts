import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPrivateRedis } from '@crosspanel/deploy/private-redis'
import type { ContextOverrides } from '@crosspanel/node/base'
import { runPipeline } from '@crosspanel/node/pipeline/run-pipeline'
import { Redis } from 'ioredis'
import postgres from 'postgres'
import { describe, expect, inject, it } from 'vitest'
import { cohortVcf } from '../cohort.ts'
import { type NetworkOptions, TestNetwork } from '../network.ts'
import { submit, upload, waitForState } from '../research.ts'

const PEOPLE = 25
/** So many that their genotypes are longer than the messages about them. */
const MANY_PEOPLE = 800
/** Long enough for the messages, too short for the files. */
const SHORTER_THAN_THE_INPUT_BYTES = 6_000
const SHORTER_THAN_THE_RESULT_BYTES = 6_000

/** A gate that the engines wait at, so that a fault falls into the run. */
function createGate() {
  const { promise: opened, resolve: open } = Promise.withResolvers<undefined>()
  const { promise: reached, resolve: arrive } = Promise.withResolvers<undefined>()
  const execute: ContextOverrides['runPipeline'] = async (job, ports) => {
    arrive(undefined)
    const { promise: aborted, reject } = Promise.withResolvers<never>()
    ports.signal.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')))
    await Promise.race([opened, aborted])
    return runPipeline(job, ports)
  }
  return { execute, reached, open: () => open(undefined) }
}

async function submitAcross(network: TestNetwork, people = PEOPLE) {
  const host = network.node('cape-town')
  const panelId = await host.addPanel()
  await network.syncFederation()
  const home = network.node('lund')
  const account = await home.addAccount()
  const fileId = await upload(home, account, cohortVcf(people))
  return { home, host, account, start: () => submit(account, panelId, fileId) }
}

function openNetwork(options: NetworkOptions = {}): Promise<TestNetwork> {
  return TestNetwork.create(['lund', 'cape-town'], options)
}

async function countResults(databaseUrl: string): Promise<number> {
  const sql = postgres(databaseUrl, { max: 1 })
  try {
    const rows = await sql`select job_id from accepted_results`
    return rows.length
  } finally {
    await sql.end()
  }
}

describe('a job whose sites lose each other', () => {
  it('waits with its offer and completes once the host can be reached', async () => {
    await using network = await openNetwork()
    const { home, host, account, start } = await submitAcross(network)
    host.proxy.setMode('refuse')
    const { id } = await start()
    await waitForState(account, id, 'offered')

    host.proxy.setMode('carry')

    await waitForState(account, id, 'completed')
    expect(await countResults(home.databaseUrl)).toBe(1)
  })

  it('sends the input again from where it stopped when the line is cut in the middle of it', async () => {
    await using network = await openNetwork()
    const { home, host, account, start } = await submitAcross(network, MANY_PEOPLE)
    host.proxy.cutAfter('requests', SHORTER_THAN_THE_INPUT_BYTES)
    const { id } = await start()
    await expect.poll(() => host.proxy.cuts, { timeout: 60_000 }).toBeGreaterThan(2)
    const cutOff = await waitForState(account, id, 'offered', 'transferring')

    host.proxy.cutAfter('requests', undefined)

    expect(cutOff.results).toEqual([])
    await waitForState(account, id, 'completed')
    expect(await countResults(home.databaseUrl)).toBe(1)
  })

  it('fetches the result again from where it stopped when the line is cut in the middle of it', async () => {
    const gate = createGate()
    await using network = await openNetwork({ overrides: { runPipeline: gate.execute } })
    const { home, host, account, start } = await submitAcross(network)
    const { id } = await start()
    await gate.reached
    host.proxy.cutAfter('answers', SHORTER_THAN_THE_RESULT_BYTES)
    const before = host.proxy.cuts
    gate.open()
    await waitForState(account, id, 'returning')
    await expect.poll(() => host.proxy.cuts - before, { timeout: 60_000 }).toBeGreaterThan(2)
    expect(await countResults(home.databaseUrl)).toBe(0)

    host.proxy.cutAfter('answers', undefined)

    await waitForState(account, id, 'completed')
    expect(await countResults(home.databaseUrl)).toBe(1)
  })

  it('goes on computing while they are parted and returns its result afterwards', async () => {
    const gate = createGate()
    await using network = await openNetwork({ overrides: { runPipeline: gate.execute } })
    const { home, host, account, start } = await submitAcross(network)
    const { id } = await start()
    await gate.reached
    await waitForState(account, id, 'running')
    for (const node of [home, host]) node.proxy.setMode('refuse')

    gate.open()
    const sql = postgres(host.databaseUrl, { max: 1 })
    await expect
      .poll(async () => (await sql`select state from runs`)[0]?.['state'] as unknown, {
        timeout: 60_000,
      })
      .toBe('ready')
    await sql.end()
    expect((await waitForState(account, id, 'running')).state).toBe('running')
    for (const node of [home, host]) node.proxy.setMode('carry')

    await waitForState(account, id, 'completed')
    expect(await countResults(home.databaseUrl)).toBe(1)
  })

  it('survives connections that are cut again and again in both directions', async () => {
    await using network = await openNetwork()
    const { home, host, account, start } = await submitAcross(network)
    const { id } = await start()
    let rounds = 0
    const flapping = setInterval(() => {
      rounds += 1
      const mode = rounds % 2 === 0 ? 'carry' : 'refuse'
      for (const node of [home, host]) node.proxy.setMode(mode)
    }, 150)

    try {
      await waitForState(account, id, 'completed')
    } finally {
      clearInterval(flapping)
    }

    expect(rounds).toBeGreaterThan(1)
    expect(await countResults(home.databaseUrl)).toBe(1)
  })
})

describe('a job whose node stops', () => {
  it('is taken up by the host when it starts again', async () => {
    const gate = createGate()
    await using network = await openNetwork({ overrides: { runPipeline: gate.execute } })
    const { home, host, account, start } = await submitAcross(network)
    const { id } = await start()
    await gate.reached

    await host.stop()
    gate.open()
    await host.start()

    await waitForState(account, id, 'completed')
    expect(await countResults(home.databaseUrl)).toBe(1)
  })

  it('is taken up by the home site when it starts again', async () => {
    const gate = createGate()
    await using network = await openNetwork({ overrides: { runPipeline: gate.execute } })
    const { home, account, start } = await submitAcross(network)
    const { id } = await start()
    await gate.reached

    await home.stop()
    gate.open()
    await home.start()

    await waitForState(account, id, 'completed')
    expect(await countResults(home.databaseUrl)).toBe(1)
  })
})

describe('a job without its helpers', () => {
  it('completes between known peers with the registry gone', async () => {
    await using network = await openNetwork()
    const { account, start } = await submitAcross(network)
    await network.registry.stop()

    const { id } = await start()

    await waitForState(account, id, 'completed')
  })

  it('completes after both nodes start again with the registry gone', async () => {
    await using network = await openNetwork()
    const { home, host, account, start } = await submitAcross(network)
    await network.registry.stop()
    for (const node of [home, host]) {
      await node.stop()
      await node.start()
    }

    const { id } = await start()

    await waitForState(account, id, 'completed')
  })

  it('completes when Redis is emptied in the middle of it', async () => {
    const gate = createGate()
    await using network = await openNetwork({ overrides: { runPipeline: gate.execute } })
    const { account, start } = await submitAcross(network)
    const { id } = await start()
    await gate.reached
    const redis = new Redis(inject('redisUrl'))

    await redis.flushall()
    redis.disconnect()
    gate.open()

    await waitForState(account, id, 'completed')
  })

  it('completes when Redis goes away in the middle of it', async () => {
    await using stack = new AsyncDisposableStack()
    const dir = await mkdtemp(join(tmpdir(), 'crosspanel-redis-'))
    stack.defer(() => rm(dir, { recursive: true, force: true }))
    const redis = await openPrivateRedis(dir)
    stack.defer(() => redis[Symbol.asyncDispose]())
    const gate = createGate()
    const network = stack.use(
      await openNetwork({
        overrides: { runPipeline: gate.execute },
        environment: { REDIS_URL: redis.url },
      }),
    )
    const { account, start } = await submitAcross(network)
    const { id } = await start()
    await gate.reached

    await redis[Symbol.asyncDispose]()
    gate.open()

    await waitForState(account, id, 'completed')
  })
})
