import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context } from 'hono'
import type { AppEnv } from './env.ts'

/** One open `text/event-stream` answer. */
export interface EventSink {
  /** Bytes that were written and that the connection has not taken yet. */
  backlogBytes(): number
  write(frame: Uint8Array): void
  /** Ends the answer after what was written. */
  end(): void
  /** Cuts the connection; what it has not taken is lost. */
  drop(): void
  /** Calls back when the connection is gone, at once when it is gone already. */
  onClose(listener: () => void): void
}

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  // nginx and its like keep answers back until a buffer is full.
  'x-accel-buffering': 'no',
  // The end of the connection is the end of the stream: without chunks around them, the bytes of an
  // event go to every socket as they are.
  connection: 'close',
} as const

/**
 * Answers with a stream of events. It writes to the server's own response: a `ReadableStream` for
 * each client costs a promise for each client and event.
 */
export function openEventSink(c: Context<AppEnv>): EventSink & { readonly answer: Response } {
  const response = (c.env as HttpBindings).outgoing
  response.useChunkedEncodingByDefault = false
  const headers = Object.fromEntries(c.body(null).headers)
  response.writeHead(200, { ...headers, ...HEADERS })
  response.flushHeaders()
  if (c.req.method === 'HEAD') response.end()
  response.on('error', () => response.destroy())
  const isOver = () => response.writableEnded || response.destroyed
  return {
    answer: RESPONSE_ALREADY_SENT,
    backlogBytes: () => response.writableLength,
    write(frame) {
      if (!isOver()) response.write(frame)
    },
    end: () => void response.end(),
    drop: () => void response.destroy(),
    onClose(listener) {
      if (response.closed || response.destroyed) listener()
      else response.once('close', listener)
    },
  }
}
