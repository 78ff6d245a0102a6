import { hash } from 'node:crypto'
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { CliError } from '@crosspanel/protocol/exit-codes'
import { JobView, type SubmitJob } from '@crosspanel/protocol/job'
import { z } from 'zod'
import type { Api } from './api.ts'
import { configDirectory, type Login } from './profile.ts'
import { uploadFile } from './upload.ts'

const ATTEMPTS = 10
const DEFAULT_WAIT_S = 1

/** Submits once for each key: while the same request is under way elsewhere, its answer is waited for. */
export async function submitJob(api: Api, key: string, body: SubmitJob): Promise<JobView> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await api.call('/api/v1/jobs', JobView, {
        method: 'POST',
        headers: { 'idempotency-key': key },
        body,
      })
    } catch (error) {
      const isUnderWay = error instanceof CliError && error.problemCode === 'idempotency-conflict'
      if (!isUnderWay || attempt === ATTEMPTS) throw error
      await delay((error.retryAfterS ?? DEFAULT_WAIT_S) * 1000)
    }
  }
}

const Uploaded = z.object({ of: z.string(), fileIds: z.array(z.string()) })

/**
 * Uploads the files, once for each idempotency key that a person gave: a second run with the key has
 * to send the same request, with the same file ids, or it would be another job.
 */
export async function uploadFiles(
  login: Login,
  paths: readonly string[],
  key: string | undefined,
): Promise<readonly string[]> {
  if (key === undefined) return uploadAll(login, paths)
  const record = join(configDirectory(), 'submissions', `${sha256(`${login.url}|${key}`)}.json`)
  const of = sha256(JSON.stringify(await Promise.all(paths.map(fingerprintOf))))
  const known = await readUploaded(record)
  if (known?.of === of) return known.fileIds
  const fileIds = await uploadAll(login, paths)
  await mkdir(join(configDirectory(), 'submissions'), { recursive: true, mode: 0o700 })
  const temporary = `${record}.${process.pid}.tmp`
  await writeFile(temporary, JSON.stringify({ of, fileIds }), { mode: 0o600 })
  await rename(temporary, record)
  return fileIds
}

async function uploadAll(login: Login, paths: readonly string[]): Promise<readonly string[]> {
  const fileIds: string[] = []
  for (const path of paths) fileIds.push(await uploadFile(login, path))
  return fileIds
}

async function fingerprintOf(path: string): Promise<readonly (string | number)[]> {
  const { size, mtimeMs } = await stat(path)
  return [resolve(path), size, mtimeMs]
}

async function readUploaded(path: string): Promise<z.infer<typeof Uploaded> | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    return Uploaded.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

function sha256(text: string): string {
  return hash('sha256', text, 'hex')
}
