import { createRequire } from 'node:module'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { S3Config } from '@crosspanel/node/node-config'

interface Server {
  run(): Promise<{ port: number }>
  close(): Promise<void>
}
type ServerClass = new (options: {
  readonly address: string
  readonly port: number
  readonly silent: boolean
  readonly directory: string
  readonly configureBuckets: readonly { readonly name: string }[]
}) => Server

const S3rver = createRequire(import.meta.url)('s3rver') as ServerClass
const BUCKET = 'crosspanel'
/** The one key that the server knows. */
const KEY = 'S3RVER'

/** An S3 service on loopback with an empty bucket. It checks signatures. */
export async function openS3Server(): Promise<AsyncDisposable & { readonly config: S3Config }> {
  await using stack = new AsyncDisposableStack()
  const directory = await mkdtemp(join(tmpdir(), 'crosspanel-s3-'))
  stack.defer(() => rm(directory, { recursive: true, force: true }))
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: BUCKET }],
  })
  const { port } = await server.run()
  stack.defer(() => server.close())
  const owned = stack.move()
  return {
    config: {
      endpoint: `http://127.0.0.1:${String(port)}`,
      bucket: BUCKET,
      region: 'us-east-1',
      accessKeyId: KEY,
      secretAccessKey: KEY,
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
