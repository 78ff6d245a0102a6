import type { Dashboard } from '@crosspanel/protocol/dashboard'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestAccount, TestNetwork } from '../network.ts'

let network: TestNetwork
let researcher: TestAccount
let admin: TestAccount

beforeAll(async () => {
  network = await TestNetwork.create(['lund', 'ibadan'])
  researcher = await network.node('lund').addAccount()
  admin = await network.node('lund').addAccount('site-admin')
})
afterAll(() => network[Symbol.asyncDispose]())

async function get(path: string, { token }: TestAccount): Promise<Response> {
  return fetch(`${network.node('lund').url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${token}` },
  })
}

const ADMIN_PAGES = ['/admin/statistics', '/admin/jobs', '/admin/runs']
const PAGES = ['/dashboard', '/federation/statistics', '/jobs', '/panels', '/status']

describe('first pages', () => {
  it('show an account that has done nothing yet, and the federation', async () => {
    const { running } = network.node('lund')
    await running.context.peers.pollHealth(AbortSignal.timeout(10_000))
    await running.context.peers.healthSnapshot.refresh()

    const answer = await get('/dashboard', researcher)

    const overview = (await answer.json()) as Dashboard
    expect(answer.status).toBe(200)
    expect(overview).toMatchObject({
      jobs: { total: 0, byState: [] },
      recentJobs: [],
      storage: { usedBytes: 0 },
    })
    expect(overview.federation.map(({ siteId, contact }) => [siteId, contact])).toEqual(
      expect.arrayContaining([
        ['site:lund', 'ok'],
        ['site:ibadan', 'ok'],
      ]),
    )
  })

  it.each(ADMIN_PAGES)('of administrators are refused to researchers: %s', async (path) => {
    expect((await get(path, researcher)).status).toBe(403)
    expect((await get(path, admin)).status).toBe(200)
  })

  it.each([...PAGES.slice(0, 3), ...ADMIN_PAGES])('need an account: %s', async (path) => {
    expect((await fetch(`${network.node('lund').url}/api/v1${path}`)).status).toBe(401)
  })

  it('sum what the sites tell of themselves, with the age of each', async () => {
    const { peers } = network.node('lund').running.context
    await peers.pollHealth(AbortSignal.timeout(10_000))
    await peers.healthSnapshot.refresh()

    const answer = await get('/federation/statistics', researcher)

    expect(await answer.json()).toMatchObject({
      total: { sites: 2, jobs: 0, completedJobs: 0, runs: 0 },
      sites: expect.arrayContaining([
        expect.objectContaining({ siteId: 'site:ibadan', ageS: expect.any(Number) as number }),
      ]) as object[],
    })
  })

  it('answer while a peer swallows every byte, without a call to it', async () => {
    const { proxy } = network.node('ibadan')
    proxy.setMode('swallow')
    try {
      const answers = await Promise.all([...PAGES, ...ADMIN_PAGES].map((path) => get(path, admin)))

      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    } finally {
      proxy.setMode('carry')
    }
  })
})
