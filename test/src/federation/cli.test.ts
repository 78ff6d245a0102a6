import { execFileSync, spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { JobDetail } from '@crosspanel/protocol/job'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cohortSampleIds, cohortVcf } from '../cohort.ts'
import { type TestAccount, TestNetwork } from '../network.ts'
import { readJob, submit, upload, waitForState } from '../research.ts'

const CROSSPANEL = fileURLToPath(new URL('../../../deploy/bin/crosspanel', import.meta.url))
const PEOPLE = 25
const TERMS = 'The panel may be used for research on health and disease alone.'
const NOWHERE = 'http://127.0.0.1:1'

const stack = new AsyncDisposableStack()
let network: TestNetwork
let researcher: TestAccount
let dir = ''
let study = ''
let panelId = ''
let closedPanelId = ''
let termsPanelId = ''

beforeAll(async () => {
  network = stack.use(await TestNetwork.create(['lund', 'cape-town', 'ibadan']))
  panelId = await network.node('cape-town').addPanel()
  closedPanelId = await network.node('ibadan').addPanel([])
  termsPanelId = await network.node('lund').addPanel('members', TERMS)
  await network.syncFederation()
  researcher = await network.node('lund').addAccount()
  dir = await mkdtemp(join(tmpdir(), 'crosspanel-command-'))
  stack.defer(() => rm(dir, { recursive: true, force: true }))
  study = join(dir, 'study.vcf.gz')
  await writeFile(study, cohortVcf(PEOPLE))
})
afterAll(() => stack.disposeAsync())

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

interface Caller {
  readonly token?: string
  readonly url?: string
  /** Sends SIGINT as soon as standard error says this. */
  readonly interruptAt?: string
}

/** Runs the real command in a process of its own, with a configuration of its own, away from any terminal. */
function crosspanel(args: readonly string[], caller: Caller = {}): Promise<Ended> {
  const { token = researcher.token, url = network.node('lund').url, interruptAt } = caller
  return new Promise((resolve, reject) => {
    const login = token === '' ? {} : { CROSSPANEL_LOGIN_URL: url, CROSSPANEL_TOKEN: token }
    const child = spawn(CROSSPANEL, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'], HOME: dir, XDG_CONFIG_HOME: join(dir, 'config'), ...login },
    })
    let stdout = ''
    let stderr = ''
    let isInterrupted = false
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()))
    child.stderr.on('data', (data: Buffer) => {
      stderr += data.toString()
      if (isInterrupted || interruptAt === undefined || !stderr.includes(interruptAt)) return
      isInterrupted = child.kill('SIGINT')
    })
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, stdout, stderr }))
  })
}

async function submitted(account = researcher): Promise<string> {
  const fileId = await upload(network.node('lund'), account, cohortVcf(PEOPLE))
  return (await submit(account, panelId, fileId)).id
}

/** A job that cannot go on until the host is reached again. */
async function withStuckJob(act: (id: string) => Promise<void>): Promise<void> {
  const { proxy } = network.node('cape-town')
  proxy.setMode('refuse')
  try {
    await act(await submitted())
  } finally {
    proxy.setMode('carry')
  }
}

function samplesOf(path: string): string[] {
  return execFileSync('bcftools', ['query', '-l', path], { encoding: 'utf8' }).trim().split('\n')
}

describe('the command line of a researcher', () => {
  it('says who is logged in', async () => {
    const told = await crosspanel(['whoami', '--json'])

    expect(told.code).toBe(0)
    expect(JSON.parse(told.stdout)).toMatchObject({ id: researcher.id, role: 'researcher' })
  })

  it('takes a study from the check to results under their own sample ids', async () => {
    const results = join(dir, 'results')
    const keys = await crosspanel(['keys', 'create', '--no-passphrase'])
    const check = await crosspanel(['check', study])
    const imputed = await crosspanel(['impute', study, '--panel', panelId, '--wait'])
    const id = imputed.stdout.trim()
    const jobs = await crosspanel(['jobs', '--json'])
    const shown = await crosspanel(['job', 'show', id, '--json'])
    const fetched = await crosspanel(['download', id, '-o', results, '--json'])

    expect([keys, check, imputed, jobs, shown, fetched].map(({ code }) => code)).toEqual([
      0, 0, 0, 0, 0, 0,
    ])
    expect((JSON.parse(jobs.stdout) as { id: string }[]).map((job) => job.id)).toContain(id)
    expect((JSON.parse(shown.stdout) as JobDetail).state).toBe('completed')
    const names = await readdir(results)
    expect((JSON.parse(fetched.stdout) as string[]).toSorted()).toEqual(
      names.map((name) => join(results, name)).toSorted(),
    )
    expect(names.filter((name) => /\.(c4gh|part|relabelled)$/.test(name))).toEqual([])
    const dose = join(results, 'chr20.dose.vcf.gz')
    expect(samplesOf(dose)).toEqual(cohortSampleIds(PEOPLE))
    const region = execFileSync('bcftools', ['view', '-H', '-r', '20:1000000-1004000', dose])
    expect(region.toString().trim().split('\n')).toHaveLength(3)
  })

  it('sends nothing to a panel with terms before they are agreed to', async () => {
    const asked = await crosspanel(['impute', study, '--panel', termsPanelId])
    const agreed = await crosspanel(['impute', study, '--panel', termsPanelId, '--accept-terms'])

    expect([asked.code, agreed.code]).toEqual([2, 0])
    expect(asked.stderr).toContain(TERMS)
    expect(asked.stderr).not.toContain('Uploading')
    const { panelId: used } = await readJob(researcher, agreed.stdout.trim())
    expect(used).toBe(termsPanelId)
  })

  it('writes data to standard output and everything else to standard error', async () => {
    const { stdout, stderr } = await crosspanel(['panels', '--json'])
    const refused = await crosspanel(['job', 'show', crypto.randomUUID(), '--json'])

    expect((JSON.parse(stdout) as { panelId: string }[]).map((panel) => panel.panelId)).toContain(
      panelId,
    )
    expect(stderr).toBe('')
    expect(refused.stdout).toBe('')
    expect(refused.stderr).toContain('No such job')
  })

  it('submits one job for one idempotency key, however often it is run', async () => {
    const args = ['impute', study, '--panel', panelId, '--idempotency-key', 'the-same-key-twice']

    const first = await crosspanel(args)
    const second = await crosspanel(args)

    expect([first.code, second.code]).toEqual([0, 0])
    expect(second.stdout).toBe(first.stdout)
  })
})

