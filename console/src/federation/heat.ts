import type { CheckState } from '@crosspanel/protocol/status'
import type { SiteOverview } from '@crosspanel/protocol/site-overview'
import type { Told } from '@crosspanel/protocol/told'

/** What a node cannot work without comes first; what we do not know comes last, by name. */
const ORDER = [
  'database',
  'migrations',
  'worker',
  'disk',
  'hints',
  'engines',
  'clock',
  'store',
  'mail',
]

type Checked = Pick<SiteOverview, 'report'>

/** The checks that any of the sites reports. */
export function checksOf(sites: readonly Checked[]): string[] {
  const names = new Set(sites.flatMap(({ report }) => report?.checks.map(({ name }) => name) ?? []))
  return [...names].toSorted((a, b) => rankOf(a) - rankOf(b) || a.localeCompare(b))
}

function rankOf(name: string): number {
  const at = ORDER.indexOf(name)
  return at === -1 ? ORDER.length : at
}

export interface Cell {
  /** `unknown`: the site does not report this check, or nothing at all. */
  readonly state: CheckState | 'unknown'
  readonly seen: string | null
  readonly told?: Told | undefined
}

export function cellOf({ report }: Checked, check: string): Cell {
  const found = report?.checks.find(({ name }) => name === check)
  return found === undefined ? { state: 'unknown', seen: null } : found
}
