import { describe, expect, it } from 'vitest'
import { textStream } from './text-stream.ts'

function letters() {
  const seen = { produced: 0, ended: false }
  async function* source() {
    try {
      for (const letter of ['å', 'b', 'c']) {
        seen.produced += 1
        yield await Promise.resolve(letter)
      }
    } finally {
      seen.ended = true
    }
  }
  return { seen, stream: textStream(source()) }
}

describe('a stream of text', () => {
  it('is the source as UTF-8', async () => {
    expect(await new Response(letters().stream).text()).toBe('åbc')
  })

  it('produces nothing before it is asked', async () => {
    const { seen, stream } = letters()
    const reader = stream.getReader()

    await reader.read()

    expect(seen.produced).toBe(1)
  })

  it('ends its source with a reader that stops', async () => {
    const { seen, stream } = letters()
    const reader = stream.getReader()
    await reader.read()

    await reader.cancel()

    expect(seen.ended).toBe(true)
  })

  it('breaks as its source breaks', async () => {
    async function* broken(): AsyncGenerator<string, void, undefined> {
      yield await Promise.resolve('half')
      throw new Error('the source broke')
    }

    await expect(new Response(textStream(broken())).text()).rejects.toThrow('the source broke')
  })
})
