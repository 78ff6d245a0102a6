import { describe, expect, it } from 'vitest'
import { answerInTime } from './deadline.ts'
import { onError } from './problems.ts'
import { createRouter } from './router.ts'

/** An app whose one route answers when the test says so. */
function openApp(maxWaiting: number, deadlineMs: number, isDatabaseAway = false) {
  const { promise: answered, resolve: answer } = Promise.withResolvers<undefined>()
  const app = createRouter()
  app.onError(onError)
  const isBulk = (path: string) => path.startsWith('/bulk')
  const options = { deadlineMs, maxWaiting, isBulk, isDatabaseAway: () => isDatabaseAway }
  app.use('*', answerInTime(options))
  app.get('*', async (c) => {
    await answered
    return c.text('done')
  })
  return { app, answer: () => answer(undefined) }
}

describe('a request that waits for the database', () => {
  it('is answered 503 with a time to come back when its deadline is over', async () => {
    const { app } = openApp(10, 5)

    const answer = await app.request('/jobs')

    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('5')
    expect(await answer.json()).toMatchObject({
      ...{ code: 'not-ready', told: { key: 'not-ready.late', params: { seconds: 0.005 } } },
    })
  })

  it('is answered as usual within its deadline', async () => {
    const { app, answer } = openApp(10, 60_000)
    const asked = app.request('/jobs')
    answer()

    expect(await (await asked).text()).toBe('done')
  })

  it('may take as long as it needs when it moves bulk data', async () => {
    const { app, answer } = openApp(10, 5)
    const bulk = app.request('/bulk/1')
    const [late] = await Promise.all([app.request('/jobs')])
    answer()

    expect(late.status).toBe(503)
    expect((await bulk).status).toBe(200)
  })

  it('is answered in time even when it moves bulk data, when the database is away', async () => {
    const { app } = openApp(10, 5, true)

    expect((await app.request('/bulk/1')).status).toBe(503)
  })

  it('is waited for while its bulk data comes, and no longer', async () => {
    const { app, answer } = openApp(10, 5, true)
    let read = 0
    const socketOf = (bytesRead: () => number) => ({
      incoming: {
        complete: false,
        socket: {
          get bytesRead() {
            return bytesRead()
          },
        },
      },
    })
    const coming = app.request(
      '/bulk/1',
      {},
      socketOf(() => (read += 1)),
    )
    const still = await app.request(
      '/bulk/2',
      {},
      socketOf(() => 100),
    )
    answer()

    expect(still.status).toBe(503)
    expect((await coming).status).toBe(200)
  })

  it('is refused at once when as many wait as may, those that were given up among them', async () => {
    const { app, answer } = openApp(2, 5)
    const given = await Promise.all([app.request('/jobs'), app.request('/jobs')])

    const refused = await app.request('/jobs')
    answer()

    expect(given.map(({ status }) => status)).toEqual([503, 503])
    expect(await refused.json()).toMatchObject({
      code: 'not-ready',
      detail: expect.stringContaining('too many') as string,
    })
    await expect.poll(async () => (await app.request('/jobs')).status).toBe(200)
  })
})
