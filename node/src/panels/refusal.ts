import { DomainError } from '@crosspanel/protocol/problem'

/** A panel's source cannot be used; `fix` is the command or step that mends it. No sample id in either. */
export function refuseSource(detail: string, fix: string): DomainError {
  return new DomainError('panel-source-refused', detail, {
    errors: [{ pointer: '#', detail, fix }],
  })
}
