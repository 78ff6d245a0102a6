import { z } from 'zod'

/** GA4GH Service Info 1.0.0. */
export const ServiceType = z.object({
  /** Reverse domain name of who defines the API. */
  group: z.string(),
  artifact: z.string(),
  /** Of the API, not of the software. */
  version: z.string(),
})
export type ServiceType = z.infer<typeof ServiceType>

export const ServiceInfo = z
  .object({
    id: z.string(),
    name: z.string(),
    type: ServiceType,
    description: z.string().optional(),
    organization: z.object({ name: z.string(), url: z.string() }),
    contactUrl: z.string().optional(),
    documentationUrl: z.string().optional(),
    createdAt: z.string().optional(),
    updatedAt: z.string().optional(),
    environment: z.string().optional(),
    version: z.string(),
  })
  .meta({ id: 'ServiceInfo' })
export type ServiceInfo = z.infer<typeof ServiceInfo>

/** GA4GH Service Registry 1.0.0: a service with the address at which it is found. */
export const RegisteredService = ServiceInfo.extend({ url: z.string() }).meta({
  id: 'RegisteredService',
})
export type RegisteredService = z.infer<typeof RegisteredService>

export const NODE_SERVICE_TYPE: ServiceType = {
  group: 'org.crosspanel',
  artifact: 'imputation-node',
  version: '1.0.0',
}
export const REGISTRY_SERVICE_TYPE: ServiceType = {
  group: 'org.ga4gh',
  artifact: 'service-registry',
  version: '1.0.0',
}

/** `mailto:` of an e-mail address, `undefined` of none. */
export function contactUrlOf(email: string): { contactUrl: string } | undefined {
  return email === '' ? undefined : { contactUrl: `mailto:${email}` }
}