describe('the exit code', () => {
  it('is 2 for arguments that make no sense', async () => {
    const codes = await Promise.all([
      crosspanel(['imputee']),
      crosspanel(['impute', study, '--panel', panelId, '--r2', '7']),
      crosspanel(['check', dir]),
    ])

    expect(codes.map(({ code }) => code)).toEqual([2, 2, 2])
    expect(codes[0]?.stderr).toContain('Did you mean impute?')
  })

  it('is 3 for a panel that nobody has and a job of somebody else', async () => {
    const other = await network.node('lund').addAccount()
    const id = await submitted(other)

    const panel = await crosspanel(['impute', study, '--panel', 'site:cape-town/none'])
    const job = await crosspanel(['job', 'cancel', id])

    expect([panel.code, job.code]).toEqual([3, 3])
    expect((await readJob(other, id)).isCancelRequested).toBe(false)
  })

  it('is 4 without a login and with one that has ended', async () => {
    const none = await crosspanel(['jobs'], { token: '' })
    const ended = await crosspanel(['jobs'], { token: 'cps_ended' })

    expect([none.code, ended.code]).toEqual([4, 4])
  })

  it('is 5 for what is the administrators’ and for a panel that is closed to the site', async () => {
    const accounts = await crosspanel(['users', 'list'])
    const panel = await crosspanel(['impute', study, '--panel', closedPanelId])

    expect([accounts.code, panel.code]).toEqual([5, 5])
  })

  it('is 6 for files that would be refused, of which none is sent', async () => {
    const cut = join(dir, 'cut.vcf.gz')
    await writeFile(cut, (await readFile(study)).subarray(0, 800))

    const check = await crosspanel(['check', cut, '--json'])
    const impute = await crosspanel(['impute', cut, '--panel', panelId])

    expect([check.code, impute.code]).toEqual([6, 6])
    expect(JSON.parse(check.stdout)).toMatchObject({ isAcceptable: false })
    expect(impute.stderr).not.toContain('Uploading')
  })

  it('is 7 for a job that ended in another way than complete', async () => {
    const id = await submitted()
    await crosspanel(['job', 'cancel', id])
    await waitForState(researcher, id, 'cancelled')

    const watched = await crosspanel(['job', 'watch', id])

    expect(watched.code).toBe(7)
  })

  it('is 8 when the waiting is over before the job, which goes on', async () => {
    await withStuckJob(async (id) => {
      const watched = await crosspanel(['job', 'watch', id, '--timeout', '0.1'])

      expect(watched.code).toBe(8)
      expect(watched.stderr).toContain(`crosspanel job watch ${id}`)
      expect((await readJob(researcher, id)).isCancelRequested).toBe(false)
    })
  })

  it('is 10 for a node that cannot be reached', async () => {
    const { code, stderr } = await crosspanel(['jobs'], { url: NOWHERE })

    expect(code).toBe(10)
    expect(stderr).toContain(`${NOWHERE} cannot be reached`)
  })

  it('is 130 after Ctrl-C, which leaves the job alone', async () => {
    await withStuckJob(async (id) => {
      const watched = await crosspanel(['job', 'watch', id], { interruptAt: 'host site' })

      expect(watched.code).toBe(130)
      expect(watched.stderr).toContain(`crosspanel job watch ${id}`)
      expect((await readJob(researcher, id)).isCancelRequested).toBe(false)
    })
  })
})
