import { execFileSync } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cohortSampleIds, cohortVcf } from '../cohort.ts'
import { type TestAccount, TestNetwork } from '../network.ts'
import { downloadResult, submit, upload, waitForState } from '../research.ts'

const PEOPLE = 25
let network: TestNetwork
let researcher: TestAccount
let panelId: string
beforeAll(async () => {
  network = await TestNetwork.create(['lund', 'cape-town'])
  panelId = await network.node('cape-town').addPanel()
  await network.syncFederation()
  researcher = await network.node('lund').addAccount()
})
afterAll(() => network[Symbol.asyncDispose]())

async function submitted(panel: string, account = researcher) {
  const fileId = await upload(network.node('lund'), account, cohortVcf(PEOPLE))
  return submit(account, panel, fileId)
}

function querySamples(vcf: Buffer): string[] {
  const listed = execFileSync('bcftools', ['query', '-l', '-'], { input: vcf, encoding: 'utf8' })
  return listed.trim().split('\n')
}

async function filesBelow(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

describe('a job for a panel at another site', () => {
  it('comes back complete, verified and under the researcher’s own sample ids', async () => {
    const { id } = await submitted(panelId)

    const job = await waitForState(researcher, id, 'completed', 'failed', 'rejected')

    expect(job.findings.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(job.state).toBe('completed')
    const dose = await downloadResult(network.node('lund'), researcher, job, 'chr20.dose.vcf.gz')
    expect(querySamples(dose)).toEqual(cohortSampleIds(PEOPLE))
    expect(new Set(job.events.map(({ site }) => site))).toEqual(
      new Set(['site:lund', 'site:cape-town']),
    )
  })

  it('leaves no sample id, genotype file or result at the host site', async () => {
    const { id } = await submitted(panelId)
    await waitForState(researcher, id, 'completed')
    const host = network.node('cape-town')
    await using stack = new AsyncDisposableStack()
    const sql = postgres(host.databaseUrl, { max: 1 })
    stack.defer(() => sql.end())
    await expect
      .poll(async () => {
        const rows = await sql`select state from runs where home_job = ${id}`
        return rows[0]?.['state'] as unknown
      })
      .toBe('purged')

    const files = await filesBelow(host.dataDir)
    const holding = []
    for (const file of files) {
      if ((await readFile(file)).includes('KEEP-AT-HOME')) holding.push(file)
    }

    expect(holding).toEqual([])
    expect(files.filter((file) => file.includes('/runs/'))).toEqual([])
    const rows = await sql`select runs::text as row from runs`
    expect(rows.filter(({ row }) => String(row).includes('KEEP-AT-HOME'))).toEqual([])
  })
})

describe("a job for the home site's own panel", () => {
  it('takes the same road', async () => {
    const own = await network.node('lund').addPanel()
    await network.syncFederation()

    const { id } = await submitted(own)

    const job = await waitForState(researcher, id, 'completed', 'failed', 'rejected')
    expect(job.state).toBe('completed')
    expect(job.events.map(({ to }) => to)).toEqual(
      expect.arrayContaining(['offered', 'accepted', 'receiving', 'ready', 'returning']),
    )
  })
})
