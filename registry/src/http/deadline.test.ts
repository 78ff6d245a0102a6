import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { answerInTime } from './deadline.ts'
import type { AppEnv } from './env.ts'
import { onError } from './problems.ts'

describe('a request whose database does not answer', () => {
  it('is answered in time with what to do', async () => {
    const app = new Hono<AppEnv>().onError(onError).use(answerInTime(1))
    app.get('/', () => new Promise<Response>(() => undefined))

    const answer = await app.request('/')

    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await answer.json()).toMatchObject({ code: 'not-ready' })
  })

  it('does not wait for others', async () => {
    const app = new Hono<AppEnv>().onError(onError).use(answerInTime(60_000))
    app.get('/', (c) => c.text('here'))

    expect(await (await app.request('/')).text()).toBe('here')
  })
})
