import { type FindingCode, type FindingKey, findingOf, type FoundArguments } from '../findings.ts'
import type { Finding } from '../job.ts'
import { codeOf } from '../template.ts'

export type Findings = ReturnType<typeof createFindings>

/**
 * Collects the findings of one file, one a code: the first is described, the others are counted,
 * so a file of a million bad rows gives a short answer in bounded memory.
 */
export function createFindings(file?: string) {
  const byCode = new Map<string, Finding>()

  return {
    add<Key extends FindingKey>(key: Key, ...found: FoundArguments<Key>): void {
      const code = codeOf<string>(key)
      const known = byCode.get(code)
      if (known !== undefined) {
        known.count += found[0]?.count ?? 1
        return
      }
      const finding = findingOf(key, ...found)
      byCode.set(code, file === undefined ? finding : { ...finding, file })
    },
    has: (code: FindingCode): boolean => byCode.has(code),
    list: (): Finding[] => [...byCode.values()],
  }
}

const PLAIN = /^[\w.:*+-]{1,40}$/

/** Whether a value from a file can be repeated to a person as it is. */
export function isPlain(value: string): boolean {
  return PLAIN.test(value)
}
