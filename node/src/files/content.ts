import { createHash } from 'node:crypto'
import type { ByteRange } from '@crosspanel/protocol/crypt4gh/range'
import type { OpenContent, StoredContent } from './sealed-blobs.ts'

/** A range of a file as a stream; the file is closed when the stream ends, breaks or is cancelled. */
export function streamOf(content: OpenContent, range: ByteRange): ReadableStream<Uint8Array> {
  const source = content.read(range)[Symbol.asyncIterator]()
  async function end(): Promise<void> {
    await source.return?.()
    await content.close()
  }
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const next = await source.next()
          if (next.done !== true) return controller.enqueue(next.value)
          await end()
          controller.close()
        } catch (error) {
          await end()
          throw error
        }
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  )
}

/** All of a file. Throws at the end if it is not what was stored, which segments cannot show (T32). */
export async function* readWhole(
  content: OpenContent,
  { size, sha256 }: StoredContent,
): AsyncGenerator<Uint8Array, void, undefined> {
  const hash = createHash('sha256')
  try {
    for await (const bytes of content.read({ start: 0, end: size })) {
      hash.update(bytes)
      yield bytes
    }
  } finally {
    await content.close()
  }
  if (hash.digest('hex') !== sha256) throw new Error('a stored file is not the one that was stored')
}

/** Ends a source that nobody will read. One that was never begun, such as a file's stream, would stay open. */
export async function release(source: AsyncIterable<Uint8Array>): Promise<void> {
  const iterator = source[Symbol.asyncIterator]()
  await iterator.next()
  await iterator.return?.()
}
