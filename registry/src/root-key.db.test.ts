import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRootKey, readRootKey } from './root-key.ts'

let path = ''
let dir = ''

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'crosspanel-root-'))
  path = join(dir, 'root.jwk')
})
afterEach(() => rm(dir, { recursive: true, force: true }))

describe('the file of the root key', () => {
  it('is made for its owner alone and read back', async () => {
    const made = await createRootKey(path)

    const read = await readRootKey(path)

    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(read.signer.kid).toBe(made.signer.kid)
    expect(read.publicJwk).not.toHaveProperty('d')
  })

  it('is never written over', async () => {
    await createRootKey(path)
    const before = await readFile(path, 'utf8')

    await expect(createRootKey(path)).rejects.toThrow('EEXIST')
    expect(await readFile(path, 'utf8')).toBe(before)
  })

  it('is refused when others may read it', async () => {
    await createRootKey(path)
    await chmod(path, 0o640)

    await expect(readRootKey(path)).rejects.toThrow('chmod 600')
  })

  it.each(['', 'no json', '{"kty":"OKP"}'])('is refused when it holds %j', async (content) => {
    await writeFile(path, content, { mode: 0o600 })

    await expect(readRootKey(path)).rejects.toThrow('not a private Ed25519 key')
  })
})
