import { randomBytes } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { SiteId } from '@crosspanel/protocol/ids'
import {
  EncryptionPrivateJwk,
  generateEncryptionKeyPair,
  generateSigningKeyPair,
  importSigningKey,
  keyIdOf,
  SigningPrivateJwk,
} from '@crosspanel/protocol/keys'
import { DomainError } from '@crosspanel/protocol/problem'
import { base64url } from 'jose'
import { z } from 'zod'
import type { SiteKeys } from './ports.ts'
import {
  hasErrorCode,
  OWNER_ONLY_DIRECTORY,
  readSecretFile,
  replaceFile,
  syncDirectory,
} from './private-file.ts'

const PSEUDONYM_KEY_BYTES = 32
const SITE_FILE = 'site.json'
const ROOT_FILE = 'root.jwk.json'
const SIGN_FILE = 'sign.jwk.json'
const ENCRYPTION_FILE = 'encryption.jwk.json'
const PSEUDONYM_FILE = 'pseudonym.key'

const SiteFile = z.object({ siteId: SiteId })

/** The private keys that speak for the site when it enrols; the node itself runs without the root key. */
export interface IdentityKeys {
  readonly siteId: SiteId
  readonly root: SigningPrivateJwk
  readonly sign: SigningPrivateJwk
  readonly encryption: EncryptionPrivateJwk
}

/**
 * Makes the keys of a site in a directory of their own, all of them or none. Throws `site-exists`
 * when there are keys already: a site that loses its keys loses its name, so nothing overwrites them.
 */
export async function createSiteKeys(dir: string, siteId: SiteId): Promise<void> {
  const [root, sign, encryption] = await Promise.all([
    generateSigningKeyPair(),
    generateSigningKeyPair(),
    generateEncryptionKeyPair(),
  ])
  const files = {
    [ROOT_FILE]: JSON.stringify(root.privateJwk),
    [SIGN_FILE]: JSON.stringify(sign.privateJwk),
    [ENCRYPTION_FILE]: JSON.stringify(encryption.privateJwk),
    [PSEUDONYM_FILE]: base64url.encode(randomBytes(PSEUDONYM_KEY_BYTES)),
    [SITE_FILE]: JSON.stringify({ siteId: SiteId.parse(siteId) }),
  }
  const unfinished = `${dir}.${process.pid}.new`
  await mkdir(unfinished, { recursive: true, mode: OWNER_ONLY_DIRECTORY })
  try {
    for (const [name, content] of Object.entries(files)) {
      await replaceFile(join(unfinished, name), content)
    }
    await rename(unfinished, dir)
    await syncDirectory(dirname(dir))
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    if (!hasErrorCode(error, 'ENOTEMPTY', 'EEXIST')) throw error
    throw new DomainError('site-exists', `${dir} holds the keys of a site already`)
  }
}

/** Reads what the node needs of its keys, once, at start. */
export async function readSiteKeys(dir: string): Promise<SiteKeys> {
  const { siteId } = SiteFile.parse(await readJson(dir, SITE_FILE))
  const sign = await importSigningKey(SigningPrivateJwk.parse(await readJson(dir, SIGN_FILE)))
  const encryption = EncryptionPrivateJwk.parse(await readJson(dir, ENCRYPTION_FILE))
  const pseudonymKey = base64url.decode(await readSecretFile(dir, PSEUDONYM_FILE))
  if (pseudonymKey.length !== PSEUDONYM_KEY_BYTES) {
    throw new Error(`${join(dir, PSEUDONYM_FILE)} is damaged`)
  }
  return {
    siteId,
    signKid: sign.kid,
    signKey: sign.key,
    encryptionKid: await keyIdOf(encryption),
    encryption: {
      publicKey: base64url.decode(encryption.x),
      secretKey: base64url.decode(encryption.d),
    },
    pseudonymKey,
  }
}

/** Reads the keys that sign the site's statement, the root key among them. */
export async function readIdentityKeys(dir: string): Promise<IdentityKeys> {
  return {
    siteId: SiteFile.parse(await readJson(dir, SITE_FILE)).siteId,
    root: SigningPrivateJwk.parse(await readJson(dir, ROOT_FILE)),
    sign: SigningPrivateJwk.parse(await readJson(dir, SIGN_FILE)),
    encryption: EncryptionPrivateJwk.parse(await readJson(dir, ENCRYPTION_FILE)),
  }
}

/** The parser's own error would quote the secret. */
async function readJson(dir: string, name: string): Promise<unknown> {
  const content = await readSecretFile(dir, name)
  try {
    return JSON.parse(content)
  } catch {
    throw new Error(`${join(dir, name)} is damaged`)
  }
}
