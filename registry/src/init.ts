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
  /** Must not exist yet: a root key is never written over. */
  readonly keyFile: string
  readonly federationId: string
  readonly adminEmail: string
  readonly publicUrl: string
  readonly documentLifeDays?: number
}

/**
 * Founds a federation: makes its root key, migrates its database, signs the first document and
 * makes the one-time link by which the first admin chooses a password.
 */
export async function initRegistry(
  request: InitRegistry,
): Promise<{ setUpUrl: string; setUpToken: string; rootFingerprint: string }> {
  const { databaseUrl, keyFile, federationId, publicUrl } = request
  const email = EmailAddress.parse(request.adminEmail)
  await migrateRegistry(databaseUrl)
  await createRootKey(keyFile)
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
    // Only a refusal says that no federation stands on the key.
    if (error instanceof DomainError) await rm(keyFile)
    throw error
  }
  const { token } = await ctx.admins.inviteAdmin(email)
  // In the fragment, which browsers and proxies send to nobody.
  const setUpUrl = `${publicUrl.replace(/\/+$/, '')}/set-up#${token}`
  return { setUpUrl, setUpToken: token, rootFingerprint: ctx.rootFingerprint }
}
