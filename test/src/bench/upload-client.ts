import { createHash } from 'node:crypto'
import { Agent, request } from 'undici'

/** Parts of an upload, of equal size. */
export interface UploadPlan {
  readonly part: Uint8Array
  readonly parts: number
}

/** Sends whole uploads to one place. */
export interface UploadClient {
  /** Returns the SHA-256 that the server says, and what deletes the upload. */
  upload(plan: UploadPlan): Promise<{ sha256: string; remove(): Promise<void> }>
}

/** One connection for each client at once; a part may take as long as it likes. */
const agent = new Agent({ connections: 8, headersTimeout: 0, bodyTimeout: 0 })

async function send(
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
  url: string,
  headers: Readonly<Record<string, string>>,
  body?: Uint8Array | AsyncIterable<Uint8Array>,
) {
  const response = await request(url, {
    dispatcher: agent,
    method,
    headers,
    ...(body === undefined ? {} : { body: body as Buffer }),
  })
  const text = await response.body.text()
  if (response.statusCode >= 300) throw new Error(`${method} ${response.statusCode}: ${text}`)
  return { headers: response.headers, text }
}

/** A tus 1.0 client. `sha256Of` finds the digest of a whole upload in the answer to its last part, or elsewhere. */
export function tusClient(
  endpoint: string,
  headers: Readonly<Record<string, string>>,
  sha256Of: (location: string, last: Readonly<Record<string, unknown>>) => Promise<string>,
): UploadClient {
  const all = { ...headers, 'tus-resumable': '1.0.0' }
  return {
    async upload({ part, parts }) {
      const created = await send('POST', endpoint, {
        ...all,
        'upload-length': String(part.length * parts),
        'upload-metadata': `filename ${Buffer.from('cohort.vcf.gz').toString('base64')}`,
      })
      const location = new URL(String(created.headers['location']), endpoint).href
      let last: Readonly<Record<string, unknown>> = {}
      for (let index = 0; index < parts; index += 1) {
        const answer = await send(
          'PATCH',
          location,
          {
            ...all,
            'content-type': 'application/offset+octet-stream',
            'upload-offset': String(index * part.length),
          },
          part,
        )
        last = answer.headers
      }
      return {
        sha256: await sha256Of(location, last),
        async remove() {
          await send('DELETE', location, all)
        },
      }
    },
  }
}

/** Our own node: the digest is a field of the file. */
export function ourClient(url: string, token: string): UploadClient {
  const headers = { authorization: `Bearer ${token}` }
  return tusClient(`${url}/api/v1/uploads`, headers, async (location) => {
    const id = location.split('/').at(-1) ?? ''
    const { text } = await send('GET', `${url}/api/v1/files/${id}`, headers)
    return String((JSON.parse(text) as { sha256: unknown }).sha256)
  })
}

export function tusPeerClient(url: string): UploadClient {
  return tusClient(url, {}, (_, last) => Promise.resolve(String(last['x-sha256'])))
}

/** One request for all parts. */
export function pipeClient(url: string): UploadClient {
  let uploads = 0
  return {
    async upload({ part, parts }) {
      uploads += 1
      const location = `${url}/${uploads}`
      const { headers } = await send('PUT', location, {}, repeat(part, parts))
      return {
        sha256: String(headers['x-sha256']),
        async remove() {
          await send('DELETE', location, {})
        },
      }
    },
  }
}

// eslint-disable-next-line @typescript-eslint/require-await
async function* repeat(part: Uint8Array, parts: number): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < parts; index += 1) yield part
}

export function sha256OfPlan({ part, parts }: UploadPlan): string {
  const hash = createHash('sha256')
  for (let index = 0; index < parts; index += 1) hash.update(part)
  return hash.digest('hex')
}
