import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { crosspanel } from '../../../test/src/command.ts'
import { type Edge, openEdge, type Person } from '../../../test/src/edge.ts'
import { login } from './login.ts'

const URL = 'http://lund.test'
/** What happens in the nth pause of the command, which takes no time of the test's. */
const pauses = vi.hoisted(() => {
  const taken: number[] = []
  const during: Readonly<Record<number, () => unknown>> = {}
  const pass: (ms: number) => void = () => undefined
  return { taken, during, pass }
})
vi.mock('node:timers/promises', () => ({
  async setTimeout(ms: number) {
    pauses.taken.push(ms)
    pauses.pass(ms)
    await pauses.during[pauses.taken.length]?.()
  },
}))
const opened = vi.hoisted((): string[] => [])
vi.mock('open', () => ({ default: (address: string) => Promise.resolve(opened.push(address)) }))

let edge: Edge
let ada: Person
let home = ''
let said = ''
let isAway = false

beforeEach(async () => {
  edge = await openEdge()
  ada = await edge.person('researcher')
  home = await mkdtemp(join(tmpdir(), 'crosspanel-device-'))
  said = ''
  isAway = false
  opened.length = 0
  pauses.pass = (ms) => (edge.clock.now = new Date(edge.clock.now.getTime() + ms))
  vi.stubEnv('XDG_CONFIG_HOME', home)
  vi.spyOn(process.stderr, 'write').mockImplementation((part) => ((said += String(part)), true))
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    if (isAway) throw new TypeError('fetch failed')
    return edge.app.request(input, init)
  })
}, 60_000)
afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  Reflect.deleteProperty(process.stderr, 'isTTY')
  await rm(home, { recursive: true })
  await edge[Symbol.asyncDispose]()
})

function logIn(
  during: Readonly<Record<number, () => unknown>>,
  options: { browser?: boolean } = {},
): Promise<void> {
  pauses.during = during
  pauses.taken = []
  return login(URL, { device: true, ...options })
}
function sitAtDesktop(): void {
  vi.stubEnv('DISPLAY', ':0')
  for (const name of ['SSH_CONNECTION', 'SSH_TTY', 'CI']) vi.stubEnv(name, undefined)
  Object.defineProperty(process.stderr, 'isTTY', { value: true, configurable: true })
}
const userCode = () => /[A-Z]{4}-[A-Z]{4}/.exec(said)?.[0] ?? ''
const decide = (verb: 'approve' | 'deny') => () =>
  edge.call('POST', `/api/v1/device-logins/${verb}`, {
    token: ada.token,
    body: { userCode: userCode() },
  })
async function storedToken(): Promise<string> {
  const text = await readFile(join(home, 'crosspanel', 'sites.json'), 'utf8')
  return (JSON.parse(text) as { sites: Record<string, { token: string }> }).sites[URL]?.token ?? ''
}

describe('crosspanel login --device', () => {
  it('opens the page with the code in the browser of a desktop, and shows both all the same', async () => {
    sitAtDesktop()

    await logIn({ 1: decide('approve') })

    expect(opened).toEqual([`${URL}/device?code=${userCode()}`])
    expect(said).toContain(`    ${URL}/device\n`)
    expect(said).toContain('It opens in your browser now.')
  })

  it('opens no browser where none is wanted, nor over SSH', async () => {
    sitAtDesktop()
    await logIn({ 1: decide('approve') }, { browser: false })
    said = ''
    vi.stubEnv('SSH_TTY', '/dev/pts/1')
    await logIn({ 1: decide('approve') })

    expect(opened).toEqual([])
    expect(said).toContain(`    ${URL}/device\n`)
    expect(said).not.toContain('in your browser now')
  })

  it('shows where to type which code, waits for the approval, and keeps the login', async () => {
    await logIn({ 3: decide('approve') })

    expect(said).toContain(`    ${URL}/device\n`)
    expect(said).toContain(`${URL}/device?code=${userCode()}`)
    expect(said).toContain('within 10 minutes')
    expect(said).toContain(`Logged in to ${URL} as ${ada.email} (researcher).`)
    expect(pauses.taken).toEqual([5000, 5000, 5000])
    const token = await storedToken()
    expect(said).not.toContain(token)
    const answer = await edge.call('GET', '/api/v1/sessions', { token })
    expect(await answer.json()).toMatchObject({
      sessions: [{ client: hostname(), isCurrent: true }, {}],
    })
  })

  it('goes on when the node was away for a while', async () => {
    await logIn({
      1: () => (isAway = true),
      3: () => (isAway = false),
      4: decide('approve'),
    })

    expect(pauses.taken).toEqual([5000, 10_000, 20_000, 5000])
  })

  it('waits longer when the node tells it to slow down', async () => {
    // The node's clock stands still, so that each question but the first comes too early.
    pauses.pass = () => undefined

    await logIn({ 4: decide('approve') })

    expect(pauses.taken).toEqual([5000, 5000, 10_000, 15_000])
  })

  it('ends when the person has refused it', async () => {
    await expect(logIn({ 1: decide('deny') })).rejects.toMatchObject({
      exitCode: 5,
      problemCode: 'device-login-denied',
    })
  })

  it('ends when nobody has approved it in ten minutes', async () => {
    await expect(logIn({})).rejects.toMatchObject({ exitCode: 4 })

    expect(pauses.taken.length).toBe(120)
  })

  it('takes no password and no address beside the code', async () => {
    const { code, stderr } = await crosspanel(edge, '', 'login', '--device', '--email', ada.email)

    expect([code, stderr]).toEqual([2, expect.stringContaining('cannot be used with')])
  })
})
