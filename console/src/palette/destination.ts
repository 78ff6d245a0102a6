/** In the order in which they are shown where nothing else decides. */
export const KINDS = ['page', 'job', 'panel', 'site', 'setting', 'error'] as const
export type Kind = (typeof KINDS)[number]

/** Somewhere in the console to go to. */
export interface Destination {
  readonly kind: Kind
  readonly href: string
  readonly label: string
  /** Shown beside the label and searched as well: an id, a title, the part of the console. */
  readonly more?: string
  /** Of `more`, where it is not in the page's language: servers speak English. */
  readonly lang?: string | undefined
}

/** A list that the server is asked for when the palette opens. */
export interface AskedList {
  readonly kind: Kind
  readonly read: () => Promise<readonly Destination[]>
}

export interface Destinations {
  /** What is known without the server. */
  readonly known: readonly Destination[]
  readonly asked: readonly AskedList[]
  /** What was typed as an address of its own, such as the id of a job. */
  readonly named?: (typed: string) => Destination | undefined
}

export interface DestinationsFor {
  readonly role: string
  /** The pages of the menu. */
  readonly menu: readonly Destination[]
}
