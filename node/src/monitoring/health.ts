import type {
  CheckState,
  HealthCheck,
  HealthReport,
  NodeHealth,
  PartHealth,
} from '@crosspanel/protocol/status'
import type { SiteId } from '@crosspanel/protocol/ids'
import type { Logger } from '../logger.ts'
import { startLoop, together } from '../loop.ts'
import { type Check, createPart, type PartLook } from './part.ts'

export interface HealthServiceDeps {
  readonly siteId: SiteId
  /** What the node cannot work without, or what `/readyz` tells of. */
  readonly readiness: Readonly<Record<string, Check>>
  /** What is worth watching and does not make the node unready. */
  readonly others: Readonly<Record<string, Check>>
  readonly log: Logger
  readonly now: () => Date
}
export type HealthService = ReturnType<typeof createHealthService>

/** With the second that an answer is waited for, a failure is seen within two. */
const LOOK_EVERY_MS = 750
const LOOK_LIFE_MS = 2_000
const WORST_FIRST: readonly CheckState[] = ['failed', 'degraded', 'ok']

/** Whether the node can do its work now. While the loops run, everything is answered from memory. */
export function createHealthService(deps: HealthServiceDeps) {
  const { siteId, readiness, others, log, now } = deps
  const parts = Object.entries({ ...readiness, ...others }).map(([name, check]) =>
    createPart(name, check, log),
  )
  let underWay: Promise<readonly PartLook[]> | undefined

  function remembered(): readonly PartLook[] | undefined {
    const looks = parts.map((part) => part.last()).filter((look) => look !== undefined)
    const isFresh = looks.every(({ atMs }) => performance.now() - atMs < LOOK_LIFE_MS)
    return isFresh && looks.length === parts.length ? looks : undefined
  }

  /** What is remembered, or a look of now that all who ask at this moment share. */
  async function looks(): Promise<readonly PartLook[]> {
    const known = remembered()
    if (known !== undefined) return known
    underWay ??= Promise.all(parts.map((part) => part.look())).finally(() => {
      underWay = undefined
    })
    return underWay
  }

  async function report(): Promise<HealthReport> {
    const checks = (await looks()).filter(({ name }) => name in readiness).map(checkOf)
    return { isReady: isReady(checks), checks }
  }

  function isReady(checks: readonly { name: string; state: CheckState }[]): boolean {
    return checks.every(({ name, state }) => state !== 'failed' || !(name in readiness))
  }

  return {
    report,
    looks,
    /** What was seen last, without looking. */
    lastLooks: (): readonly PartLook[] =>
      parts.map((part) => part.last()).filter((look) => look !== undefined),

    /** Whether the part had failed when it was seen last, without looking. */
    hadFailed: (name: string): boolean =>
      parts.some((part) => part.name === name && part.last()?.state === 'failed'),

    /** As it was seen last, without looking. */
    wasReady(): boolean {
      const last = parts.map((part) => part.last()).filter((look) => look !== undefined)
      return last.length === parts.length && isReady(last)
    },

    isReady: async (): Promise<boolean> => (await report()).isReady,

    /** For everybody it says which part is in what state; what was seen there is for administrators. */
    async read(isForAdministrators: boolean): Promise<NodeHealth> {
      const all = await looks()
      return {
        siteId,
        time: now().toISOString(),
        state: worstOf(all.map(({ state }) => state)),
        isReady: isReady(all),
        parts: all.map((look) => viewOf(look, isForAdministrators)),
      }
    },

    /** Each part at its own pace: one that hangs makes no other late. */
    loops(): AsyncDisposable {
      return together(
        parts.map((part) => {
          const look = async () => {
            await part.look()
          }
          return startLoop(look, { name: `look at ${part.name}`, everyMs: LOOK_EVERY_MS, log })
        }),
      )
    },
  }
}

export function worstOf(states: readonly CheckState[]): CheckState {
  return WORST_FIRST.find((state) => states.includes(state)) ?? 'ok'
}

export function ageS(atMs: number): number {
  return Math.round((performance.now() - atMs) / 100) / 10
}

function checkOf({ name, state, seen, told }: PartLook): HealthCheck {
  return { name, state, seen, ...(told === undefined ? {} : { told }) }
}

function viewOf(look: PartLook, isForAdministrators: boolean): PartHealth {
  const { name, state, seen, told, responseMs, atMs } = look
  const sight = isForAdministrators ? { seen, told } : { seen: null }
  return { name, state, ...sight, responseMs, ageS: ageS(atMs) }
}
