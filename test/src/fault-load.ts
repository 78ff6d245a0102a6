import { createHash, randomUUID } from 'node:crypto'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { ContextOverrides } from '@crosspanel/node/base'
import type { PipelineResult } from '@crosspanel/node/pipeline/run-pipeline'
import type { TestAccount, TestNode } from './network.ts'

/** Longer than the node's own deadline and any fault of the tests: who waits so long was left hanging. */
const PATIENCE_MS = 40_000
/** What a client waits between two requests. */
const THINKING_MS = 100
const RESULT_NAME = 'chr20.dose.vcf.gz'

/** The engines' place in tests of what lies around them: the result is the input. */
export const imputeByCopying: NonNullable<ContextOverrides['runPipeline']> = async (
  job,
  { onProgress },
) => {
  onProgress({ phase: 'imputing', chunksDone: 1, chunksTotal: 1 })
  const path = join(job.outDir, RESULT_NAME)
  for (const input of job.inputs) await copyFile(input, path)
  const result = { outputs: [{ name: RESULT_NAME, path }], summary: { version: 1 } }
  return result as unknown as PipelineResult
}

/** What the node has said yes to, and what else it said. */
export interface LoadRecord {
  /** Ids of jobs by the keys that they were submitted under. */
  readonly jobs: Map<string, string>
  /** Digests of the bytes by the ids of the uploads. */
  readonly uploads: Map<string, string>
  /** How often each status was answered. */
  readonly statuses: Map<number, number>
  /** Answers 503 without a Retry-After. */
  curtRefusals: number
  /** Requests without an answer, and why: the connection broke, or nobody answered for long. */
  readonly unanswered: string[]
  reads: number
}

export interface Load extends AsyncDisposable {
  readonly record: LoadRecord
  /** So many uploads and jobs more; without any left the clients only read. */
  allow(more: number): void
  /** Lets each client end what it has begun. */
  stop(): Promise<void>
}

export interface LoadOptions {
  readonly node: TestNode
  readonly account: TestAccount
  readonly panelId: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly clients?: number
}

/** Researchers who upload, submit and read, and ask again under the same key until they are answered. */
export function startLoad(options: LoadOptions): Load {
  const { node, account, panelId, bytes, clients = 2 } = options
  const record: LoadRecord = {
    jobs: new Map(),
    uploads: new Map(),
    statuses: new Map(),
    curtRefusals: 0,
    unanswered: [],
    reads: 0,
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const left = { uploads: 0, jobs: 0 }
  let isStopping = false

  async function ask(method: string, path: string, init: RequestInit = {}) {
    const headers = new Headers(init.headers)
    headers.set('authorization', `Bearer ${account.token}`)
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS)
      const answer = await fetch(`${node.url}${path}`, { ...init, method, headers, signal })
      const body = await answer.text()
      record.statuses.set(answer.status, (record.statuses.get(answer.status) ?? 0) + 1)
      if (answer.status === 503 && !answer.headers.has('retry-after')) record.curtRefusals += 1
      return { status: answer.status, headers: answer.headers, body }
    } catch (error) {
      record.unanswered.push(`${method} ${path}: ${String(error)}`)
      return undefined
    }
  }

  async function upload(): Promise<string | undefined> {
    const tus = { 'tus-resumable': '1.0.0' }
    const metadata = `filename ${Buffer.from('study.vcf.gz').toString('base64')}`
    const created = await ask('POST', '/api/v1/uploads', {
      headers: { ...tus, 'upload-length': String(bytes.length), 'upload-metadata': metadata },
    })
    const id = created?.headers.get('location')?.split('/').at(-1)
    if (created?.status !== 201 || id === undefined) return undefined
    const sent = await ask('PATCH', `/api/v1/uploads/${id}`, {
      headers: {
        ...tus,
        'upload-offset': '0',
        'content-type': 'application/offset+octet-stream',
      },
      body: bytes,
    })
    if (sent?.status !== 204) return undefined
    record.uploads.set(id, sha256)
    return id
  }

  async function submit(fileId: string, key: string): Promise<boolean> {
    const answer = await ask('POST', '/api/v1/jobs', {
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ panelId, fileIds: [fileId], parameters: { build: 'GRCh37' } }),
    })
    if (answer?.status !== 202) return false
    record.jobs.set(key, (JSON.parse(answer.body) as { id: string }).id)
    return true
  }

  async function uploadIfAllowed(): Promise<string | undefined> {
    if (isStopping || left.uploads === 0) return undefined
    left.uploads -= 1
    const id = await upload()
    if (id === undefined) left.uploads += 1
    return id
  }

  function takeJob(fileId: string | undefined) {
    if (isStopping || fileId === undefined || left.jobs === 0) return undefined
    left.jobs -= 1
    return { key: randomUUID(), fileId }
  }

  async function beClient(): Promise<void> {
    let fileId: string | undefined
    let pending: { readonly key: string; readonly fileId: string } | undefined
    while (!isStopping || pending !== undefined) {
      fileId = (await uploadIfAllowed()) ?? fileId
      pending ??= takeJob(fileId)
      if (pending !== undefined && (await submit(pending.fileId, pending.key))) pending = undefined
      if ((await ask('GET', '/api/v1/jobs?limit=10'))?.status === 200) record.reads += 1
      await pause(THINKING_MS)
    }
  }

  const working = Array.from({ length: clients }, () => beClient())
  const stop = async () => {
    isStopping = true
    await Promise.all(working)
  }
  return {
    record,
    stop,
    allow(more) {
      left.uploads += more
      left.jobs += more
    },
    [Symbol.asyncDispose]: stop,
  }
}

export interface LifeWatch extends AsyncDisposable {
  /** What /livez said when it did not say 200. */
  readonly failures: readonly string[]
  readonly answers: number
}

/** Asks /livez again and again. */
export function watchLife({ url }: Pick<TestNode, 'url'>): LifeWatch {
  const failures: string[] = []
  const stop = new AbortController()
  let answers = 0
  async function watch(): Promise<void> {
    while (!stop.signal.aborted) {
      try {
        const signal = AbortSignal.timeout(10_000)
        const { status } = await fetch(`${url}/livez`, { signal })
        if (status === 200) answers += 1
        else failures.push(String(status))
      } catch (error) {
        failures.push(String(error))
      }
      await pause(THINKING_MS)
    }
  }
  const watching = watch()
  return {
    failures,
    get answers() {
      return answers
    },
    async [Symbol.asyncDispose]() {
      stop.abort()
      await watching
    },
  }
}
