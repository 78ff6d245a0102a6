import { DomainError, type ProblemDetail } from '@crosspanel/protocol/problem'

/** A panel's sources cannot be used as they are. */
export function refuseSource(fault: ProblemDetail): DomainError {
  return new DomainError('panel-source-refused', fault.detail, { errors: [fault] })
}
