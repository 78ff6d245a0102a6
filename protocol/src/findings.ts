import { CONTAINER_FINDINGS } from './input-check/container-codes.ts'
import { HEADER_FINDINGS } from './input-check/header-codes.ts'
import { RECORD_FINDINGS } from './input-check/record-codes.ts'
import type { FindingText } from './finding-texts.ts'
import type { Finding } from './job.ts'
import { JOB_FINDINGS } from './job-findings.ts'
import { RUN_FINDINGS } from './run-findings.ts'
import {
  type CodeOf,
  codeOf,
  inEnglish,
  type KeyOf,
  type Params,
  type ParamsOf,
  type TemplateOf,
  templateOf,
} from './template.ts'

/** Every finding of the input check, of a host site and of a home site. The code is the stable contract; the words may change. */
export const FINDINGS = {
  ...CONTAINER_FINDINGS,
  ...HEADER_FINDINGS,
  ...RECORD_FINDINGS,
  ...RUN_FINDINGS,
  ...JOB_FINDINGS,
}
type Findings = typeof FINDINGS
export type FindingCode = keyof Findings

type Seen = { readonly [Code in FindingCode]: Findings[Code]['seen'] }
/** A code, or a code and which of its cases was seen. */
export type FindingKey = KeyOf<Seen>

/** All three texts of a finding may ask for values. */
type TextsOf<Key extends FindingKey> =
  | TemplateOf<Seen, Key>
  | Findings[CodeOf<Key> & FindingCode]['why']
  | Findings[CodeOf<Key> & FindingCode]['fix']
export type FindingParams<Key extends FindingKey> = ParamsOf<TextsOf<Key>>

interface Found {
  readonly line?: number | undefined
  readonly count?: number | undefined
}
export type FoundAs<Key extends FindingKey> = FindingParams<Key> & Found

/** For an argument list: needless where the texts ask for no value. */
export type FoundArguments<Key extends FindingKey> =
  FindingParams<Key> extends { readonly params?: undefined }
    ? [found?: FoundAs<Key>]
    : [found: FoundAs<Key>]

/** A finding with its English texts, and what they are made of. */
export function findingOf<Key extends FindingKey>(
  key: Key,
  ...[found]: FoundArguments<Key>
): Finding {
  const { params = {}, line, count = 1 } = (found ?? {}) as Found & { params?: Params }
  const code = codeOf<string>(key) as FindingCode
  const { severity, seen, why, fix }: FindingText = FINDINGS[code]
  return {
    code,
    severity,
    seen: inEnglish(templateOf({ [code]: seen }, key), key, params),
    why: inEnglish(why, code, params),
    fix: inEnglish(fix, code, params),
    told: { key, params },
    ...(line === undefined ? {} : { line }),
    count,
  }
}
