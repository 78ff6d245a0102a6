import { read } from '../api/client.ts'
import { createQuery } from '../api/query.ts'
import { registry } from './client.ts'

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
