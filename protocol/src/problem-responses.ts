import { Problem, PROBLEM_CONTENT_TYPE, PROBLEMS, type ProblemCode } from './problem.ts'

/** The codes of what an HTTP library refuses by status alone, such as a body that is no JSON. */
export const CODE_OF_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'malformed-json',
  401: 'unauthenticated',
  403: 'forbidden',
  413: 'body-too-large',
  415: 'media-type-unsupported',
}

/** Named, so that an OpenAPI description has it once. */
const NamedProblem = Problem.meta({ id: 'Problem' })

type StatusOf<C extends ProblemCode> = (typeof PROBLEMS)[C]['status']
type ProblemResponses<C extends ProblemCode> = Record<
  StatusOf<C>,
  {
    description: string
    content: { [PROBLEM_CONTENT_TYPE]: { schema: typeof Problem } }
  }
>

/** The OpenAPI `responses` of a route that can answer with these problems. Codes that share a status share an entry. */
export function problems<C extends ProblemCode>(...codes: readonly C[]): ProblemResponses<C> {
  const byStatus = Object.groupBy(codes, (code) => String(PROBLEMS[code].status))
  return Object.fromEntries(
    Object.entries<C[] | undefined>(byStatus).map(([status, group]) => [
      status,
      {
        description: (group ?? []).map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('; '),
        content: { [PROBLEM_CONTENT_TYPE]: { schema: NamedProblem } },
      },
    ]),
  ) as ProblemResponses<C>
}
