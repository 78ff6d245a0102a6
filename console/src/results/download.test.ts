import { describe, expect, it } from 'vitest'
import { downloadBytes } from './download.ts'

/** Gives the bytes from where they are asked for, and breaks after each of `lengths` in turn. */
function brokenServer(content: string, lengths: readonly number[]) {
  const asked: (string | null)[] = []
  const left = [...lengths]
  const fetch = (_url: string, init: RequestInit) => {
    const range = new Headers(init.headers).get('range')
    asked.push(range)
    const from = Number(/bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0)
    const length = left.shift()
    let isSent = false
    const body = new ReadableStream<Uint8Array>({
      pull(stream) {
        const end = length === undefined ? content.length : from + length
        if (isSent && length !== undefined) stream.error(new TypeError('network error'))
        else if (isSent) stream.close()
        else if (end > from) stream.enqueue(new TextEncoder().encode(content.slice(from, end)))
        else stream.error(new TypeError('network error'))
        isSent = true
      },
    })
    return Promise.resolve(new Response(body, { status: range === null ? 200 : 206 }))
  }
  return { asked, fetch }
}

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  let text = ''
  for await (const part of bytes) text += new TextDecoder().decode(part)
  return text
}

const pause = () => Promise.resolve()

describe('a download', () => {
  it('goes on where it broke', async () => {
    const { asked, fetch } = brokenServer('0123456789', [4, 0, 3])

    const text = await textOf(downloadBytes('/file', { fetch, pause }))

    expect(text).toBe('0123456789')
    expect(asked).toEqual([null, 'bytes=4-', 'bytes=4-', 'bytes=7-'])
  })

  it('waits for a node that is away', async () => {
    const statuses = [503, 429, 200]
    const fetch = () => Promise.resolve(new Response('0123', { status: statuses.shift() ?? 200 }))

    expect(await textOf(downloadBytes('/file', { fetch, pause }))).toBe('0123')
  })

  it('ends when it broke after the last byte', async () => {
    const { fetch } = brokenServer('0123', [4])
    const atEnd = (url: string, init: RequestInit) =>
      new Headers(init.headers).get('range') === 'bytes=4-'
        ? Promise.resolve(new Response(null, { status: 416 }))
        : fetch(url, init)

    expect(await textOf(downloadBytes('/file', { fetch: atEnd, pause }))).toBe('0123')
  })

  it('gives up when nothing more comes', async () => {
    const { asked, fetch } = brokenServer('0123', Array<number>(20).fill(0))

    const download = textOf(downloadBytes('/file', { fetch, pause }))

    await expect(download).rejects.toMatchObject({ fault: 'connection-lost' })
    expect(asked).toHaveLength(6)
  })

  it('does not ask again for what is refused', async () => {
    const fetch = () => Promise.resolve(new Response(null, { status: 410 }))

    const download = textOf(downloadBytes('/file', { fetch, pause }))

    await expect(download).rejects.toMatchObject({ fault: 'refused' })
  })
})
