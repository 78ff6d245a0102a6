import { CliError, EXIT, exitCodeOf } from './exit-codes.ts'
import { Problem, PROBLEM_CONTENT_TYPE, type ProblemCode } from './problem.ts'
import { PROBLEM_FIXES } from './problem-fixes.ts'

/** A problem as people read it at a terminal: what is wrong, where, how to mend it, and what to quote to an administrator. */
export function problemText({ title, detail, code, errors = [], requestId }: Problem): string {
  const request = requestId === undefined ? '' : `, request ${requestId}`
  const isSaidBelow = errors.some((error) => error.detail === detail && !isOfAll(error))
  const isPlain = detail === undefined || detail === title || isSaidBelow
  return [
    isPlain ? title : `${title}: ${detail}`,
    ...(errors.length === 0 ? fixOf(code) : problemErrors(errors)),
    `  [${code}${request}]`,
  ].join('\n')
}

/** A server of a later version may know problems that this one does not. */
function fixOf(code: string): readonly string[] {
  return Object.hasOwn(PROBLEM_FIXES, code) ? [`  ${PROBLEM_FIXES[code as ProblemCode]}`] : []
}

export function problemErrors(errors: NonNullable<Problem['errors']>): readonly string[] {
  return errors.map((error) => {
    const { pointer, detail, fix } = error
    if (isOfAll(error)) return `  ${fix}`
    const where = pointer === '' ? '' : `${pointer}: `
    return `  ${where}${detail}${fix === undefined || fix === '' ? '' : ` (${fix})`}`
  })
}

/** One that names no place in the request has been said by the problem itself, but for the way out. */
function isOfAll({ pointer, fix }: NonNullable<Problem['errors']>[number]): boolean {
  return pointer === '' && fix !== undefined && fix !== ''
}

/** The error of a command whose request was refused by `server`, such as "the node". Reads the answer's body. */
export async function refusalOf(answer: Response, server: string): Promise<CliError> {
  const retryAfterS = secondsOf(answer.headers.get('retry-after'))
  const wait = retryAfterS === undefined ? {} : { retryAfterS }
  const isProblem = answer.headers.get('content-type')?.startsWith(PROBLEM_CONTENT_TYPE) ?? false
  const body: unknown = isProblem ? await answer.json().catch(() => undefined) : undefined
  const problem = Problem.safeParse(body)
  if (!problem.success) {
    await answer.body?.cancel().catch(() => undefined)
    return new CliError(
      `${server} answered with status ${answer.status}`,
      exitCodeOf(answer.status),
      wait,
    )
  }
  const { code } = problem.data
  const exitCode = exitCodeOf(answer.status, code)
  const again =
    exitCode === EXIT.rateLimited || retryAfterS !== undefined
      ? `\n  try again in ${retryAfterS ?? 'some'} seconds`
      : ''
  return new CliError(problemText(problem.data) + again, exitCode, { ...wait, problemCode: code })
}

function secondsOf(header: string | null): number | undefined {
  return header !== null && /^\d+$/.test(header) ? Number(header) : undefined
}
