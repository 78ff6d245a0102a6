import { CARRIAGE_RETURN, concatBytes, LINE_FEED } from './bytes.ts'

/**
 * Takes one line of `data`, from `start` to before `end`, without its line end. `hadReturn`: it
 * ended with CRLF. Answers whether to go on.
 */
export type LineSink = (data: Uint8Array, start: number, end: number, hadReturn: boolean) => boolean

export interface LineReader {
  /** Answers `stopped` when the sink wants no more, `too-long` when a line is over the limit. */
  push(chunk: Uint8Array): 'more' | 'stopped' | 'too-long'
  /** Hands over a last line that has no line end. */
  end(): void
}

/**
 * Cuts chunks of text into lines. Only a line that crosses a chunk's border is copied, so memory
 * stays at one line and one chunk.
 */
export function createLineReader(maxLineBytes: number, sink: LineSink): LineReader {
  let carried: Uint8Array[] = []
  let carriedBytes = 0

  function give(data: Uint8Array, start: number, lineEnd: number): boolean {
    const hadReturn = lineEnd > start && data[lineEnd - 1] === CARRIAGE_RETURN
    return sink(data, start, hadReturn ? lineEnd - 1 : lineEnd, hadReturn)
  }

  function giveCarried(last: Uint8Array): boolean {
    const line = concatBytes([...carried, last])
    carried = []
    carriedBytes = 0
    return give(line, 0, line.length)
  }

  return {
    push(chunk) {
      let start = 0
      for (;;) {
        const end = chunk.indexOf(LINE_FEED, start)
        const lineBytes = carriedBytes + (end < 0 ? chunk.length : end) - start
        if (lineBytes > maxLineBytes) return 'too-long'
        if (end < 0) break
        const goesOn =
          carriedBytes > 0 ? giveCarried(chunk.subarray(start, end)) : give(chunk, start, end)
        if (!goesOn) return 'stopped'
        start = end + 1
      }
      if (start < chunk.length) {
        // A copy, because a source may use the chunk's memory again (and Buffer's slice copies nothing).
        carried.push(new Uint8Array(chunk.subarray(start)))
        carriedBytes += chunk.length - start
      }
      return 'more'
    },
    end() {
      if (carriedBytes > 0) giveCarried(new Uint8Array())
    },
  }
}
