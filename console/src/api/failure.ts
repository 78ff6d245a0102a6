import type { Problem } from '@crosspanel/protocol/problem'

/**
 * Why the server did not do what it was asked for. `refused`: it answered with a problem (RFC 9457).
 * `unreachable`: there was no answer, which says nothing about what it has or does.
 */
export type FailureKind = 'refused' | 'unreachable'

export class ApiFailure extends Error {
  override readonly name = 'ApiFailure'
  readonly kind: FailureKind
  readonly problem: Problem | undefined
  readonly status: number | undefined
  /** After how many seconds trying again makes sense, when the server has said. */
  readonly retryAfterS: number | undefined

  constructor(
    kind: FailureKind,
    more: {
      problem?: Problem | undefined
      status?: number
      retryAfterS?: number | undefined
      cause?: unknown
    } = {},
  ) {
    super(more.problem?.title ?? kind, { cause: more.cause })
    this.kind = kind
    this.problem = more.problem
    this.status = more.status
    this.retryAfterS = more.retryAfterS
  }

  get code(): string | undefined {
    return this.problem?.code
  }
}

/** The server's refusal; a proxy that answers for a dead server has no problem document and counts as none. */
export async function failureOf(answer: Response): Promise<ApiFailure> {
  const { status } = answer
  const problem = await readProblem(answer)
  const isAway = problem === undefined && [502, 503, 504].includes(status)
  return new ApiFailure(isAway ? 'unreachable' : 'refused', {
    problem,
    status,
    retryAfterS: secondsOf(answer.headers.get('retry-after')),
  })
}

async function readProblem(answer: Response): Promise<Problem | undefined> {
  if (!(answer.headers.get('content-type') ?? '').startsWith('application/problem+json')) {
    await answer.body?.cancel().catch(() => undefined)
    return undefined
  }
  const body: unknown = await answer.json().catch(() => undefined)
  return isProblem(body) ? body : undefined
}

// The schemas of protocol/ would bring zod into the first view.
function isProblem(body: unknown): body is Problem {
  if (typeof body !== 'object' || body === null) return false
  const { code, title, status } = body as Record<string, unknown>
  return typeof code === 'string' && typeof title === 'string' && typeof status === 'number'
}

function secondsOf(header: string | null): number | undefined {
  return header !== null && /^\d+$/.test(header) ? Number(header) : undefined
}

/** What was thrown, as a failure: what is not ours already is a request that never got an answer. */
export function asFailure(error: unknown): ApiFailure {
  return error instanceof ApiFailure ? error : new ApiFailure('unreachable', { cause: error })
}
