import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { crosspanel } from '../../../test/src/command.ts'
import { PASSWORD, type Person } from '../../../test/src/edge.ts'
import { openWholeNode, type WholeNode } from '../../../test/src/whole-node.ts'

const NOBODY = '00000000-0000-4000-8000-000000000000'

let node: WholeNode
let admin: Person
let ada: Person
let dir = ''

beforeAll(async () => {
  node = await openWholeNode()
  admin = await node.edge.person('site-admin')
  ada = await node.edge.person('researcher')
  dir = await mkdtemp(join(tmpdir(), 'crosspanel-person-'))
})
afterAll(async () => {
  await node[Symbol.asyncDispose]()
  await rm(dir, { recursive: true, force: true })
})

const asAdmin = (...args: string[]) => crosspanel(node.edge, admin.token, ...args)
const asAda = (...args: string[]) => crosspanel(node.edge, ada.token, ...args)

describe('crosspanel account', () => {
  it('makes a token that is printed alone, opens the account, and ends', async () => {
    const none = await asAda('account', 'tokens')
    const made = await asAda('account', 'create-token', 'laptop', '--scope', 'read', '--days', '7')
    const token = made.stdout.trim()
    const [known] = JSON.parse((await asAda('account', 'tokens', '--json')).stdout) as {
      id: string
    }[]
    const opens = await crosspanel(node.edge, token, 'whoami')
    const byToken = await crosspanel(node.edge, token, 'account', 'create-token', 'another')
    await asAda('account', 'revoke-token', known!.id)
    const ended = await crosspanel(node.edge, token, 'whoami')

    expect(none.stderr).toContain('crosspanel account create-token NAME')
    expect(token).toMatch(/^cpt_\S+$/)
    expect(made.stderr).toContain('shown this once')
    expect([opens.code, byToken.code, ended.code]).toEqual([0, 5, 4])
  })

  it('exports to a new file and writes over none', async () => {
    const path = join(dir, 'me.json')

    const first = await asAda('account', 'export', '-o', path)
    const second = await asAda('account', 'export', '-o', path)
    const piped = await asAda('account', 'export')

    expect(first).toMatchObject({ code: 0, stdout: '', stderr: `Written to ${path}\n` })
    expect(second).toMatchObject({ code: 2, stderr: `crosspanel: ${path} is there already\n` })
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ account: { id: ada.id } })
    expect(JSON.parse(piped.stdout)).toMatchObject({ account: { id: ada.id } })
  })

  it('changes the password only by the one that is', async () => {
    const [right, wrong] = [join(dir, 'right'), join(dir, 'wrong')]
    await writeFile(right, `${PASSWORD}\n`)
    await writeFile(wrong, 'not the password at all\n')

    const refused = await asAda(
      'account',
      'password',
      '--password-file',
      wrong,
      '--new-password-file',
      right,
    )
    const changed = await asAda(
      'account',
      'password',
      '--password-file',
      right,
      '--new-password-file',
      right,
    )

    expect([refused.code, changed.code]).toEqual([5, 0])
    expect(refused.stderr).toContain('The current password is wrong')
  })

  it.each([
    ['account', /jobs that have not ended: 0 of/],
    ['users', /site-admin/],
    ['queue', /^$/],
  ])('%s alone shows what is there', async (verb, expected) => {
    const { code, stdout } = await asAdmin(verb)

    expect(code).toBe(0)
    expect(stdout).toMatch(expected)
  })
})

