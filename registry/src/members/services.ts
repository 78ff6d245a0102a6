import { NodeStatement, SiteDescriptor } from '@crosspanel/protocol/federation'
import { DomainError } from '@crosspanel/protocol/problem'
import {
  contactUrlOf,
  NODE_SERVICE_TYPE,
  type RegisteredService,
} from '@crosspanel/protocol/service-info'
import { payloadOf } from '../payload.ts'
import type { MemberStore, PublishedMember } from './store.ts'

/** The active members in the words of GA4GH, from the documents that they signed and published. */
export function createServiceList({ store }: { readonly store: MemberStore }) {
  return {
    async listServices(): Promise<RegisteredService[]> {
      return (await store.listPublished()).map(serviceOf)
    },

    /** A site that is suspended or revoked is no service. */
    async requireService(siteId: string): Promise<RegisteredService> {
      const member = (await store.listPublished(siteId)).at(0)
      if (member === undefined) throw new DomainError('site-not-found')
      return serviceOf(member)
    },
  }
}

function serviceOf({ statement, descriptor, since }: PublishedMember): RegisteredService {
  const { siteId, siteName, organisation, url, contact } = NodeStatement.parse(payloadOf(statement))
  const { software } = SiteDescriptor.partial().parse(descriptor ? payloadOf(descriptor) : {})
  return {
    id: siteId,
    name: siteName,
    type: NODE_SERVICE_TYPE,
    organization: { name: organisation, url },
    ...contactUrlOf(contact),
    documentationUrl: `${url.replace(/\/+$/, '')}/api/v1/docs`,
    updatedAt: since.toISOString(),
    version: software?.version ?? 'unknown',
    url: url.replace(/\/+$/, ''),
  }
}
