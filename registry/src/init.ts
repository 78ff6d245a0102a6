import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { FEDERATION_DOCUMENT_LIFE_DAYS } from '@crosspanel/protocol/federation'
import { EmailAddress } from '@crosspanel/protocol/account'
import { DomainError } from '@crosspanel/protocol/problem'
import type { RegistryConfig } from './config.ts'
import { createRegistryContext } from './context.ts'
import { migrateRegistry } from './db.ts'
import { createRootKey } from './root-key.ts'

export interface InitRegistry {
  readonly databaseUrl: string
  /** A root key that is there is never written over: it is taken, if no federation but its own is in the database. */
  readonly keyFile: string
  readonly federationId: string
  readonly adminEmail: string
  readonly publicUrl: string
  readonly documentLifeDays?: number
}

/**
 * Founds a federation: makes its root key, migrates its database, signs the first document and
 * makes the one-time link by which the first admin chooses a password. What failed half-way may be tried again.
 */
export async function initRegistry(
  request: InitRegistry,
): Promise<{ setUpUrl: string; setUpToken: string; rootFingerprint: string }> {
  const { databaseUrl, keyFile, federationId, publicUrl } = request
  const email = EmailAddress.parse(request.adminEmail)
  await migrateRegistry(databaseUrl)
  const isRepeated = existsSync(keyFile)
  if (!isRepeated) await createRootKey(keyFile)
  const config: RegistryConfig = {
    federationId,
    publicUrl,
    keyFile,
    databaseUrl,
    host: '127.0.0.1',
    port: 0,
    documentLifeDays: request.documentLifeDays ?? FEDERATION_DOCUMENT_LIFE_DAYS,
    rateAddressPerMin: 0,
    rateAccountPerMin: 0,
    rateSitePerMin: 0,
    logLevel: 'silent',
  }
  await using ctx = await createRegistryContext(config)
  try {
    await ctx.federation.found()
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    if (isRepeated) {
      await ctx.federation.check()
    } else {
      // Only a refusal says that no federation stands on the key.
      await rm(keyFile)
      throw error
    }
  }
  const { token } = await ctx.admins.inviteAdmin(email)
  // In the fragment, which browsers and proxies send to nobody.
  const setUpUrl = `${publicUrl.replace(/\/+$/, '')}/set-up#${token}`
  return { setUpUrl, setUpToken: token, rootFingerprint: ctx.rootFingerprint }
}
