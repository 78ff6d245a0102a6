import { createRoute } from '@hono/zod-openapi'
import { contactUrlOf, NODE_SERVICE_TYPE, ServiceInfo } from '@crosspanel/protocol/service-info'
import { jsonAnswer } from '@crosspanel/protocol/routes'
import { createRouter } from './router.ts'

/** What a node says of itself; `url` is undefined until the site has an address for others. */
export interface SelfDescription {
  readonly siteId: string
  readonly siteName: string
  readonly organisation: string
  readonly contact: string
  readonly url: string | undefined
}

const answers = { 200: jsonAnswer('The service', ServiceInfo) }

const getServiceInfo = createRoute({
  method: 'get',
  path: '/service-info',
  operationId: 'getServiceInfo',
  summary: 'This node as a GA4GH service',
  security: [],
  responses: answers,
})

const getGa4ghServiceInfo = createRoute({
  method: 'get',
  path: '/ga4gh/service-info/v1',
  operationId: 'getGa4ghServiceInfo',
  summary: 'This node as a GA4GH service, at the address that GA4GH clients look at',
  security: [],
  responses: answers,
})

export function serviceInfoRoutes(self: SelfDescription, version: string) {
  const infoAt = (requestUrl: string) => serviceInfo(self, version, new URL(requestUrl).origin)
  return createRouter()
    .openapi(getServiceInfo, (c) => c.json(infoAt(c.req.url), 200))
    .openapi(getGa4ghServiceInfo, (c) => c.json(infoAt(c.req.url), 200))
}

function serviceInfo(self: SelfDescription, version: string, origin: string): ServiceInfo {
  const url = (self.url ?? origin).replace(/\/+$/, '')
  return {
    id: self.siteId,
    name: self.siteName,
    type: NODE_SERVICE_TYPE,
    description: 'Imputes genotypes with the reference panels of a federation',
    organization: { name: self.organisation === '' ? self.siteName : self.organisation, url },
    ...contactUrlOf(self.contact),
    documentationUrl: `${url}/api/v1/docs`,
    version,
  }
}
