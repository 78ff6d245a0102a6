import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { progressLine } from './output.ts'

function fakeStream(isTTY: boolean) {
  let written = ''
  const stream = Object.assign(new PassThrough(), { isTTY })
  stream.on('data', (data: Buffer) => (written += data.toString()))
  return { stream: stream as unknown as NodeJS.WriteStream, read: () => written }
}

describe('a progress line', () => {
  it('is written over on a terminal, with a bar where the fraction is known', () => {
    const { stream, read } = fakeStream(true)
    const line = progressLine(stream)

    line.show('Waiting')
    line.show('Uploading', 0.5)
    line.end()

    expect(read()).toBe(
      `\r\u001b[2KWaiting\r\u001b[2KUploading [${'#'.repeat(12)}${'.'.repeat(12)}]  50%\n`,
    )
  })

  it('is one line for each label elsewhere, however often the fraction changes', () => {
    const { stream, read } = fakeStream(false)
    const line = progressLine(stream)

    line.show('Uploading', 0.1)
    line.show('Uploading', 0.9)
    line.show('Waiting')
    line.end()

    expect(read()).toBe('Uploading\nWaiting\n')
  })

  it('writes nothing at its end when nothing was shown', () => {
    const { stream, read } = fakeStream(true)

    progressLine(stream).end()

    expect(read()).toBe('')
  })
})
