import { Problem, PROBLEM_CONTENT_TYPE } from '@crosspanel/protocol/problem'
import type { z } from 'zod'
import { CliError, EXIT } from './exit.ts'

const TIMEOUT_MS = 30_000
const EXIT_OF_STATUS: Readonly<Record<number, number>> = {
  401: EXIT.loginNeeded,
  403: EXIT.notPermitted,
  404: EXIT.notFound,
  429: EXIT.rateLimited,
  503: EXIT.unreachable,
}

export type RegistryApi = ReturnType<typeof createRegistryApi>

/** Calls a registry and parses its answers: a registry of another version may send more, never less. */
export function createRegistryApi({ url, token }: { url: string; token?: string }) {
  async function call<T>(
    method: 'GET' | 'POST',
    path: string,
    schema: z.ZodType<T>,
    body?: unknown,
  ): Promise<T> {
    const answer = await fetch(url + path, {
      method,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((error: unknown) => {
      throw new CliError(`${url} cannot be reached`, EXIT.unreachable, { cause: error })
    })
    if (!answer.ok) throw await problemError(answer)
    const parsed = schema.safeParse(await answer.json().catch(() => undefined))
    if (parsed.success) return parsed.data
    throw new CliError(`${url}${path} answered something that this version does not understand`)
  }

  return {
    get: <T>(path: string, schema: z.ZodType<T>) => call('GET', path, schema),
    post: <T>(path: string, schema: z.ZodType<T>, body: unknown) =>
      call('POST', path, schema, body),
  }
}

async function problemError(answer: Response): Promise<CliError> {
  const exitCode = EXIT_OF_STATUS[answer.status] ?? EXIT.failed
  const isProblem = answer.headers.get('content-type')?.startsWith(PROBLEM_CONTENT_TYPE) ?? false
  const problem = Problem.safeParse(isProblem ? await answer.json() : undefined)
  if (!problem.success) {
    return new CliError(`the registry answered with status ${answer.status}`, exitCode)
  }
  const { title, detail, code, errors = [], requestId } = problem.data
  const lines = [
    detail === undefined || detail === title ? title : `${title}: ${detail}`,
    ...errors.map((error) => `  ${error.pointer}: ${error.detail}`),
    `  [${code}${requestId === undefined ? '' : `, request ${requestId}`}]`,
  ]
  if (answer.status === 429) {
    lines.push(`  try again in ${answer.headers.get('retry-after') ?? 'some'} s`)
  }
  return new CliError(lines.join('\n'), exitCode)
}
