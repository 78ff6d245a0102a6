/**
 * Text that is written as it is read, as UTF-8. Nothing is produced ahead of the reader, and a reader that stops
 * early ends the source. `ReadableStream.from` would do the same, but the DOM's types do not have it, and the
 * console compiles against ours.
 */
export function textStream(
  parts: AsyncGenerator<string, void, undefined>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await parts.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      },
      async cancel() {
        await parts.return()
      },
    },
    { highWaterMark: 0 },
  )
}
