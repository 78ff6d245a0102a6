import { randomUUID } from 'node:crypto'
import type { JobDetail, JobView } from '@crosspanel/protocol/job'
import type { JobState } from '@crosspanel/protocol/states'
import { expect } from 'vitest'
import type { TestAccount, TestNode } from './network.ts'

const WAIT = { timeout: 90_000, interval: 50 } as const

/** Uploads bytes by tus in one request and returns the file id. */
export async function upload(
  node: TestNode,
  { token }: TestAccount,
  bytes: Uint8Array,
  name = 'study.vcf.gz',
): Promise<string> {
  const headers = { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0' }
  const created = await fetch(`${node.url}/api/v1/uploads`, {
    method: 'POST',
    headers: {
      ...headers,
      'upload-length': String(bytes.length),
      'upload-metadata': `filename ${Buffer.from(name).toString('base64')}`,
    },
  })
  const location = created.headers.get('location') ?? ''
  const fileId = location.split('/').at(-1) ?? ''
  // An upload of nothing is complete when it is made.
  if (bytes.length === 0) return fileId
  const sent = await fetch(new URL(location, `${node.url}/api/v1/uploads`), {
    method: 'PATCH',
    headers: {
      ...headers,
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
    },
    body: new Uint8Array(bytes),
  })
  if (sent.status !== 204) throw new Error(`the upload was answered with ${sent.status}`)
  return fileId
}

export async function submit(
  { api }: TestAccount,
  panelId: string,
  fileId: string,
  key: string = randomUUID(),
): Promise<JobView> {
  const answer = await api.api.v1.jobs.$post({
    header: { 'idempotency-key': key },
    json: { panelId, fileIds: [fileId], parameters: { build: 'GRCh37' } },
  })
  const body: unknown = await answer.json()
  if (answer.status !== 202) throw new Error(`submit was answered with ${JSON.stringify(body)}`)
  return body as JobView
}

export async function readJob({ api }: TestAccount, id: string): Promise<JobDetail> {
  const answer = await api.api.v1.jobs[':id'].$get({ param: { id } })
  if (!answer.ok) throw new Error(`job ${id} was answered with ${answer.status}`)
  return answer.json()
}

/** Waits until the job has reached the state, which it has to within a minute and a half. */
export async function waitForState(
  account: TestAccount,
  id: string,
  ...states: JobState[]
): Promise<JobDetail> {
  await expect.poll(async () => (await readJob(account, id)).state, WAIT).toBeOneOf(states)
  return readJob(account, id)
}

export async function downloadResult(
  node: TestNode,
  { token }: TestAccount,
  job: JobDetail,
  name: string,
): Promise<Buffer> {
  const file = job.results.find((result) => result.name === name)
  if (file === undefined) throw new Error(`the job has no result called ${name}`)
  const answer = await fetch(`${node.url}/api/v1/files/${file.fileId}/content`, {
    headers: { authorization: `Bearer ${token}` },
  })
  return Buffer.from(await answer.arrayBuffer())
}
