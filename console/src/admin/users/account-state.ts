import type { AccountChanges, AccountView } from '@crosspanel/protocol/account'

export type AccountState = 'invited' | 'active' | 'disabled' | 'leaving'

/** The first of these that holds. */
export function stateOf({
  isBeingDeleted,
  isDisabled,
  isSetUp,
}: Pick<AccountView, 'isBeingDeleted' | 'isDisabled' | 'isSetUp'>): AccountState {
  if (isBeingDeleted) return 'leaving'
  if (isDisabled) return 'disabled'
  return isSetUp ? 'active' : 'invited'
}

type Quotas = NonNullable<AccountChanges['quotas']>
export type QuotaTexts = Readonly<Record<keyof Quotas, string>>
const NAMES = ['jobsLive', 'jobsPerDay', 'storageBytes'] as const
const GIGABYTE = 1_000_000_000

/** What was typed as quotas: nothing gives one back to the site's settings; storage is typed in gigabytes. */
export function quotasOf(texts: QuotaTexts): Quotas | undefined {
  const read = NAMES.map((name) => [name, numberOf(texts[name], name)] as const)
  if (read.some(([, value]) => value === undefined)) return undefined
  return Object.fromEntries(read)
}

function numberOf(text: string, name: (typeof NAMES)[number]): number | null | undefined {
  if (text.trim() === '') return null
  const value = Number(text.trim().replace(',', '.'))
  if (!Number.isFinite(value) || value < 0) return undefined
  if (name === 'storageBytes') return Math.round(value * GIGABYTE)
  return Number.isInteger(value) ? value : undefined
}

/** As they are typed; those of the site's settings are empty. */
export function textsOf(
  quotas: Readonly<Record<keyof Quotas, { readonly max: number; readonly isOwn: boolean }>>,
): QuotaTexts {
  const text = (name: keyof Quotas) => {
    const { max, isOwn } = quotas[name]
    if (!isOwn) return ''
    return String(name === 'storageBytes' ? max / GIGABYTE : max)
  }
  return {
    jobsLive: text('jobsLive'),
    jobsPerDay: text('jobsPerDay'),
    storageBytes: text('storageBytes'),
  }
}
