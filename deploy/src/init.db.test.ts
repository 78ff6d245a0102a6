import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { cloneDatabase } from '../../test/src/postgres.ts'
import { nodeCommand } from './node-command.ts'
import { registryCommand } from './registry-command.ts'

let stack: AsyncDisposableStack
let dir: string

beforeEach(async () => {
  stack = new AsyncDisposableStack()
  const root = await mkdtemp(join(tmpdir(), 'crosspanel-init-'))
  stack.defer(() => rm(root, { recursive: true }))
  stack.defer(() => void vi.unstubAllEnvs())
  dir = join(root, 'site')
})
afterEach(() => stack.disposeAsync())

async function on(kind: 'node' | 'registry'): Promise<void> {
  vi.stubEnv('DATABASE_URL', stack.use(await cloneDatabase(kind)).url)
}

const run = (command: Command, words: readonly string[]) =>
  command.parseAsync(['init', '--dir', dir, ...words], { from: 'user' })
const NODE = ['--name', 'Lund', '--organisation', 'LU', '--admin-email', 'me@lu.example']
const node = (...words: string[]) =>
  run(nodeCommand(), ['--no-engines', '--site', 'lund', ...NODE, ...words])
const registry = (...words: string[]) =>
  run(registryCommand(), ['--federation', 'nordic', '--admin-email', 'fed@lu.example', ...words])

describe.each([
  ['node', node, 'keys/root.jwk.json'],
  ['registry', registry, 'root.jwk.json'],
] as const)('%s init', (kind, init, key) => {
  it('that failed is done again in the same directory, with the keys that it has made', async () => {
    await on(kind)
    const link = join(dir, '..', 'link')

    await expect(init('--link-file', join(dir, 'no', 'such', 'folder'))).rejects.toThrow('ENOENT')
    const made = await readFile(join(dir, key), 'utf8')
    const isSaid = existsSync(join(dir, 'settings.toml'))
    await init('--link-file', link)

    expect(isSaid).toBe(false)
    expect(await readFile(join(dir, key), 'utf8')).toBe(made)
    expect(await readFile(link, 'utf8')).toMatch(/\/set-up#\S{22,}\n$/)
    expect(await readFile(join(dir, 'settings.toml'), 'utf8')).toContain('port = 80')
    await expect(init()).rejects.toThrow(`has a ${kind} already`)
  })

  it('refuses a setting before it makes anything', async () => {
    await on(kind)

    await expect(init('--port', 'high')).rejects.toThrow('CROSSPANEL_PORT')
    expect(existsSync(dir)).toBe(false)
  })
})

describe('node init', () => {
  it('does not give the keys of one site to another', async () => {
    await on('node')
    await expect(node('--link-file', join(dir, 'no', 'link'))).rejects.toThrow('ENOENT')

    const other = run(nodeCommand(), ['--no-engines', '--site', 'ibadan', ...NODE])

    await expect(other).rejects.toThrow(/has the keys of site:lund: name that site with --site/)
  })
})
