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
