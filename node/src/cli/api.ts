import { refusalOf } from '@crosspanel/protocol/problem-text'
import type { z } from 'zod'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import type { Login } from './profile.ts'

/** For answers in JSON. Contents of files take as long as they take. */
const CALL_TIMEOUT_MS = 30_000

export interface Request {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD'
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

export interface Api {
  readonly url: string
  /** What says who asks. */
  readonly headers: Readonly<Record<string, string>>
  /** Calls the node and parses its answer: a node of another version may send more, never less. */
  call<T>(path: string, schema: z.ZodType<T>, request?: Request): Promise<T>
  /** Calls the node and hands the answer on unread. */
  raw(path: string, request?: Request): Promise<Response>
}

export function createApi(login: { url: string; token?: string }): Api {
  const own: Readonly<Record<string, string>> =
    login.token === undefined ? {} : { authorization: `Bearer ${login.token}` }

  async function raw(
    path: string,
    { method = 'GET', body, headers, signal }: Request = {},
  ): Promise<Response> {
    const answer = await fetch(login.url + path, {
      method,
      ...(signal === undefined ? {} : { signal }),
      headers: {
        ...own,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((error: unknown) => {
      throw new CliError(`${login.url} cannot be reached`, EXIT.unreachable, { cause: error })
    })
    if (!answer.ok) throw await refusalOf(answer, 'the node')
    return answer
  }
  return {
    url: login.url,
    headers: own,
    raw,
    async call(path, schema, request) {
      const answer = await raw(path, { signal: AbortSignal.timeout(CALL_TIMEOUT_MS), ...request })
      const parsed = schema.safeParse(answer.status === 204 ? undefined : await readJson(answer))
      if (!parsed.success) {
        throw new CliError(
          `${login.url}${path} answered something that this version does not understand`,
        )
      }
      return parsed.data
    },
  }
}

/** An API for the stored login. */
export function apiFor(login: Login): Api {
  return createApi(login)
}

function readJson(answer: Response): Promise<unknown> {
  return answer.json().catch((error: unknown) => {
    if (error instanceof SyntaxError) return undefined
    throw new CliError('the connection to the node was lost', EXIT.unreachable, { cause: error })
  })
}
