import type { Finding } from '@crosspanel/protocol/job'
import { type Cases, codeOf, type Template, templateOf } from '@crosspanel/protocol/template'
import { splitFix } from './finding-fix.ts'
import type { FindingWords } from './words.findings.fr.ts'
import { createTexts, type Said, sayWith } from './texts.ts'

const texts = createTexts<FindingWords>({
  fr: async () => (await import('./words.findings.fr.ts')).fr,
})

interface ToldFinding {
  readonly seen: Said
  readonly why: Said
  readonly fix: Said
  readonly command: string | undefined
}

type TextsOfFinding = Readonly<Record<string, { seen: Cases; why: string; fix: string }>>

function textsOf(code: string): TextsOfFinding[string] | undefined {
  const all: TextsOfFinding | undefined = texts()
  return all !== undefined && Object.hasOwn(all, code) ? all[code] : undefined
}

/** Undefined in English, and for what this release does not know. */
export function seenTemplateOf(key: string): Template | undefined {
  const code = codeOf(key)
  const seen = textsOf(code)?.seen
  return seen === undefined ? undefined : templateOf({ [code]: seen }, key)
}

/** A finding in the page's language. Commands are the same in all. */
export function tellFinding({ code, seen, why, fix, told }: Finding): ToldFinding {
  const { text, command } = splitFix(fix)
  const { params = {}, key = code } = told ?? {}
  const known = textsOf(code)
  return {
    seen: sayWith(seenTemplateOf(key), params, seen),
    why: sayWith(known?.why, params, why),
    fix: sayWith(known?.fix, params, text),
    command,
  }
}
