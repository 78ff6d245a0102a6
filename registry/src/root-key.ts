import { open, readFile, stat } from 'node:fs/promises'
import {
  generateSigningKeyPair,
  importSigningKey,
  type SigningKey,
  SigningPrivateJwk,
} from '@crosspanel/protocol/keys'
import { SigningJwk } from '@crosspanel/protocol/federation'

export interface RootKey {
  readonly publicJwk: SigningJwk
  readonly signer: SigningKey
}

const GROUP_AND_OTHERS = 0o077

/** Reads a root key. A file that others may read is refused: whoever holds this key is the federation. */
export async function readRootKey(path: string): Promise<RootKey> {
  const { mode } = await stat(path)
  if ((mode & GROUP_AND_OTHERS) !== 0) {
    throw new Error(`${path} may be read by others; type: chmod 600 ${path}`)
  }
  const parsed = SigningPrivateJwk.safeParse(parseJson(await readFile(path, 'utf8')))
  if (!parsed.success) throw new Error(`${path} is not a private Ed25519 key in JWK format`)
  return {
    publicJwk: SigningJwk.parse(parsed.data),
    signer: await importSigningKey(parsed.data),
  }
}

/** Makes a root key in a file that must not exist yet. */
export async function createRootKey(path: string): Promise<RootKey> {
  const { privateJwk } = await generateSigningKeyPair()
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(`${JSON.stringify(privateJwk, undefined, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  return readRootKey(path)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
