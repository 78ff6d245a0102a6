import { fault } from '@crosspanel/protocol/faults'
import { refusal } from '@crosspanel/protocol/refusals'
import { createHash } from 'node:crypto'
import type { DomainError } from '@crosspanel/protocol/problem'
import type { ByteRange } from '@crosspanel/protocol/crypt4gh/range'
import type { OpenContent, StoredContent } from './sealed-blobs.ts'

/**
 * A range of a file as a stream; the file is closed when the stream ends, breaks or is cancelled, and `onEnd`
 * told how many bytes were taken from it.
 */
export function streamOf(
  content: OpenContent,
  range: ByteRange,
  onEnd: (sentBytes: number) => Promise<void>,
): ReadableStream<Uint8Array> {
  const source = content.read(range)[Symbol.asyncIterator]()
  let sentBytes = 0
  async function end(): Promise<void> {
    await source.return?.()
    await content.close()
    await onEnd(sentBytes)
  }
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const next = await source.next()
          if (next.done !== true) {
            sentBytes += next.value.length
            return controller.enqueue(next.value)
          }
        } catch (error) {
          await end()
          throw error
        }
        await end()
        controller.close()
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

/** What whoever asks for a file is told whose stored bytes are not the ones that were stored. */
export function damagedFile(since: Date): DomainError {
  const params = { since: since.toISOString() }
  return refusal('file-damaged', { params, errors: [fault('damaged', '', params)] })
}
