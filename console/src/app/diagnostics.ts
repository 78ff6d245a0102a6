import { ApiFailure } from '../api/failure.ts'

const STACK_LINES = 12

/** What an administrator needs to find the cause. Addresses without queries: no search word, no token. */
export function diagnosticsOf(error: unknown, where: { page: string; client: string }): string {
  const failure = error instanceof ApiFailure ? error : undefined
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return [
    `page: ${where.page}`,
    `time: ${new Date().toISOString()}`,
    `client: ${where.client}`,
    ...(failure?.code === undefined ? [] : [`code: ${failure.code}`]),
    ...(failure?.problem?.requestId === undefined ? [] : [`request: ${failure.problem.requestId}`]),
    ...stack
      .replaceAll(/[?#][^\s)]*/g, '')
      .split('\n')
      .slice(0, STACK_LINES),
  ].join('\n')
}
