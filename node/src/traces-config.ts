import { z } from 'zod'

/** Where traces are sent, by the names that OpenTelemetry gives the variables. */
export const TraceEnvironment = {
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url()
    .optional()
    .describe('Address of an OpenTelemetry collector (OTLP over HTTP); traces are sent when set'),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: z
    .url()
    .optional()
    .describe('The same for traces alone, with its path; goes before the other'),
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .meta({ secret: true })
    .optional()
    .describe('Headers for the collector, `name=value` with commas between'),
} as const

interface TraceVariables {
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined
  readonly OTEL_EXPORTER_OTLP_TRACES_ENDPOINT?: string | undefined
}

/** As OpenTelemetry reads its variables: the general address has no path of its own. */
export function tracesUrlOf(e: TraceVariables): string | undefined {
  if (e.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT !== undefined)
    return e.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT
  const base = e.OTEL_EXPORTER_OTLP_ENDPOINT
  return base === undefined ? undefined : `${base.replace(/\/$/, '')}/v1/traces`
}

/** `name=value` with commas between. */
export function headersIn(text = ''): Record<string, string> {
  const pairs = text.split(',').flatMap((pair) => {
    const [name = '', ...value] = pair.split('=')
    return name.trim() === '' ? [] : [[name.trim(), decodeURIComponent(value.join('=').trim())]]
  })
  return Object.fromEntries(pairs) as Record<string, string>
}
