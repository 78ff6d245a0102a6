import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findLeaks } from './privacy.ts'

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'crosspanel-privacy-'))
})
afterEach(() => rm(dir, { recursive: true }))

async function search(text: string) {
  const file = join(dir, 'node.log')
  await writeFile(file, text)
  const leaks = await findLeaks([file], { 'sample id': ['HG00096'], secret: ['cps_1234'] })
  return leaks.map(({ line, kind }) => `${line}:${kind}`)
}

describe('the search of logs', () => {
  it('finds sample ids, secrets and genotypes with their lines', async () => {
    const found = await search(
      '{"msg":"HG00096"}\n{"msg":"ok"}\n{"token":"cps_1234"}\n{"gt":"0|1"}\n',
    )

    expect(found).toEqual(['1:sample id', '3:secret', '4:genotype'])
  })

  it('does not take dates, paths and ratios for genotypes', async () => {
    const found = await search(
      '{"at":"2026-11-01","path":"/a/0/1/b","ratio":"10/12"}\n1/2 chunks\n',
    )

    expect(found).toEqual([])
  })
})
