import type { S3Config } from './node-config.ts'

type Needed = 'ENDPOINT' | 'BUCKET' | 'ACCESS_KEY_ID' | 'SECRET_ACCESS_KEY'
interface S3Environment extends Partial<Record<`CROSSPANEL_S3_${Needed}`, string | undefined>> {
  readonly CROSSPANEL_BLOB_STORE: string
  readonly CROSSPANEL_S3_REGION: string
}

/** The S3 store that the environment names; `undefined` when blobs are in the data directory. */
export function s3Of(e: S3Environment): S3Config | undefined {
  if (e.CROSSPANEL_BLOB_STORE !== 's3') return undefined
  function required(name: Needed): string {
    const value = e[`CROSSPANEL_S3_${name}`]
    if (value !== undefined) return value
    throw new Error(`bad configuration:\nCROSSPANEL_BLOB_STORE=s3 needs CROSSPANEL_S3_${name}`)
  }
  return {
    endpoint: required('ENDPOINT'),
    bucket: required('BUCKET'),
    region: e.CROSSPANEL_S3_REGION,
    accessKeyId: required('ACCESS_KEY_ID'),
    secretAccessKey: required('SECRET_ACCESS_KEY'),
  }
}
