import { fault } from '@crosspanel/protocol/faults'
import { DomainError } from '@crosspanel/protocol/problem'
import type { SourceFaults } from './source-scanner.ts'

/** Throws one problem that names all faults of a file, each with the command that mends it. */
export function refuseFaults(file: string, faults: SourceFaults): void {
  if (faults.size === 0) return
  const errors = [...faults].map(([kind, { count, first }]) =>
    fault(`source-${kind}`, `#/${file}`, { file, count, first }),
  )
  const seen = errors.map(({ detail }) => detail).join('; ')
  throw new DomainError('panel-source-refused', `${file}: ${seen}`, { errors })
}
