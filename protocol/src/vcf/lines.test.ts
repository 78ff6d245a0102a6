import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLineReader } from './lines.ts'

function readerOf(maxLineBytes = 1000, take = () => true) {
  const lines: string[] = []
  const reader = createLineReader(maxLineBytes, (data, start, end) => {
    lines.push(new TextDecoder().decode(data.subarray(start, end)))
    return take()
  })
  return { lines, reader }
}

describe('cutting text into lines', () => {
  it('gives the same lines whatever the chunks, even when their memory is used again', () => {
    const texts = fc.array(fc.stringMatching(/^[ab]{0,9}$/), { maxLength: 9 })

    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 9 }), (parts, size) => {
        const bytes = new TextEncoder().encode(parts.map((part) => `${part}\n`).join(''))
        const { lines, reader } = readerOf()
        const memory = new Uint8Array(size)
        for (let at = 0; at < bytes.length; at += size) {
          const chunk = bytes.subarray(at, at + size)
          memory.set(chunk)
          reader.push(memory.subarray(0, chunk.length))
        }
        reader.end()

        expect(lines).toEqual(parts)
      }),
    )
  })

  it('takes CRLF for a line end, and a last line without one', () => {
    const { lines, reader } = readerOf()

    reader.push(new TextEncoder().encode('a\r\nb\r'))
    reader.push(new TextEncoder().encode('\nc\rd'))
    reader.end()

    expect(lines).toEqual(['a', 'b', 'c\rd'])
  })

  it('stops at a line over the limit, also one of many chunks', () => {
    const { reader } = readerOf(5)

    const results = ['abc', 'def'].map((text) => reader.push(new TextEncoder().encode(text)))

    expect(results).toEqual(['more', 'too-long'])
  })

  it('stops when it is told to', () => {
    const { lines, reader } = readerOf(10, () => false)

    const result = reader.push(new TextEncoder().encode('a\nb\n'))

    expect(result).toBe('stopped')
    expect(lines).toEqual(['a'])
  })
})
