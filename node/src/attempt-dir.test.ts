import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeAttemptDir } from './attempt-dir.ts'

let parent: string
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'crosspanel-attempt-'))
})
afterEach(() => rm(parent, { recursive: true, force: true }))

describe('the directory of an attempt', () => {
  it('is this node’s own, and takes the place of those before it', async () => {
    const first = await makeAttemptDir(join(parent, 'a'), '1')
    await writeFile(join(first, 'half a file'), 'x')

    const second = await makeAttemptDir(join(parent, 'a'), '2')

    expect(await readdir(join(parent, 'a'))).toEqual(['2'])
    expect((await stat(second)).mode & 0o777).toBe(0o700)
  })

  it('keeps what the same attempt has made', async () => {
    const dir = await makeAttemptDir(parent, '1')
    await writeFile(join(dir, 'a file'), 'x')

    await makeAttemptDir(parent, '1')

    expect(await readdir(dir)).toEqual(['a file'])
  })
})
