import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FilesHarness, openFilesHarness } from '../../../test/src/files-harness.ts'

let harness: FilesHarness
let accountId: string

beforeAll(async () => {
  harness = await openFilesHarness()
  accountId = (await harness.addAccount()).id
})
afterAll(() => harness[Symbol.asyncDispose]())

const now = new Date().toISOString()
const digest = 'a'.repeat(64)

function upload() {
  return {
    id: randomUUID(),
    blobId: randomUUID(),
    accountId,
    kind: 'upload',
    name: 'a.vcf',
    state: 'receiving',
    encryptedFor: 'site',
    declaredSize: 10,
    offset: 4,
    header: Buffer.from('header'),
    createdAt: now,
    expiresAt: now,
  }
}
const completed = { state: 'complete', offset: 10, size: 10, sha256: digest, completedAt: now }
const deleted = {
  state: 'deleted',
  deletedAt: now,
  deletedBecause: 'asked',
  name: '',
  header: null,
}
function result() {
  return {
    id: randomUUID(),
    blobId: randomUUID(),
    accountId,
    kind: 'result',
    jobId: randomUUID(),
    jobEpoch: 1,
    name: 'a.dose.vcf.gz',
    encryptedFor: 'researcher',
    header: Buffer.from('header'),
    createdAt: now,
    ...completed,
    offset: 0,
  }
}

const insert = (row: Record<string, unknown>) => harness.sql`insert into files ${harness.sql(row)}`

describe('the table of files', () => {
  it('takes an upload under way, a complete one, a deleted one, and a result', async () => {
    await insert(upload())
    await insert({ ...upload(), ...completed })
    await insert({ ...upload(), ...deleted })
    await insert(result())

    const [row] = await harness.sql`select count(*)::int as count from files`

    expect(row).toEqual({ count: 4 })
  })

  it.each([
    ['an upload of nobody', { accountId: null }, 'files_upload'],
    ['an upload of a job', { jobId: randomUUID() }, 'files_upload'],
    ['an upload for the researcher only', { encryptedFor: 'researcher' }, 'files_upload'],
    ['an upload that never expires', { expiresAt: null }, 'files_receiving'],
    ['an upload that has all its bytes and is not complete', { offset: 10 }, 'files_receiving'],
    ['an upload with more bytes than announced', { offset: 11 }, 'files_offset'],
    ['a negative offset', { offset: -1 }, 'files_offset'],
    ['a complete file without digest', { ...completed, sha256: null }, 'files_complete'],
    ['a complete file without size', { ...completed, size: null }, 'files_complete'],
    ['a complete upload of another size', { ...completed, size: 9 }, 'files_complete'],
    ['a complete upload at another offset', { ...completed, offset: 9 }, 'files_complete'],
    ['a digest in upper case', { ...completed, sha256: 'A'.repeat(64) }, 'files_sha256'],
    ['a name on a deleted file', { ...deleted, name: 'a' }, 'files_named'],
    [
      'a deleted file that could be opened',
      { ...deleted, header: Buffer.from('h') },
      'files_header',
    ],
    ['a file that cannot be opened', { header: null }, 'files_header'],
    ['a file that is destroyed and not deleted', { destroyedAt: now }, 'files_destroyed'],
    ['damage of no time', { damage: 'altered' }, 'files_damage'],
    ['a file without name', { name: '' }, 'files_named'],
    ['a deleted file that was not deleted', { ...deleted, deletedAt: null }, 'files_deleted'],
    ['an unknown state', { state: 'lost' }, 'files_state'],
    ['an unknown kind', { kind: 'panel' }, 'files_kind'],
    ['an unknown key', { encryptedFor: 'all' }, 'files_encrypted_for'],
  ])('refuses %s', async (_, change, constraint) => {
    await expect(insert({ ...upload(), ...change })).rejects.toMatchObject({
      constraint_name: constraint,
    })
  })

  it('refuses a result that is still received, or of no job', async () => {
    const under = { ...result(), state: 'receiving', expiresAt: now }

    await expect(insert(under)).rejects.toMatchObject({ constraint_name: 'files_result' })
    await expect(insert({ ...result(), jobEpoch: null })).rejects.toMatchObject({
      constraint_name: 'files_result',
    })
    await expect(insert({ ...result(), jobId: null })).rejects.toMatchObject({
      constraint_name: 'files_result',
    })
  })

  it('takes one result of a name for each epoch of a job, and another once that is deleted', async () => {
    const first = result()
    await insert(first)
    const second = { ...result(), jobId: first.jobId }

    await expect(insert(second)).rejects.toMatchObject({ constraint_name: 'files_result_idx' })
    await insert({ ...second, id: randomUUID(), blobId: randomUUID(), jobEpoch: 2 })
    await harness.sql`
      update files set state = 'deleted', name = '', "deletedAt" = ${now}, "deletedBecause" = 'asked', header = null where id = ${first.id}`
    await insert(second)
  })
})
