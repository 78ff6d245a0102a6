import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type JobsHarness, openJobsHarness } from '../../../test/src/jobs-harness.ts'
import type { Account } from '../users/account.ts'
import { runDirs } from './run-dirs.ts'
import { runs } from './schema.ts'

let harness: JobsHarness
let alice: Account

beforeAll(async () => {
  harness = await openJobsHarness()
  alice = await harness.addAccount()
})
afterEach(() => harness.reset())
afterAll(() => harness[Symbol.asyncDispose]())

const dirsOf = (id: string) => runDirs(join(harness.dir, 'host'), id)

async function onlyRun(): Promise<string> {
  const [run] = await harness.host.db.select({ id: runs.id }).from(runs)
  return run!.id
}

async function leave(dir: string): Promise<string> {
  await mkdir(dir, { recursive: true })
  const path = join(dir, 'chr20.vcf.gz.part')
  await writeFile(path, 'left behind')
  return path
}

describe('what is written after a run was purged', () => {
  it('goes with the next sweep', async () => {
    await harness.submit(alice)
    await harness.settle()
    const { root, incoming } = dirsOf(await onlyRun())
    await leave(incoming)

    await harness.host.runs.settle()

    expect(existsSync(root)).toBe(false)
  })

  it('goes also when no run is known by its name', async () => {
    const { root, incoming } = dirsOf(randomUUID())
    await leave(incoming)

    await harness.host.runs.settle()

    expect(existsSync(root)).toBe(false)
  })
})

describe('a worker that was killed after its results were announced', () => {
  it('leaves no plaintext while they wait', async () => {
    await harness.submit(alice)
    await harness.home.jobs.settle()
    await harness.deliver()
    await harness.home.jobs.settle()
    await harness.host.runs.settle()
    const { work, outgoing } = dirsOf(await onlyRun())
    await leave(work)

    await harness.host.runs.settle()

    expect(existsSync(work)).toBe(false)
    expect(existsSync(outgoing)).toBe(true)
  })
})
