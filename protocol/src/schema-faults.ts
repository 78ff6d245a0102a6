import type { z } from 'zod'
import { FAULTS, fault, type FaultKey } from './faults.ts'
import type { ProblemDetail } from './problem.ts'

type Issue = z.core.$ZodIssue
const FORMATS = ['email', 'url', 'datetime', 'uuid'] as const

/** What a schema has found wrong, in words for people; in the schema's own where it has some. */
export function faultOfIssue(issue: Issue): ProblemDetail {
  const pointer = `#/${issue.path.map(String).join('/')}`
  const own = ownKeyOf(issue.message)
  if (own !== undefined) return { pointer, detail: issue.message, told: { key: own, params: {} } }
  return known(issue, pointer) ?? { pointer, detail: issue.message }
}

/** What is wrong with the `target` of a request, whose query may have `parameters` and no others. */
export function faultsOfRequest(
  target: string,
  issues: readonly Issue[],
  parameters: readonly string[],
): ProblemDetail[] {
  return issues.flatMap((issue) =>
    target === 'query' ? faultsOfQuery(issue, parameters) : [faultOfIssue(issue)],
  )
}

function faultsOfQuery(issue: Issue, parameters: readonly string[]): ProblemDetail[] {
  if (issue.code !== 'unrecognized_keys') return [faultOfIssue(issue)]
  const known = parameters.join(', ')
  return issue.keys.map((name) => fault('parameter', `#/${name}`, { known }))
}

/** Of the messages that schemas have themselves, those that are told in other languages. */
function ownKeyOf(message: string): FaultKey | undefined {
  const keys = Object.keys(FAULTS) as FaultKey[]
  return keys.find((key) => FAULTS[key].detail === message)
}

function known(issue: Issue, pointer: string): ProblemDetail | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.endsWith('received undefined')
        ? fault('missing', pointer)
        : fault('type', pointer, { expected: issue.expected })
    case 'too_small':
    case 'too_big':
      return beyond(issue, pointer)
    case 'invalid_format': {
      if (!issue.message.startsWith('Invalid')) return undefined
      const format = FORMATS.find((name) => name === issue.format)
      return format ? fault(format, pointer) : fault('format', pointer, { format: issue.format })
    }
    case 'invalid_value':
      return fault('choice', pointer, { values: issue.values.map(String).join(', ') })
    case 'unrecognized_keys':
      return fault('unknown', pointer, { names: issue.keys.join(', ') })
    default:
      return undefined
  }
}

function beyond(
  issue: Extract<Issue, { code: 'too_small' | 'too_big' }>,
  pointer: string,
): ProblemDetail {
  const { origin } = issue
  if (issue.code === 'too_small') {
    const params = { minimum: Number(issue.minimum) }
    if (origin === 'string') return fault('short', pointer, params)
    return fault(origin === 'array' ? 'few' : 'small', pointer, params)
  }
  const params = { maximum: Number(issue.maximum) }
  if (origin === 'string') return fault('long', pointer, params)
  return fault(origin === 'array' ? 'many' : 'large', pointer, params)
}
