import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AccountView } from '@crosspanel/protocol/account'
import { publicKeyOf } from '@crosspanel/protocol/crypt4gh/header'
import { writePublicKeyFile, writeSecretKeyFile } from '@crosspanel/protocol/crypt4gh/key-file'
import { nodeCiphers } from '../files/crypt4gh-node.ts'
import { apiFor } from './api.ts'
import { CliError } from '@crosspanel/protocol/exit-codes'
import { readSecret } from './login.ts'
import { note } from './output.ts'
import { configDirectory, requireLogin } from './profile.ts'
import { askPassword } from './prompts.ts'

export interface KeyOptions {
  readonly output?: string
  readonly passphraseFile?: string
  /** `false` with `--no-passphrase`. */
  readonly passphrase?: boolean
  readonly site?: string
}

const SECRET_KEY_BYTES = 32

export function defaultKeyPath(): string {
  return join(configDirectory(), 'key.sec')
}

/** Makes a Crypt4GH key pair. The secret half never leaves this machine; without it results cannot be read. */
export async function createKey(options: KeyOptions): Promise<void> {
  const login = await requireLogin(options.site)
  const passphrase = await choosePassphrase(options)
  const secretKey = nodeCiphers.randomBytes(SECRET_KEY_BYTES)
  const publicKey = publicKeyOf(secretKey, nodeCiphers)
  const path = options.output ?? defaultKeyPath()
  const publicPath = `${path.replace(/\.sec$/, '')}.pub`
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file = await writeSecretKeyFile(secretKey, passphrase, nodeCiphers)
  await writeFile(path, file, { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
    throw new CliError(
      `${path} cannot be written: a key that is there already is never overwritten`,
      1,
      {
        cause: error,
      },
    )
  })
  const publicFile = writePublicKeyFile(publicKey)
  await writeFile(publicPath, publicFile, { mode: 0o644 })
  await apiFor(login).call('/api/v1/me/public-key', AccountView, {
    method: 'PUT',
    body: { publicKey: publicFile },
  })
  note(`Secret key: ${path}`)
  note(
    'Keep a copy in a safe place: results of your jobs are encrypted to it, and nobody can restore it.',
  )
}

async function choosePassphrase(options: KeyOptions): Promise<string | undefined> {
  if (options.passphrase === false) return undefined
  if (options.passphraseFile !== undefined) return readSecret(options.passphraseFile)
  return askPassword('Passphrase for the secret key')
}
