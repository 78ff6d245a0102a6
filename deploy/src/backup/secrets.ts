import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { nodeCiphers } from '@crosspanel/node/files/crypt4gh-node'
import { Crypt4ghError } from '@crosspanel/protocol/crypt4gh/error'
import { publicKeyOf } from '@crosspanel/protocol/crypt4gh/header'
import {
  readPublicKeyFile,
  readSecretKeyFile,
  writeSecretKeyFile,
} from '@crosspanel/protocol/crypt4gh/key-file'
import { decrypt, encrypt } from '@crosspanel/protocol/crypt4gh/stream'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import { readSecret } from '@crosspanel/node/cli/login'
import { z } from 'zod'
import { type BackupManifest, damaged } from './manifest.ts'

const SECRET_KEY_BYTES = 32

/** Relative path in the node's directory and base64 of the content. */
const SecretFiles = z.record(z.string().regex(/^(keys\/)?[A-Za-z0-9][A-Za-z0-9_.-]*$/), z.base64())
export type SecretFiles = z.infer<typeof SecretFiles>

/** To whom settings and keys are encrypted. */
export interface Recipient {
  readonly publicKey: Uint8Array
  /** The matching secret key under the passphrase; a recipient with a key file has it elsewhere. */
  readonly recoveryKey: string | undefined
}

export interface RecipientOptions {
  readonly passphraseFile?: string
  readonly recipient?: string
}

export async function chooseRecipient(options: RecipientOptions): Promise<Recipient> {
  if (options.recipient !== undefined) {
    const file = await readFile(options.recipient, 'utf8').catch((error: unknown) => {
      throw new CliError(`${options.recipient} cannot be read`, EXIT.usage, { cause: error })
    })
    return { publicKey: readKey(() => readPublicKeyFile(file)), recoveryKey: undefined }
  }
  if (options.passphraseFile !== undefined) {
    return recipientOf(await readSecret(options.passphraseFile))
  }
  throw new CliError(
    'the settings and keys of the node are encrypted in a backup: name --passphrase-file FILE or --recipient PUBLIC_KEY_FILE, or leave them out with --without-keys',
    EXIT.usage,
  )
}

export async function recipientOf(passphrase: string): Promise<Recipient> {
  const secretKey = nodeCiphers.randomBytes(SECRET_KEY_BYTES)
  return {
    publicKey: publicKeyOf(secretKey, nodeCiphers),
    recoveryKey: await writeSecretKeyFile(secretKey, passphrase, nodeCiphers),
  }
}

export async function sealSecrets(files: SecretFiles, { publicKey }: Recipient): Promise<Buffer> {
  const plain = Buffer.from(JSON.stringify(files))
  return collect(encrypt(once(plain), [publicKey], nodeCiphers))
}

export interface OpeningOptions {
  readonly passphraseFile?: string
  readonly keyFile?: string
}

/** The key that opens the secrets of a backup: its own under the passphrase, or the recipient's. */
export async function readOpeningKey(
  path: string,
  manifest: BackupManifest,
  options: OpeningOptions,
): Promise<Uint8Array> {
  const passphrase =
    options.passphraseFile === undefined ? undefined : await readSecret(options.passphraseFile)
  const keyFile = options.keyFile ?? (manifest.recoveryKey && join(path, manifest.recoveryKey.name))
  if (keyFile === undefined) {
    throw new CliError(
      'the keys of this backup are encrypted to a public key: name its secret key with --key-file FILE',
      EXIT.usage,
    )
  }
  const file = await readFile(keyFile, 'utf8').catch((error: unknown) => {
    throw new CliError(`${keyFile} cannot be read`, EXIT.usage, { cause: error })
  })
  try {
    return await readSecretKeyFile(file, passphrase, nodeCiphers)
  } catch (error) {
    if (!(error instanceof Crypt4ghError)) throw error
    throw new CliError(`${error.message}; name it with --passphrase-file FILE`, EXIT.notPermitted, {
      cause: error,
    })
  }
}

export async function openSecrets(
  path: string,
  manifest: BackupManifest,
  secretKey: Uint8Array,
): Promise<SecretFiles> {
  if (manifest.secrets === undefined) throw new CliError('the backup was made without keys')
  const sealed = await readFile(join(path, manifest.secrets.name))
  try {
    const plain = await collect(decrypt(once(sealed), secretKey, nodeCiphers))
    return SecretFiles.parse(JSON.parse(plain.toString('utf8')))
  } catch (error) {
    if (error instanceof Crypt4ghError && error.code !== 'no-packet-for-key') {
      throw damaged('its keys cannot be decrypted')
    }
    throw new CliError('the keys of the backup are not encrypted to this key', EXIT.notPermitted, {
      cause: error,
    })
  }
}

function readKey<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Crypt4ghError)) throw error
    throw new CliError(`the key cannot be used: ${error.message}`, EXIT.usage, { cause: error })
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes)
}

async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of source) parts.push(part)
  return Buffer.concat(parts)
}
