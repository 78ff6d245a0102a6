import type { FederationAnnouncements } from '@crosspanel/protocol/federation-announcements'
import { verifyAnnouncements } from '@crosspanel/protocol/signed-document'
import type { FederationTrust } from './federation-trust.ts'
import { FederationRefusal } from './federation-view.ts'
import type { RegistryClient } from './registry-client.ts'

export interface FederationNoticesDeps {
  readonly trust: FederationTrust | undefined
  readonly registry: Pick<RegistryClient, 'getAnnouncements'> | undefined
  readonly take: (list: FederationAnnouncements) => Promise<void>
}

/** Fetches what the federation's admins announce, and takes it when the pinned roots have signed it. */
export function createFederationNotices({ trust, registry, take }: FederationNoticesDeps) {
  let etag: string | undefined
  return {
    async refresh(): Promise<void> {
      if (trust === undefined || registry === undefined) return
      const fetched = await registry.getAnnouncements(etag)
      if (fetched === undefined) return
      const verdict = await verifyAnnouncements(fetched.jws, trust)
      if (verdict.kind === 'refused') throw new FederationRefusal(verdict.detail)
      await take(verdict.document)
      etag = fetched.etag
    },
  }
}
