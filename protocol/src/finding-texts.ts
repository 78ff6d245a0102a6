import type { Finding } from './job.ts'
import type { Cases, Template } from './template.ts'

/** `seen`, `why` and `fix` of a finding have the same parameters. */
export interface FindingText {
  readonly severity: Finding['severity']
  readonly seen: Cases
  readonly why: Template
  readonly fix: Template
}
export type FindingTexts = Readonly<Record<string, FindingText>>
