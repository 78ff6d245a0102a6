import type { NodeConfig, NodeSecrets } from '../config.ts'
import type { Logger } from '../logger.ts'

export type SpanAttributes = Readonly<Record<string, string | number | boolean>>

/** `job`: the job's own trace, the same at both sites. `traceparent`: of a peer that is known, or of a place of our own. */
export type SpanParent =
  { readonly job: string } | { readonly traceparent: string | undefined } | 'none'

export interface SpanOptions {
  readonly kind?: 'server' | 'client' | 'producer' | 'consumer' | 'internal'
  /** Never an id of a person, a name of a file or anything that a stranger sent. */
  readonly attributes?: SpanAttributes
  /** What is under way when left out. */
  readonly parent?: SpanParent
}

export interface Span {
  set(attributes: SpanAttributes): void
  rename(name: string): void
  /** `reason` is a code. */
  fail(reason: string): void
}

/** Where the time of requests, jobs and runs goes. A collector that is away holds nothing up. */
export interface Tracing extends AsyncDisposable {
  readonly isOn: boolean
  /** Does `work` within a span. What it throws marks the span and is thrown on. */
  span<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T>
  /** The place in the trace that is under way, as W3C writes it; undefined when there is none. */
  traceparent(): string | undefined
  /** The first span of a job's own trace. */
  beginJob(jobId: string, attributes: SpanAttributes): void
}

const NO_SPAN: Span = { set: () => undefined, rename: () => undefined, fail: () => undefined }

export const NO_TRACING: Tracing = {
  isOn: false,
  span: (_name, _options, work) => work(NO_SPAN),
  traceparent: () => undefined,
  beginJob: () => undefined,
  [Symbol.asyncDispose]: () => Promise.resolve(),
}

/** OpenTelemetry is loaded only where traces are sent somewhere. */
export async function openTracing(
  config: Pick<NodeConfig, 'siteId' | 'workerName' | 'tracesUrl'>,
  secrets: Pick<NodeSecrets, 'tracesHeaders'>,
  log: Logger,
): Promise<Tracing> {
  const { tracesUrl: url, siteId, workerName } = config
  if (url === undefined) return NO_TRACING
  const { startTracing } = await import('./open-telemetry.ts')
  return startTracing({ url, headers: secrets.tracesHeaders, siteId, workerName, log })
}

/** As `send` takes it. */
export function traceHeaders(tracing: Tracing): Readonly<Record<string, string>> {
  const traceparent = tracing.traceparent()
  return traceparent === undefined ? {} : { traceparent }
}
