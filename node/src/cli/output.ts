/** Results go to standard output, everything said about them to standard error. */
export function print(line: string): void {
  process.stdout.write(`${plain(line)}\n`)
}

export function note(line: string): void {
  process.stderr.write(`${plain(line)}\n`)
}

/**
 * The text without what would make a terminal do something: words of a host site are shown to a
 * researcher, and must not move the cursor, rewrite a line or the clipboard.
 */
export function plain(text: string): string {
  return text.replaceAll(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    '\ufffd',
  )
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, undefined, 2))
}

const BAR_WIDTH = 24

export interface ProgressLine {
  /** `fraction` from 0 to 1, or `undefined` when nobody can tell. */
  show(label: string, fraction?: number): void
  end(): void
}

/** One line on a terminal that is written over; on anything else, one line for each new label. */
export function progressLine(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  let last = ''
  return {
    show(label, fraction) {
      if (!stream.isTTY) {
        if (label !== last) stream.write(`${label}\n`)
        last = label
        return
      }
      const bar =
        fraction === undefined
          ? ''
          : ` [${'#'.repeat(Math.round(fraction * BAR_WIDTH)).padEnd(BAR_WIDTH, '.')}] ${String(Math.round(fraction * 100)).padStart(3)}%`
      stream.write(`\r\u001b[2K${label}${bar}`)
      last = label
    },
    end() {
      if (stream.isTTY && last !== '') stream.write('\n')
      last = ''
    },
  }
}
