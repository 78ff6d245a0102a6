import type postgres from 'postgres'
import type { NodeHome } from '../node-home.ts'

export const FINDING_STATES = ['ok', 'warn', 'fail', 'skipped'] as const
export type FindingState = (typeof FINDING_STATES)[number]

export interface DoctorFinding {
  readonly state: FindingState
  /** What was seen, with numbers. */
  readonly evidence: string
  /** The command or step that mends it. */
  readonly fix?: string
}

/** What a check looks at. `sql` rejects when the database cannot be reached. */
export interface Patient {
  readonly home: NodeHome
  readonly sql: () => Promise<postgres.Sql>
  readonly signal: AbortSignal
}

export interface Check {
  readonly id: string
  /** What is looked at, as the table in docs/operations.md says it. */
  readonly about: string
  readonly look: (patient: Patient) => Promise<DoctorFinding>
  /** Takes long, and is made when it is asked for. */
  readonly isDeep?: true
  readonly deadlineMs?: number
  /** A change that is safe at any time, made with `--fix` alone. */
  readonly mend?: (patient: Patient) => Promise<void>
}

export interface CheckResult extends DoctorFinding {
  readonly id: string
  readonly ms: number
}

const DEADLINE_MS = 4_000

/** Every check at once, each with its own deadline: one that hangs holds up no other. */
export async function runChecks(
  checks: readonly Check[],
  patient: Omit<Patient, 'signal'>,
  { isMending = false, deadlineMs: commonMs = DEADLINE_MS } = {},
): Promise<CheckResult[]> {
  return Promise.all(
    checks.map(async ({ id, look, mend, deadlineMs = commonMs }) => {
      const startedMs = performance.now()
      const signal = AbortSignal.timeout(deadlineMs)
      let finding = await lookWithin(look, { ...patient, signal }, deadlineMs)
      if (isMending && mend !== undefined && finding.state !== 'ok') {
        await mend({ ...patient, signal })
        finding = await lookWithin(look, { ...patient, signal }, deadlineMs)
      }
      return { id, ...finding, ms: Math.round(performance.now() - startedMs) }
    }),
  )
}

async function lookWithin(
  look: Check['look'],
  patient: Patient,
  deadlineMs: number,
): Promise<DoctorFinding> {
  const { promise, resolve } = Promise.withResolvers<DoctorFinding>()
  const late = { state: 'fail', evidence: `no answer within ${deadlineMs / 1000} s` } as const
  const timer = setTimeout(() => resolve(late), deadlineMs)
  try {
    return await Promise.race([look(patient), promise])
  } catch (error) {
    return { state: 'fail', evidence: wordsOf(error) }
  } finally {
    clearTimeout(timer)
  }
}

/** The code of a failure, or its first line: the whole may name addresses and accounts of a database. */
function wordsOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return `failed with ${String(error.code)}`
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'failed'
}
