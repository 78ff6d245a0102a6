import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import {
  type Context,
  isSpanContextValid,
  type Link,
  ROOT_CONTEXT,
  type Span as OtelSpan,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
} from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  RandomIdGenerator,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-node'
import type { Logger } from '../logger.ts'
import { SOFTWARE } from '../peers/statement.ts'
import type { Span, SpanOptions, SpanParent, Tracing } from './tracing.ts'

const EXPORT_TIMEOUT_MS = 5_000
const EXPORT_EVERY_MS = 1_000
const CLOSE_DEADLINE_MS = 5_000
const TELL_EVERY_MS = 60_000

export interface TracingSettings {
  /** Of the collector's OTLP/HTTP receiver, `/v1/traces` included. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly siteId: string
  readonly workerName: string
  readonly log: Logger
}

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
} as const

/**
 * Nothing is registered with OpenTelemetry's globals: several nodes may live in one process, and a
 * library that finds a global tracer would write what we do not want written, such as values of queries.
 */
export function startTracing(settings: TracingSettings): Tracing {
  const { siteId, workerName, log } = settings
  const random = new RandomIdGenerator()
  const chosen: { ids?: SpanContext } = {}
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      'service.name': 'crosspanel-node',
      'service.version': SOFTWARE.version,
      'service.instance.id': workerName,
      'crosspanel.site': siteId,
    }),
    idGenerator: {
      generateTraceId: () => chosen.ids?.traceId ?? random.generateTraceId(),
      generateSpanId: () => chosen.ids?.spanId ?? random.generateSpanId(),
    },
    spanProcessors: [
      new BatchSpanProcessor(openExporter(settings), {
        scheduledDelayMillis: EXPORT_EVERY_MS,
        exportTimeoutMillis: EXPORT_TIMEOUT_MS,
      }),
    ],
  })
  const tracer = provider.getTracer('crosspanel', SOFTWARE.version)
  const active = new AsyncLocalStorage<Context>()
  const here = () => active.getStore() ?? ROOT_CONTEXT

  function start(name: string, { kind = 'internal', attributes, parent }: SpanOptions) {
    const { context, links } = placeOf(parent, here())
    const options = { kind: KINDS[kind], links, ...(attributes ? { attributes } : {}) }
    return { span: tracer.startSpan(name, options, context), context }
  }

  return {
    isOn: true,

    async span(name, options, work) {
      const { span, context } = start(name, options)
      try {
        return await active.run(trace.setSpan(context, span), () => work(ours(span)))
      } catch (error) {
        ours(span).fail(reasonOf(error))
        throw error
      } finally {
        span.end()
      }
    },

    traceparent() {
      const context = trace.getSpanContext(here())
      if (context === undefined || !isSpanContextValid(context)) return undefined
      const flags = (context.traceFlags & TraceFlags.SAMPLED).toString(16).padStart(2, '0')
      return `00-${context.traceId}-${context.spanId}-${flags}`
    },

    beginJob(jobId, attributes) {
      const ids = traceOfJob(jobId)
      if (ids === undefined) return
      chosen.ids = ids
      try {
        const options = { attributes, links: linksTo(here()), root: true }
        tracer.startSpan('job submitted', options, ROOT_CONTEXT).end()
      } finally {
        delete chosen.ids
      }
    },

    async [Symbol.asyncDispose]() {
      const closed = provider.shutdown().catch((err: unknown) => {
        log.debug({ err }, 'the last spans were not exported')
      })
      await Promise.race([closed, wait(CLOSE_DEADLINE_MS, undefined, { ref: false })])
    },
  }
}

/** An exporter that says, and not too often, when the collector does not take the spans. */
function openExporter({ url, headers, log }: TracingSettings): SpanExporter {
  const exporter = new OTLPTraceExporter({ url, headers, timeoutMillis: EXPORT_TIMEOUT_MS })
  let quietUntilMs = 0
  return {
    export(spans, onDone) {
      exporter.export(spans, (result) => {
        if (result.error !== undefined && performance.now() >= quietUntilMs) {
          quietUntilMs = performance.now() + TELL_EVERY_MS
          log.warn({ err: result.error, spans: spans.length }, 'spans could not be exported')
        }
        onDone(result)
      })
    },
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  }
}

interface Place {
  readonly context: Context
  readonly links: Link[]
}

function placeOf(parent: SpanParent | undefined, here: Context): Place {
  if (parent === undefined) return { context: here, links: [] }
  if (parent === 'none') return { context: ROOT_CONTEXT, links: [] }
  const wanted = 'job' in parent ? traceOfJob(parent.job) : readTraceparent(parent.traceparent)
  if (wanted === undefined) return { context: ROOT_CONTEXT, links: [] }
  if ('job' in parent && trace.getSpanContext(here)?.traceId === wanted.traceId) {
    return { context: here, links: [] }
  }
  return { context: trace.setSpanContext(ROOT_CONTEXT, wanted), links: linksTo(here) }
}

function linksTo(context: Context): Link[] {
  const linked = trace.getSpanContext(context)
  return linked === undefined ? [] : [{ context: linked }]
}

/**
 * A job outlives requests and processes and is known to both sites by its id, so its trace has that
 * id: 16 bytes, as a trace id has. Undefined for what is no UUID.
 */
function traceOfJob(jobId: string): SpanContext | undefined {
  const traceId = jobId.replaceAll('-', '').toLowerCase()
  return valid({ traceId, spanId: traceId.slice(16) })
}

function readTraceparent(text: string | undefined): SpanContext | undefined {
  const [, traceId, spanId, flags] =
    /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(text ?? '') ?? []
  if (traceId === undefined || spanId === undefined) return undefined
  return valid({ traceId, spanId }, parseInt(flags ?? '0', 16) & TraceFlags.SAMPLED)
}

function valid(
  ids: Pick<SpanContext, 'traceId' | 'spanId'>,
  traceFlags: number = TraceFlags.SAMPLED,
): SpanContext | undefined {
  const context = { ...ids, traceFlags, isRemote: true }
  return isSpanContextValid(context) ? context : undefined
}

function ours(span: OtelSpan): Span {
  return {
    set: (attributes) => void span.setAttributes(attributes),
    rename: (name) => void span.updateName(name),
    fail(reason) {
      span.setAttribute('error.type', reason)
      span.setStatus({ code: SpanStatusCode.ERROR })
    },
  }
}

/** A code or the name of the class: a message may hold anything. */
function reasonOf(error: unknown): string {
  const { code, name } = Object(error) as { code?: unknown; name?: unknown }
  if (typeof code === 'string') return code
  return typeof name === 'string' ? name : 'error'
}