describe('crosspanel notifications', () => {
  it('are told of, read one by one or all, and an empty inbox says so', async () => {
    const empty = await asAda('notifications')
    await asAdmin('announce', 'The site moves on Friday')
    await node.context.notifications.settle()
    const listed = await asAda('notifications', 'list')
    const read = await asAda('notifications', 'read', 'all')
    const left = await asAda('notifications', 'list', '--unread')
    const unknown = await asAda('notifications', 'read', NOBODY)

    expect(empty.stderr).toBe('You were told of nothing yet.\n')
    expect(listed.stdout).toContain('Announcement of Lund')
    expect(read.stderr).toBe('Everything is read.\n')
    expect(left.stderr).toBe('You have read everything.\n')
    expect(unknown.code).toBe(3)
  })

  it('have preferences that are shown and changed', async () => {
    const all = await asAda('notifications', 'preferences')
    const changed = await asAda('notifications', 'preferences', 'job-completed', '--mail', 'off')
    const again = await asAda('notifications', 'preferences', 'job-completed', '--mail', 'on')
    const refused = [
      await asAda('notifications', 'preferences', 'job-completed'),
      await asAda('notifications', 'preferences', '--mail', 'off'),
      await asAda('notifications', 'preferences', 'job-completed', '--mail', 'never'),
      await asAda('notifications', 'preferences', 'nothing', '--mail', 'off'),
    ]

    expect(all.stdout).toMatch(/^announcement /m)
    expect(changed.stdout).toMatch(/^job-completed +\w+ +off /m)
    expect(again.stdout).toMatch(/^job-completed +\w+ +on /m)
    expect(refused.map(({ code }) => code)).toEqual([2, 2, 2, 2])
  })
})

describe('crosspanel webhooks', () => {
  it('are made with a secret that is printed alone, and removed', async () => {
    const none = await asAda('webhooks')
    const made = await asAda(
      'webhooks',
      'add',
      'https://93.184.215.14/x',
      '--name',
      'mine',
      '--kinds',
      'job-completed',
    )
    const [{ id }] = JSON.parse((await asAda('webhooks', 'list', '--json')).stdout) as [
      { id: string },
    ]
    const replayed = await asAda('webhooks', 'replay', id, '--since', '2026-01-01')
    const removed = await asAda('webhooks', 'remove', id)
    const again = await asAda('webhooks', 'remove', id)

    expect(none.stderr).toBe('You have no webhooks.\n')
    expect(made.stdout).toMatch(/^whsec_\S+\n$/)
    expect(replayed.stderr).toContain('0 deliveries')
    expect([removed.code, again.code]).toEqual([0, 3])
  })
})

describe('crosspanel audit', () => {
  it('takes days as times, and exports to a new file', async () => {
    const path = join(dir, 'audit.ndjson')

    const since = await asAdmin('audit', '--since', '2026-01-01', '--json')
    const later = await asAdmin('audit', 'list', '--since', '2999-01-01', '--json')
    const written = await asAdmin('audit', 'export', '-o', path)
    const researcher = await asAda('audit')

    const entriesOf = ({ stdout }: { stdout: string }) =>
      (JSON.parse(stdout) as { entries: unknown[] }).entries
    expect(entriesOf(since).length).toBeGreaterThan(0)
    expect(entriesOf(later)).toEqual([])
    expect([written.code, researcher.code]).toEqual([0, 5])
    expect((await readFile(path, 'utf8')).split('\n')[0]).toContain('"seq":1')
  })

  it('knows people by their addresses, and says what is no actor', async () => {
    await asAda('account', 'create-token', 'known')
    const { email } = ada

    const ofAda = await asAdmin('audit', '--actor', email, '--action', 'token.created')
    const ofNobody = await asAdmin('audit', '--actor', `account:${NOBODY}`)
    const nonsense = await asAdmin('audit', '--actor', 'ada')

    expect(ofAda.stdout).toContain(`account:${ada.id}`)
    expect(ofNobody).toMatchObject({ code: 0, stdout: '' })
    expect(ofNobody.stderr).toBe('Nothing in the audit is like that.\n')
    expect(nonsense.code).toBe(2)
    expect(nonsense.stderr).toContain('site:NAME or node')
  })
})

describe('crosspanel announce', () => {
  it('takes a slip of a verb for no announcement', async () => {
    const { code, stderr } = await asAdmin('announce', 'lsit')

    expect(code).toBe(2)
    expect(stderr).toContain('crosspanel announce list')
  })
})

describe('crosspanel jobs', () => {
  it('says so when none is like what was asked for', async () => {
    const all = await asAda('jobs')
    const some = await asAda('jobs', '--name', 'cohort', '--since', '7d')
    const wrong = await asAda('jobs', '--since', 'lately')

    expect(all.stderr).toContain('You have no jobs.')
    expect(some.stderr).toBe('None of your jobs is like that.\n')
    expect(wrong.code).toBe(2)
  })
})
