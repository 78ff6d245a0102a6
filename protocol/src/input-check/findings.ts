import type { Finding } from '../job.ts'
import { CONTAINER_FINDINGS } from './container-codes.ts'
import { HEADER_FINDINGS } from './header-codes.ts'
import { RECORD_FINDINGS } from './record-codes.ts'

export type FindingTexts = Readonly<
  Record<
    string,
    { readonly severity: Finding['severity']; readonly why: string; readonly fix: string }
  >
>

/** Every finding of the input check. The code is the stable contract; the words may change. */
export const FINDINGS = { ...CONTAINER_FINDINGS, ...HEADER_FINDINGS, ...RECORD_FINDINGS }
export type FindingCode = keyof typeof FINDINGS

export interface FoundAt {
  readonly line?: number
  readonly count?: number
}

export type Findings = ReturnType<typeof createFindings>

/**
 * Collects the findings of one file, one a code: the first is described, the others are counted,
 * so a file of a million bad rows gives a short answer in bounded memory.
 */
export function createFindings(file?: string) {
  const byCode = new Map<FindingCode, Finding>()

  return {
    /** `seen` may be a function, so that text is made for the first of a kind only. */
    add(code: FindingCode, seen: string | (() => string), { line, count = 1 }: FoundAt = {}): void {
      const known = byCode.get(code)
      if (known !== undefined) {
        known.count += count
        return
      }
      byCode.set(code, {
        code,
        ...FINDINGS[code],
        seen: typeof seen === 'string' ? seen : seen(),
        ...(file === undefined ? {} : { file }),
        ...(line === undefined ? {} : { line }),
        count,
      })
    },
    has: (code: FindingCode): boolean => byCode.has(code),
    list: (): Finding[] => [...byCode.values()],
  }
}

const PLAIN = /^[\w.:*+-]{1,40}$/

/** A value from a file, for a person to read; strange ones are not repeated. */
export function shown(value: string): string {
  return PLAIN.test(value) ? `"${value}"` : 'a value with unusual characters'
}
