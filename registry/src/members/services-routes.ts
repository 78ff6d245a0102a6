import { createRoute, z } from '@hono/zod-openapi'
import { SiteId } from '@crosspanel/protocol/ids'
import { problems } from '@crosspanel/protocol/problem-responses'
import {
  NODE_SERVICE_TYPE,
  RegisteredService,
  REGISTRY_SERVICE_TYPE,
  ServiceInfo,
  ServiceType,
} from '@crosspanel/protocol/service-info'
import { jsonAnswer } from '@crosspanel/protocol/routes'
import { createRouter } from '../http/router.ts'

export interface ServiceRegistryDeps {
  readonly federationId: string
  readonly publicUrl: string
  readonly version: string
  readonly listServices: () => Promise<RegisteredService[]>
  readonly requireService: (id: string) => Promise<RegisteredService>
}

const open = { security: [], tags: ['ga4gh'] }

const getServiceInfo = createRoute({
  ...open,
  method: 'get',
  path: '/service-info',
  operationId: 'getServiceInfo',
  summary: 'This registry as a GA4GH service',
  responses: { 200: jsonAnswer('The service', ServiceInfo) },
})

const listServices = createRoute({
  ...open,
  method: 'get',
  path: '/services',
  operationId: 'listServices',
  summary: 'The nodes of the active members, as GA4GH services',
  responses: { 200: jsonAnswer('The services', z.array(RegisteredService)) },
})

const listServiceTypes = createRoute({
  ...open,
  method: 'get',
  path: '/services/types',
  operationId: 'listServiceTypes',
  summary: 'The types of the services',
  responses: { 200: jsonAnswer('The types', z.array(ServiceType)) },
})

const getService = createRoute({
  ...open,
  method: 'get',
  path: '/services/{serviceId}',
  operationId: 'getService',
  summary: 'One service',
  request: { params: z.object({ serviceId: SiteId }) },
  responses: {
    200: jsonAnswer('The service', RegisteredService),
    ...problems('invalid-request', 'site-not-found'),
  },
})

/**
 * GA4GH Service Info and Service Registry 1.0.0, to be read only. It shows what the signed
 * documents at `/v1/federation` show to anybody, in the words of GA4GH; nodes believe those and not this.
 */
export function servicesRoutes({
  federationId,
  publicUrl,
  version,
  ...services
}: ServiceRegistryDeps) {
  const info: ServiceInfo = {
    id: federationId,
    name: `Crosspanel registry of ${federationId}`,
    type: REGISTRY_SERVICE_TYPE,
    description: 'Says which sites are members of a federation, and with which keys',
    organization: { name: federationId, url: publicUrl },
    documentationUrl: `${publicUrl}/v1/docs`,
    version,
  }
  return createRouter()
    .openapi(getServiceInfo, (c) => c.json(info, 200))
    .openapi(listServices, async (c) => c.json(await services.listServices(), 200))
    .openapi(listServiceTypes, (c) => c.json([NODE_SERVICE_TYPE], 200))
    .openapi(getService, async (c) =>
      c.json(await services.requireService(c.req.valid('param').serviceId), 200),
    )
}
