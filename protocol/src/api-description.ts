import { PROBLEM_CONTENT_TYPE, type ProblemCode } from './problem.ts'
import { problems } from './problem-responses.ts'

/** As much of an OpenAPI 3.1 description as is filled in here. */
interface Operation {
  tags?: readonly string[]
  parameters?: readonly unknown[]
  requestBody?: unknown
  responses?: Record<string, { description?: string; content?: Record<string, unknown> }>
  security?: readonly object[]
}
type Item = Record<string, Operation>

export interface EdgeOfApi {
  /** Part of the path under which each group of routes stands, such as `/api/v1/`. */
  readonly base: string
  /** Tags of the first parts of paths that are not tags by themselves. */
  readonly tags: Readonly<Record<string, string>>
  /** Whether the edge counts the requests to a path. */
  readonly isLimited: (path: string) => boolean
}

const METHODS = ['get', 'put', 'post', 'patch', 'delete']

const CONDITIONAL = {
  name: 'If-None-Match',
  in: 'header',
  required: false,
  description: 'The ETag of an earlier answer: answered with 304 while it is still the same',
  schema: { type: 'string' },
}

/**
 * Adds what the edge does to every route, so that no route has to say it: tags, conditional GET, and
 * the problems that come before a route is reached.
 */
export function describeEdge<D extends { readonly paths?: object | undefined }>(
  description: D,
  edge: EdgeOfApi,
): D {
  const paths = Object.entries((description.paths ?? {}) as Record<string, Item>)
  const filled = paths.map(([path, item]) => [path, describeItem(path, item, edge)] as const)
  return { ...description, paths: Object.fromEntries(filled) }
}

function describeItem(path: string, item: Item, edge: EdgeOfApi): Item {
  return Object.fromEntries(
    Object.entries(item).map(([method, operation]) =>
      METHODS.includes(method)
        ? [method, describeOperation({ path, method, operation }, edge)]
        : [method, operation],
    ),
  )
}

interface At {
  readonly path: string
  readonly method: string
  readonly operation: Operation
}

function describeOperation(at: At, edge: EdgeOfApi): Operation {
  const { path, method, operation } = at
  const isConditional =
    method === 'get' && operation.responses?.['200']?.content?.['application/json'] !== undefined
  return {
    ...operation,
    tags: operation.tags ?? [tagOf(path, edge)],
    ...(isConditional ? { parameters: withConditional(operation.parameters ?? []) } : {}),
    responses: {
      ...edgeProblems(at, edge),
      ...(isConditional ? { 304: { description: 'What the caller has is still the answer' } } : {}),
      ...operation.responses,
    },
  }
}

function withConditional(parameters: readonly unknown[]): readonly unknown[] {
  const names = parameters.map((one) => (one as { name?: string }).name?.toLowerCase())
  return names.includes('if-none-match') ? parameters : [...parameters, CONDITIONAL]
}

function edgeProblems({ path, method, operation }: At, edge: EdgeOfApi) {
  const codes: ProblemCode[] = ['internal']
  if (edge.isLimited(path)) codes.push('rate-limited')
  if (operation.requestBody !== undefined) codes.push('body-too-large', 'media-type-unsupported')
  if (operation.security?.length !== 0) codes.push('unauthenticated', 'not-ready')
  if (operation.security?.length !== 0 && method !== 'get') codes.push('forbidden', 'csrf-refused')
  return referring(problems(...codes))
}

/** The description has been made already: schemas are named in it, and no more translated. */
function referring(responses: ReturnType<typeof problems>): NonNullable<Operation['responses']> {
  const content = { [PROBLEM_CONTENT_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } }
  return Object.fromEntries(
    Object.entries(responses).map(([status, { description }]) => [
      status,
      { description, content },
    ]),
  )
}

function tagOf(path: string, { base, tags }: EdgeOfApi): string {
  const [first = ''] = (path.startsWith(base) ? path.slice(base.length) : path.slice(1)).split('/')
  return tags[first] ?? first
}
