import { refusalOf } from '@crosspanel/protocol/problem-text'
import type { z } from 'zod'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'

const TIMEOUT_MS = 30_000

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
    if (!answer.ok) throw await refusalOf(answer, 'the registry')
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
