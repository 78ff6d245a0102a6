import { FEDERATION_DOCUMENT_LIFE_DAYS, FederationDocument } from '@crosspanel/protocol/federation'
import { z } from 'zod'

/** The whole environment of a registry. Units are in the names; the table in docs/operations.md is made from it. */
export const RegistryEnvironment = z.object({
  CROSSPANEL_FEDERATION: FederationDocument.shape.federationId.describe(
    'Id of the federation, such as fed:demo',
  ),
  CROSSPANEL_URL: z
    .url({ protocol: /^https?$/ })
    .describe('Address by which sites and admins reach this registry'),
  CROSSPANEL_ROOT_KEY_FILE: z
    .string()
    .min(1)
    .describe('File of the private root key, a JWK that only its owner may read'),
  CROSSPANEL_HOST: z.string().default('127.0.0.1').describe('Address to listen on'),
  CROSSPANEL_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8090)
    .describe('Port to listen on; 0 lets the system choose'),
  DATABASE_URL: z.string().min(1).meta({ secret: true }).describe('Postgres 15 or later'),
  CROSSPANEL_DOCUMENT_LIFE_DAYS: z.coerce
    .number()
    .positive()
    .max(90)
    .default(FEDERATION_DOCUMENT_LIFE_DAYS)
    .describe('Days that a signed federation document is good for'),
  CROSSPANEL_RATE_ADDRESS_PER_MIN: z.coerce
    .number()
    .int()
    .min(0)
    .default(1200)
    .describe('Requests of one network address a minute; 0: no limit'),
  CROSSPANEL_RATE_ACCOUNT_PER_MIN: z.coerce
    .number()
    .int()
    .min(0)
    .default(600)
    .describe('Requests of one federation admin a minute; 0: no limit'),
  CROSSPANEL_RATE_SITE_PER_MIN: z.coerce
    .number()
    .int()
    .min(0)
    .default(60)
    .describe('Documents that one site may send a minute, signed by it; 0: no limit'),
  CROSSPANEL_LOG_LEVEL: z
    .enum(['silent', 'debug', 'info', 'warn', 'error'])
    .default('info')
    .describe('Least important log line that is written'),
})

export interface RegistryConfig {
  readonly federationId: string
  readonly publicUrl: string
  readonly keyFile: string
  readonly host: string
  readonly port: number
  readonly databaseUrl: string
  readonly documentLifeDays: number
  readonly rateAddressPerMin: number
  readonly rateAccountPerMin: number
  readonly rateSitePerMin: number
  readonly logLevel: 'silent' | 'debug' | 'info' | 'warn' | 'error'
}

/** Reads the environment once, at start. Every bad variable is named in one error, never with its value. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): RegistryConfig {
  const parsed = RegistryEnvironment.safeParse(env)
  if (!parsed.success) throw new Error(`bad configuration:\n${z.prettifyError(parsed.error)}`)
  const e = parsed.data
  return {
    federationId: e.CROSSPANEL_FEDERATION,
    publicUrl: e.CROSSPANEL_URL.replace(/\/+$/, ''),
    keyFile: e.CROSSPANEL_ROOT_KEY_FILE,
    host: e.CROSSPANEL_HOST,
    port: e.CROSSPANEL_PORT,
    databaseUrl: e.DATABASE_URL,
    documentLifeDays: e.CROSSPANEL_DOCUMENT_LIFE_DAYS,
    rateAddressPerMin: e.CROSSPANEL_RATE_ADDRESS_PER_MIN,
    rateAccountPerMin: e.CROSSPANEL_RATE_ACCOUNT_PER_MIN,
    rateSitePerMin: e.CROSSPANEL_RATE_SITE_PER_MIN,
    logLevel: e.CROSSPANEL_LOG_LEVEL,
  }
}
