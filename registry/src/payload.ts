import type { GeneralJws } from '@crosspanel/protocol/federation'

/** The payload of a document that was verified when it was stored. */
export function payloadOf({ payload }: GeneralJws): unknown {
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
}
