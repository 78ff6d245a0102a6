import { createHash } from 'node:crypto'
import { AwsClient } from 'aws4fetch'
import { XMLParser } from 'fast-xml-parser'
import type { S3Config } from '../config.ts'
import { storeAway } from './store-away.ts'

export interface S3Object {
  readonly key: string
  readonly sizeBytes: number
  readonly changedAt: Date
}

export interface UploadedPart {
  readonly number: number
  readonly etag: string
}

type Query = Readonly<Record<string, string>>
interface Request {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE'
  readonly key?: string
  readonly query?: Query
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array<ArrayBuffer> | string
}

const CALL_TIMEOUT_MS = 120_000
const RETRIES = 4
const xml = new XMLParser({ parseTagValue: false, isArray: (name) => name === 'Contents' })

export type S3Client = ReturnType<typeof createS3Client>

/** The few calls of S3 that blobs need. Buckets are addressed by path, which every S3 service takes. */
export function createS3Client({ endpoint, bucket, ...credentials }: S3Config) {
  const client = new AwsClient({ ...credentials, service: 's3', retries: RETRIES })
  const root = `${endpoint.replace(/\/$/, '')}/${bucket}`

  /** Hands on `404` and throws `storage-unavailable` for every other answer that is not a success, and for none. */
  async function call({ method, key, query = {}, headers, body }: Request): Promise<Response> {
    const search = new URLSearchParams(query).toString()
    const path = key === undefined ? '' : `/${key}`
    // Signed with the digest of the body, so that the service refuses bytes that changed on the way.
    const digest = createHash('sha256')
      .update(body ?? '')
      .digest('hex')
    const response = await client
      .fetch(`${root}${path}${search && `?${search}`}`, {
        method,
        headers: { ...headers, 'x-amz-content-sha256': digest },
        signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
        ...(body === undefined ? {} : { body }),
      })
      .catch((error: unknown) => {
        throw storeAway(error)
      })
    if (response.ok || response.status === 404) return response
    const text = await response.text()
    const code = /<Code>([A-Za-z]+)<\/Code>/.exec(text)?.[1] ?? ''
    throw storeAway(new Error(`S3 answered ${method} with ${String(response.status)} ${code}`))
  }

  /** For calls of which even a success is read, or of which a missing object is no answer. */
  async function require(request: Request): Promise<Response> {
    const response = await call(request)
    if (response.status === 404)
      throw storeAway(new Error(`S3 answered ${request.method} with 404`))
    return response
  }

  async function parsed(response: Response): Promise<Record<string, unknown>> {
    return xml.parse(await response.text()) as Record<string, unknown>
  }

  return {
    async put(key: string, body: Uint8Array<ArrayBuffer>): Promise<void> {
      await (await require({ method: 'PUT', key, body })).arrayBuffer()
    },

    /** Undefined if there is no such object. */
    async head(key: string): Promise<{ sizeBytes: number; etag: string } | undefined> {
      const { status, headers } = await call({ method: 'HEAD', key })
      if (status === 404) return undefined
      return {
        sizeBytes: Number(headers.get('content-length')),
        etag: headers.get('etag') ?? '',
      }
    },

    /** The bytes from `start` to before `end`, of the object that has this `etag` and of no later one. */
    async get(
      key: string,
      { start, end, etag }: { readonly start: number; readonly end: number; readonly etag: string },
    ): Promise<ReadableStream<Uint8Array>> {
      const headers = { range: `bytes=${String(start)}-${String(end - 1)}`, 'if-match': etag }
      const response = await require({ method: 'GET', key, headers })
      if (response.status !== 206 || response.body === null) {
        throw new Error('S3 did not answer with the range that was asked for')
      }
      return response.body
    },

    /** Also of an object that is not there. */
    async remove(key: string): Promise<void> {
      await (await call({ method: 'DELETE', key })).arrayBuffer()
    },

    async createMultipart(key: string): Promise<string> {
      const answer = await parsed(await require({ method: 'POST', key, query: { uploads: '' } }))
      return textAt(answer, 'InitiateMultipartUploadResult', 'UploadId')
    },

    async putPart(
      key: string,
      uploadId: string,
      number: number,
      body: Uint8Array<ArrayBuffer>,
    ): Promise<UploadedPart> {
      const query = { partNumber: String(number), uploadId }
      const response = await require({ method: 'PUT', key, query, body })
      await response.arrayBuffer()
      const etag = response.headers.get('etag')
      if (etag === null) throw new Error('S3 gave a part no etag')
      return { number, etag }
    },

    async completeMultipart(
      key: string,
      uploadId: string,
      parts: readonly UploadedPart[],
    ): Promise<void> {
      const list = parts
        .map(
          ({ number, etag }) =>
            `<Part><PartNumber>${String(number)}</PartNumber><ETag>${etag.replaceAll('"', '&quot;')}</ETag></Part>`,
        )
        .join('')
      const body = `<CompleteMultipartUpload>${list}</CompleteMultipartUpload>`
      const response = await require({ method: 'POST', key, query: { uploadId }, body })
      // S3 may answer 200 and tell of a failure in the body.
      textAt(await parsed(response), 'CompleteMultipartUploadResult', 'ETag')
    },

    async abortMultipart(key: string, uploadId: string): Promise<void> {
      await (await call({ method: 'DELETE', key, query: { uploadId } })).arrayBuffer()
    },

    async *list(prefix: string): AsyncGenerator<S3Object, void, undefined> {
      let token: string | undefined
      do {
        const more: Query = token === undefined ? {} : { 'continuation-token': token }
        const query = { 'list-type': '2', prefix, ...more }
        const answer = await parsed(await require({ method: 'GET', query }))
        const result = (answer['ListBucketResult'] ?? {}) as Record<string, unknown>
        for (const item of (result['Contents'] ?? []) as Record<string, string>[]) {
          yield {
            key: item['Key'] ?? '',
            sizeBytes: Number(item['Size']),
            changedAt: new Date(item['LastModified'] ?? 0),
          }
        }
        token = result['NextContinuationToken'] as string | undefined
      } while (token !== undefined)
    },
  }
}

function textAt(answer: Record<string, unknown>, outer: string, inner: string): string {
  const part = answer[outer] as Record<string, unknown> | undefined
  const text = part?.[inner]
  if (typeof text !== 'string') throw new Error(`S3 answered without ${outer}/${inner}`)
  return text
}
