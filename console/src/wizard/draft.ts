import type { InputReport } from '@crosspanel/protocol/input-check/report'
import type { RunParameters, SubmitJob } from '@crosspanel/protocol/job'
import type { PanelView } from '@crosspanel/protocol/panel'
import type { VariantSketch } from '@crosspanel/protocol/variant-sketch'
import type { FileIdentity } from './first-look.ts'
import { type Cohort, judgePanel } from './judge-panel.ts'

export const STEPS = ['files', 'panel', 'options', 'estimate', 'terms', 'key', 'review'] as const
export type Step = (typeof STEPS)[number]

/** A file of a draft and, once its upload has begun, where the node keeps it. */
export interface DraftFile {
  readonly identity: FileIdentity
  readonly fileId: string | undefined
  /** Bytes that the node has said are safe. */
  readonly sentBytes: number
  readonly isComplete: boolean
}

/** A file of which the node has nothing. */
export function unsent(identity: FileIdentity): DraftFile {
  return { identity, fileId: undefined, sentBytes: 0, isComplete: false }
}

export interface Agreement {
  readonly panelId: string
  readonly terms: string | undefined
}

/** A job that is being prepared, as this browser keeps it. No sample id, no genotype and no key is in it. */
export interface Draft {
  /** Also the Idempotency-Key of the job: however often it is sent, one job comes of it. */
  readonly id: string
  readonly accountId: string
  readonly createdAt: string
  readonly updatedAt: string
  readonly name: string
  readonly files: readonly DraftFile[]
  /** What the look at the files has found; of the whole files when `isWhole`. */
  readonly report: InputReport | undefined
  readonly isWhole: boolean
  readonly chromosomes: readonly string[]
  /** Hashes of sites that were read, to compare with those of panels. */
  readonly sketch: VariantSketch | undefined
  readonly ancestry: string | undefined
  readonly panelId: string | undefined
  readonly parameters: Partial<RunParameters>
  /** What was agreed to: that data go to this panel's host, and its terms as they were shown. */
  readonly agreement: Agreement | undefined
  /** Results are to be readable by the site too: no key of one's own. */
  readonly isWithoutKey: boolean
  readonly jobId: string | undefined
}

/** Parameters that are left out get the node's defaults. */
type SubmitJobInput = Omit<SubmitJob, 'parameters'> & {
  readonly parameters: Partial<RunParameters> & Pick<RunParameters, 'build'>
}

export function newDraft(id: string, accountId: string, now: Date): Draft {
  const at = now.toISOString()
  return {
    ...{ id, accountId, createdAt: at, updatedAt: at, name: '', files: [], report: undefined },
    ...{ isWhole: false, chromosomes: [], sketch: undefined },
    ...{ ancestry: undefined, panelId: undefined },
    ...{ parameters: {}, agreement: undefined, isWithoutKey: false, jobId: undefined },
  }
}

/** What the node knows: whether the account has a public key, and the panel as it is now, if it still is. */
export interface DraftFacts {
  readonly hasKey: boolean
  readonly panel: PanelView | undefined
}

/** What the look at a draft's files has told. */
export function cohortOf({ report, chromosomes, ancestry, isWhole }: Draft): Cohort {
  const [first] = report?.files ?? []
  return {
    build: first?.build ?? 'unknown',
    samples: report?.samples ?? 0,
    chromosomes,
    phased: first?.phased ?? 'unphased',
    isWhole,
    ancestry,
  }
}

/** What a step still lacks, or nothing. */
export function missingOf(
  step: Step,
  draft: Draft,
  facts: DraftFacts,
): 'files' | 'errors' | 'panel' | 'terms' | 'key' | undefined {
  switch (step) {
    case 'files':
      return missingOfFiles(draft)
    case 'panel':
      return canServe(facts.panel, draft) ? undefined : 'panel'
    case 'terms':
      return isAgreed(draft, facts.panel) ? undefined : 'terms'
    case 'key':
      return facts.hasKey || draft.isWithoutKey ? undefined : 'key'
    case 'options':
    case 'estimate':
    case 'review':
      return undefined
  }
}

function missingOfFiles({ files, report }: Draft): 'files' | 'errors' | undefined {
  if (files.length === 0 || report === undefined) return 'files'
  return report.isAcceptable ? undefined : 'errors'
}

/** A panel may go, and other files may be chosen after it was. */
function canServe(panel: DraftFacts['panel'], draft: Draft): boolean {
  return (
    panel !== undefined &&
    panel.panelId === draft.panelId &&
    judgePanel(panel, cohortOf(draft)).isPossible
  )
}

/** The first step that lacks something; none when the job can be sent. */
export function firstMissing(draft: Draft, facts: DraftFacts): Step | undefined {
  return STEPS.find((step) => missingOf(step, draft, facts) !== undefined)
}

/** An agreement counts for the panel and the very text that it was given for. */
export function isAgreed(
  { agreement }: Draft,
  panel: Pick<PanelView, 'panelId' | 'terms'> | undefined,
): boolean {
  if (agreement === undefined || panel === undefined) return false
  return agreement.panelId === panel.panelId && agreement.terms === panel.terms
}

/** The body of the job. Throws when there is no panel or a file has not arrived: the review never lets it. */
export function requestOf(
  draft: Draft,
  build: RunParameters['build'],
  acceptedTermsSha256: string | undefined,
): SubmitJobInput {
  const fileIds = draft.files.flatMap(({ fileId, isComplete }) =>
    fileId !== undefined && isComplete ? [fileId] : [],
  )
  if (draft.panelId === undefined || fileIds.length !== draft.files.length) {
    throw new Error('the draft is not ready')
  }
  const { name } = draft
  return {
    panelId: draft.panelId,
    ...(name.trim() === '' ? {} : { name: name.trim() }),
    fileIds,
    parameters: { ...draft.parameters, build },
    ...(acceptedTermsSha256 === undefined ? {} : { acceptedTermsSha256 }),
  }
}
