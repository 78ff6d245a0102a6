import { read } from '../api/client.ts'
import { createPages } from '../api/pages.ts'
import { createQuery } from '../api/query.ts'
import { registry } from './client.ts'

const LIMIT = '50'

/** Every member as it is known now: the pages of sites, health and keys are made of it. */
export function queryMembers() {
  return createQuery(
    () => 'members',
    async () => {
      const list = await read(registry.members.$get())
      // Rows keep their identity by `id`.
      return { ...list, members: list.members.map((site) => ({ id: site.siteId, ...site })) }
    },
  )
}

/** Sites that ask to join and wait for an admin. */
export function queryPending() {
  return createPages(
    () => 'pending' as const,
    (state, cursor, signal) => readRequests({ state, ...pageAfter(cursor) }, signal, true),
  )
}

/** Requests that were approved or rejected. They are told with those that wait, so a page of them may be short. */
export function queryDecided() {
  return createPages(
    () => 'decided',
    (_, cursor, signal) => readRequests(pageAfter(cursor), signal, false),
  )
}

export function queryInvites() {
  return createPages(
    () => 'invites',
    async (_, cursor, signal) => {
      const query = pageAfter(cursor)
      const list = await read(registry.invites.$get({ query }, { init: { signal } }))
      return { rows: list.invites.map((each) => ({ id: each.inviteId, ...each })), next: list.next }
    },
  )
}

function pageAfter(cursor: string | undefined) {
  return { limit: LIMIT, ...(cursor === undefined ? {} : { before: cursor }) }
}

async function readRequests(
  query: { readonly limit: string; readonly before?: string; readonly state?: 'pending' },
  signal: AbortSignal,
  isPending: boolean,
) {
  const list = await read(registry.enrolments.$get({ query }, { init: { signal } }))
  const wanted = list.enrolments.filter(({ state }) => (state === 'pending') === isPending)
  return { rows: wanted.map((each) => ({ id: each.enrolmentId, ...each })), next: list.next }
}
