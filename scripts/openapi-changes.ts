/** Finds what in a new OpenAPI description would break a client that was written for the old one. */

interface Schema {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly maxItems?: number
}
type Content = Readonly<Record<string, { readonly schema?: Schema }>>
interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly schema?: Schema
}
interface Operation {
  readonly operationId?: string
  readonly security?: unknown
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly required?: boolean; readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>
}
export interface Description {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> }
}

/** Whether a schema is of what clients send or of what they read. */
type Side = 'sent' | 'read'

export function breakingChanges(before: Description, after: Description): string[] {
  const found: string[] = []
  const current = inlined(after)
  for (const [path, item] of Object.entries(inlined(before) ?? {})) {
    for (const [method, operation] of Object.entries(item)) {
      const at = `${method.toUpperCase()} ${path}`
      const now = current?.[path]?.[method]
      if (now === undefined) found.push(`${at} is gone`)
      else found.push(...operationChanges(operation, now, at))
    }
  }
  return found
}

/** The paths, with each named schema written out where it is used. */
function inlined({ paths, components }: Description): Description['paths'] {
  const resolve = (_: string, value: unknown): unknown => {
    const ref = (value as { $ref?: unknown } | null)?.$ref
    return typeof ref === 'string' ? components?.schemas?.[ref.split('/').at(-1) ?? ''] : value
  }
  return JSON.parse(JSON.stringify(paths, resolve)) as Description['paths']
}

function operationChanges(before: Operation, after: Operation, at: string): string[] {
  const found: string[] = []
  if (before.operationId !== after.operationId) found.push(`${at} has another operationId`)
  if (!same(before.security, after.security)) found.push(`${at} asks for another login`)
  found.push(...parameterChanges(before.parameters ?? [], after.parameters ?? [], at))
  if (after.requestBody?.required && !before.requestBody?.required) {
    found.push(`${at} needs a body`)
  }
  found.push(...contentChanges(before.requestBody?.content, after.requestBody?.content, 'sent', at))
  return [...found, ...responseChanges(before.responses, after.responses, at)]
}

/** A problem that no longer comes breaks nobody. */
function responseChanges(
  before: Operation['responses'],
  after: Operation['responses'],
  at: string,
): string[] {
  return Object.entries(before).flatMap(([status, { content }]) => {
    const now = after[status]
    if (now !== undefined) return contentChanges(content, now.content, 'read', `${at} ${status}`)
    return status.startsWith('2') ? [`${at} no longer answers ${status}`] : []
  })
}

function parameterChanges(
  before: readonly Parameter[],
  after: readonly Parameter[],
  at: string,
): string[] {
  const found: string[] = []
  const find = (list: readonly Parameter[], like: Parameter) =>
    list.find((one) => one.name === like.name && one.in === like.in)
  for (const old of before) {
    const now = find(after, old)
    if (now === undefined) found.push(`${at} takes ${old.in} parameter ${old.name} no more`)
    else found.push(...schemaChanges(old.schema, now.schema, 'sent', `${at} ${old.name}`))
  }
  for (const now of after) {
    if (now.required && !find(before, now)?.required) {
      found.push(`${at} needs ${now.in} parameter ${now.name}`)
    }
  }
  return found
}

function contentChanges(
  before: Content | undefined,
  after: Content | undefined,
  side: Side,
  at: string,
): string[] {
  return Object.entries(before ?? {}).flatMap(([type, { schema }]) => {
    const now = after?.[type]
    if (now === undefined) return [`${at} has no ${type} any more`]
    return schemaChanges(schema, now.schema, side, at)
  })
}

function schemaChanges(
  before: Schema | undefined,
  after: Schema | undefined,
  side: Side,
  at: string,
): string[] {
  if (same(before, after)) return []
  if (before === undefined || after === undefined) return [`${at} has another schema`]
  return [
    ...typeChanges(before, after, side, at),
    ...propertyChanges(before, after, side, at),
    ...limitChanges(before, after, side, at),
    ...alternativeChanges(before, after, side, at),
    ...schemaChanges(before.items, after.items, side, `${at}[]`),
  ]
}

function typeChanges(before: Schema, after: Schema, side: Side, at: string): string[] {
  const [old, now] = [typesOf(before), typesOf(after)]
  const [must, may] = side === 'sent' ? [old, now] : [now, old]
  const found = must.every((type) => may.includes(type)) ? [] : [`${at} has another type`]
  const [oldValues, values] = [valuesOf(before), valuesOf(after)]
  // Clients have to read an enum value that they do not know as a fallback, so more may be read.
  if (side === 'sent' && values && !oldValues?.every((value) => values.includes(value))) {
    found.push(`${at} takes fewer values`)
  }
  return found
}

function propertyChanges(before: Schema, after: Schema, side: Side, at: string): string[] {
  const found: string[] = []
  for (const [name, schema] of Object.entries(before.properties ?? {})) {
    const now = after.properties?.[name]
    if (now === undefined) found.push(`${at}.${name} is gone`)
    else found.push(...schemaChanges(schema, now, side, `${at}.${name}`))
  }
  const [old, now] = [before.required ?? [], after.required ?? []]
  const lost = old.filter((name) => !now.includes(name) && after.properties?.[name])
  const gained = now.filter((name) => !old.includes(name))
  if (side === 'sent') found.push(...gained.map((name) => `${at}.${name} is needed`))
  else found.push(...lost.map((name) => `${at}.${name} may be absent`))
  return found
}

function limitChanges(before: Schema, after: Schema, side: Side, at: string): string[] {
  if (side === 'read') return []
  const found: string[] = []
  if (after.pattern !== undefined && after.pattern !== before.pattern) {
    found.push(`${at} has another pattern`)
  }
  for (const key of ['maxLength', 'maximum', 'maxItems'] as const) {
    if ((after[key] ?? Infinity) < (before[key] ?? Infinity)) found.push(`${at} has a lower ${key}`)
  }
  for (const key of ['minLength', 'minimum', 'minItems'] as const) {
    if ((after[key] ?? -Infinity) > (before[key] ?? -Infinity)) {
      found.push(`${at} has a higher ${key}`)
    }
  }
  return found
}

function alternativeChanges(before: Schema, after: Schema, side: Side, at: string): string[] {
  const [old, now] = [alternativesOf(before), alternativesOf(after)]
  const [must, may] = side === 'sent' ? [old, now] : [now, old]
  return must.every((one) => may.some((other) => same(one, other)))
    ? []
    : [`${at} has other alternatives`]
}

function typesOf({ type }: Schema): readonly string[] {
  return type === undefined ? [] : typeof type === 'string' ? [type] : type
}

function valuesOf(schema: Schema): readonly unknown[] | undefined {
  return schema.enum ?? (schema.const === undefined ? undefined : [schema.const])
}

function alternativesOf(schema: Schema): readonly Schema[] {
  return schema.anyOf ?? schema.oneOf ?? schema.allOf ?? []
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
