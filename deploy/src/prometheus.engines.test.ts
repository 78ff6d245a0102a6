import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { findTool } from '../../test/src/debian-tools.ts'

const run = promisify(execFile)
const DIR = fileURLToPath(new URL('../prometheus', import.meta.url))

const promtool = await findTool('promtool', {
  debianPackage: 'prometheus',
  path: 'usr/bin/promtool',
})

describe.skipIf(promtool === undefined)('promtool', () => {
  it.each([
    ['takes the rules', ['check', 'rules', 'crosspanel.rules.yml'], 'SUCCESS: 12 rules found'],
    [
      'sees each alert rise when it should',
      ['test', 'rules', 'crosspanel.rules.test.yml'],
      'SUCCESS',
    ],
    ['takes the settings', ['check', 'config', '--syntax-only', 'prometheus.yml'], 'SUCCESS'],
  ])('%s', async (_, args, expected) => {
    const { stdout } = await run(promtool ?? '', args, { cwd: DIR })

    expect(stdout).toContain(expected)
  })
})
