import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Larger real data beside the checkout, which the repository does not have. */
export const SHARED_DATA = join(import.meta.dirname, '../../../shared/data')

/** Whether the data is there; when it is not, says in one line which tests are skipped for want of it. */
export function hasSharedData(tests: string): boolean {
  const isThere = existsSync(join(SHARED_DATA, 'README.md'))
  if (!isThere) console.warn(`skipped for want of ../shared/data: ${tests}`)
  return isThere
}
