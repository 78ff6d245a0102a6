import { ApiFailure } from '../api/failure.ts'
import { OF_THIS_PAGE } from '../ui/failure-words.ts'
import { t } from './words.ts'

type FaultCode = keyof ReturnType<typeof t>['faults']

/** What went wrong in this browser and at no server, in the shape in which refusals are shown. */
export function browserFailure(code: FaultCode, cause?: unknown): ApiFailure {
  const { title, text: detail } = t().faults[code]
  return new ApiFailure('refused', {
    problem: { type: OF_THIS_PAGE, title, detail, status: 0, code },
    cause,
  })
}

/** Whatever was thrown while files were looked at or a draft was kept. */
export function wizardFailure(error: unknown): ApiFailure {
  return error instanceof ApiFailure ? error : browserFailure('browser-failed', error)
}
