import { type DestinationStream, pino } from 'pino'
import type { RegistryConfig } from './config.ts'

export type Logger = ReturnType<typeof createLogger>

/**
 * Structured lines on standard output. Only what is passed as a field is written; request bodies
 * and tokens are never passed (T30). An error is written without the values that drivers attach to it.
 */
export function createLogger(
  config: Pick<RegistryConfig, 'federationId' | 'logLevel'>,
  destination?: DestinationStream,
) {
  const options = {
    level: config.logLevel,
    base: { federation: config.federationId },
    serializers: { err: describeError },
  }
  return destination ? pino(options, destination) : pino(options)
}

interface ErrorDescription {
  readonly type: string
  readonly code: string | undefined
  readonly message: string
  readonly stack: string | undefined
  readonly cause: ErrorDescription | undefined
}

/** Postgres errors carry query parameters and row values in `detail`, `query` and `parameters`: those are left out. */
function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof Error)) {
    const message = 'not an Error'
    return { type: typeof error, code: undefined, message, stack: undefined, cause: undefined }
  }
  const isQuery = error.message.startsWith('Failed query')
  return {
    type: error.name,
    code: (error as { code?: string }).code,
    message: isQuery ? 'Failed query' : error.message,
    stack: isQuery ? undefined : error.stack,
    cause: error.cause === undefined ? undefined : describeError(error.cause),
  }
}
