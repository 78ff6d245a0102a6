import { describe, expect, it } from 'vitest'
import { createConditional } from './conditional.ts'

/** A server with one document, and what it was asked. */
function server() {
  const state = { version: 1, asked: [] as (string | null)[] }
  const conditional = createConditional((_url, init) => {
    const tag = new Headers(init?.headers).get('if-none-match')
    state.asked.push(tag)
    const etag = `"${state.version}"`
    return Promise.resolve(
      tag === etag
        ? new Response(null, { status: 304, headers: { etag } })
        : Response.json({ version: state.version }, { headers: { etag } }),
    )
  })
  return { state, conditional }
}

describe('asking again', () => {
  it('answers what is known when nothing has changed', async () => {
    const { state, conditional } = server()
    await conditional.ask('/jobs')

    const again = await conditional.ask('/jobs')

    expect(await again.json()).toEqual({ version: 1 })
    expect(again.status).toBe(200)
    expect(state.asked).toEqual([null, '"1"'])
  })

  it('answers what is new when something has', async () => {
    const { state, conditional } = server()
    await conditional.ask('/jobs')
    state.version = 2

    expect(await (await conditional.ask('/jobs')).json()).toEqual({ version: 2 })
  })

  it('knows nothing of an earlier person after forgetting', async () => {
    const { state, conditional } = server()
    await conditional.ask('/jobs')
    conditional.forget()

    await conditional.ask('/jobs')

    expect(state.asked).toEqual([null, null])
  })

  it('leaves changes alone', async () => {
    const { state, conditional } = server()
    await conditional.ask('/jobs')

    await conditional.ask('/jobs', { method: 'POST' })

    expect(state.asked).toEqual([null, null])
  })
})
