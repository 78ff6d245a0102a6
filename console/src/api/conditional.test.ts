import { afterEach, describe, expect, it, vi } from 'vitest'
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

describe('a server that hangs', () => {
  afterEach(() => vi.useRealTimers())

  it('is given up after a while, and not while its answer is coming', async () => {
    vi.useFakeTimers()
    const signals: AbortSignal[] = []
    const hang = createConditional((_url, init) => {
      const signal = init?.signal as AbortSignal
      signals.push(signal)
      return new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error)),
      )
    })
    const slow = createConditional((_url, init) => {
      signals.push(init?.signal as AbortSignal)
      return Promise.resolve(new Response(new ReadableStream()))
    })

    const nameOf = (error: unknown) => (error as Error).name
    const given = [hang.ask('/jobs'), hang.ask('/jobs', { method: 'POST', body: '{}' })]
    const ends = Promise.all(given.map((answer) => answer.catch(nameOf)))
    await slow.ask('/jobs')
    await vi.advanceTimersByTimeAsync(60_000)

    expect(await ends).toEqual(['AbortError', 'AbortError'])
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, false])
  })
})
