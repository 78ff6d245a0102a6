import { PROBLEM_CONTENT_TYPE, Problem } from '@crosspanel/protocol/problem'
import type { z } from 'zod'
import { CliError, EXIT } from './exit.ts'
import type { Login } from './profile.ts'

const EXIT_OF_STATUS: Readonly<Record<number, number>> = {
  401: EXIT.loginNeeded,
  403: EXIT.notPermitted,
  404: EXIT.notFound,
  429: EXIT.rateLimited,
  503: EXIT.unreachable,
}

export interface Request {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD'
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface Api {
  readonly url: string
  /** Calls the node and parses its answer: a node of another version may send more, never less. */
  call<T>(path: string, schema: z.ZodType<T>, request?: Request): Promise<T>
  /** Calls the node and hands the answer on unread. */
  raw(path: string, request?: Request): Promise<Response>
}

export function createApi(login: { url: string; token?: string }): Api {
  async function raw(
    path: string,
    { method = 'GET', body, headers }: Request = {},
  ): Promise<Response> {
    const answer = await fetch(login.url + path, {
      method,
      headers: {
        ...(login.token === undefined ? {} : { authorization: `Bearer ${login.token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((error: unknown) => {
      throw new CliError(`${login.url} cannot be reached`, EXIT.unreachable, { cause: error })
    })
    if (!answer.ok) throw await problemError(answer)
    return answer
  }
  return {
    url: login.url,
    raw,
    async call(path, schema, request) {
      const answer = await raw(path, request)
      const parsed = schema.safeParse(answer.status === 204 ? undefined : await answer.json())
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

async function problemError(answer: Response): Promise<CliError> {
  const exitCode = EXIT_OF_STATUS[answer.status] ?? EXIT.failed
  if (!answer.headers.get('content-type')?.startsWith(PROBLEM_CONTENT_TYPE)) {
    return new CliError(`the node answered with status ${answer.status}`, exitCode)
  }
  const problem = Problem.safeParse(await answer.json())
  if (!problem.success)
    return new CliError(`the node answered with status ${answer.status}`, exitCode)
  const { title, detail, code, errors = [], requestId } = problem.data
  const lines = [
    detail === undefined || detail === title ? title : `${title}: ${detail}`,
    ...errors.map(
      (error) => `  ${error.pointer}: ${error.detail}${error.fix ? ` (${error.fix})` : ''}`,
    ),
    `  [${code}${requestId === undefined ? '' : `, request ${requestId}`}]`,
  ]
  if (answer.status === 429)
    lines.push(`  try again in ${answer.headers.get('retry-after') ?? 'some'} s`)
  return new CliError(lines.join('\n'), exitCode)
}
