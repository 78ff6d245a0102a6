import { read } from '../api/client.ts'
import type { Destinations, DestinationsFor } from '../palette/destination.ts'
import { registry } from './client.ts'
import { t } from './words.ts'

/** Where the palette of the registry's console leads. */
export function destinationsFor({ menu }: DestinationsFor): Destinations {
  return {
    known: [
      ...menu,
      { kind: 'page', href: '/requests/invite', label: t().sites.invite },
      { kind: 'page', href: '/status', label: t().status.title },
    ],
    asked: [
      {
        kind: 'site',
        async read() {
          const { members } = await read(registry.members.$get())
          return members.map(({ siteId, siteName }) => ({
            kind: 'site',
            href: `/federation/${siteId}`,
            label: siteName,
            more: siteId,
          }))
        },
      },
    ],
  }
}
