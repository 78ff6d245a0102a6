import type { Component } from 'solid-js'
import type { IconName } from '../ui/icons.tsx'

/** A place in the main menu. */
export interface NavItem {
  readonly href: string
  readonly label: () => string
  readonly icon?: IconName
  /** In the one row that a wide window has for the menu its icon says what it is. */
  readonly isIconWhereWide?: boolean
  /** How many wait there, with what is said of it; nothing where none does. */
  readonly badge?: () => { readonly count: number; readonly text: string } | undefined
  /** Smaller stands further left. */
  readonly order: number
  /** In the menu of the account instead, under the person's name. */
  readonly isPersonal?: boolean
}

export interface AreaRoute {
  /** As the router has it: `/jobs/:id`. */
  readonly path: string
  /** `lazy(() => import('./job.page.tsx'))`, so that a page's script comes when it is opened. */
  readonly page: Component
  /** Seen without a login, and without the menu. */
  readonly isOpen?: boolean
}

/** A part of the console with pages of its own; `areas.ts` lists them. */
export interface Area {
  /** Without any, everybody who has logged in. */
  readonly roles?: readonly string[]
  readonly nav: readonly NavItem[]
  readonly routes: readonly AreaRoute[]
}

/** What somebody with this role finds in the menu, and in that of the account; in both when it is not said which. */
export function navOf(
  areas: readonly Area[],
  role: string,
  { isPersonal: wanted }: { readonly isPersonal?: boolean } = {},
): readonly NavItem[] {
  return areas
    .filter((area) => mayEnter(area, role))
    .flatMap(({ nav }) => nav)
    .filter(({ isPersonal = false }) => wanted === undefined || isPersonal === wanted)
    .toSorted((a, b) => a.order - b.order)
}

/** Whether somebody with this role may see what the area shows; the server decides for itself. */
export function mayEnter({ roles }: Area, role: string): boolean {
  return roles === undefined || roles.includes(role)
}

/** The page within this console to go to after a login: never another site's address. */
export function safeNext(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) ? next : '/'
}
