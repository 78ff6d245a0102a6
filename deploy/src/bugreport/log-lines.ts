import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'

const LINES_KEPT = 500
const FRAMES_KEPT = 12

/** Fields whose values the node chooses itself. `route` is the pattern of a route and no address. */
const LogLine = z.object({
  level: z.number(),
  time: z.number(),
  msg: z.string().optional(),
  module: z
    .string()
    .regex(/^[a-z]+(-[a-z]+)*$/)
    .optional()
    .catch(undefined),
  requestId: z.uuid().optional().catch(undefined),
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']).optional().catch(undefined),
  route: z
    .string()
    .regex(/^\/(api|peer)\/v1(\/([a-z-]+|:[A-Za-z]+))*$|^\/(livez|readyz(\/:check)?|metrics)$/)
    .optional()
    .catch(undefined),
  status: z.number().optional().catch(undefined),
  ms: z.number().optional().catch(undefined),
  err: z
    .object({
      type: z.string().optional().catch(undefined),
      code: z.string().optional().catch(undefined),
      stack: z.string().optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
})

export interface ShownLogLine extends Omit<z.infer<typeof LogLine>, 'err' | 'time'> {
  readonly time: string
  readonly err?: { type?: string; code?: string; frames: readonly string[] }
}

/** The last lines of a log of the node, of each only what cannot hold a person's data. */
export async function readLogLines(
  file: string,
): Promise<{ lines: ShownLogLine[]; unreadable: number }> {
  let lines: ShownLogLine[] = []
  let unreadable = 0
  for await (const text of createInterface({ input: createReadStream(file, 'utf8') })) {
    const line = shownLine(text)
    if (line === undefined) unreadable += 1
    else lines.push(line)
    if (lines.length >= 2 * LINES_KEPT) lines = lines.slice(-LINES_KEPT)
  }
  return { lines: lines.slice(-LINES_KEPT), unreadable }
}

function shownLine(text: string): ShownLogLine | undefined {
  const parsed = LogLine.safeParse(parsedJson(text))
  if (!parsed.success) return undefined
  const { err, time, msg, ...fields } = parsed.data
  return {
    ...fields,
    time: new Date(time).toISOString(),
    ...(msg === undefined ? {} : { msg: plainWords(msg) }),
    ...(err === undefined ? {} : { err: shownError(err) }),
  }
}

function shownError({ type, code, stack }: NonNullable<z.infer<typeof LogLine>['err']>) {
  return {
    ...(type === undefined ? {} : { type: identifier(type) }),
    ...(code === undefined ? {} : { code: identifier(code) }),
    frames: framesOf(stack ?? ''),
  }
}

/** Messages of the node are sentences of small letters; whatever looks otherwise, as a name does, was put into one. */
function plainWords(text: string): string {
  return text
    .split(' ')
    .map((word, index) => {
      const isPlain = /^[a-z'-]{0,20}[,;:.]?$/.test(index === 0 ? word.toLowerCase() : word)
      return isPlain ? word : '[…]'
    })
    .join(' ')
}

const identifier = (text: string) => (/^[A-Za-z_]{1,40}$|^[0-9A-Z]{5}$/.test(text) ? text : '[…]')

/** Where in the source, without where that is on this machine and without the error's message. */
function framesOf(stack: string): string[] {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .flatMap(
      (line) =>
        /(?:(?:node|deploy|protocol|registry)\/src\/[\w./-]+\.ts:\d+:\d+)\)?$/.exec(line) ?? [],
    )
    .map((frame) => frame.replace(/\)$/, ''))
    .slice(0, FRAMES_KEPT)
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
