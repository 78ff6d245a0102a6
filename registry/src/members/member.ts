import type { GeneralJws } from '@crosspanel/protocol/federation'

/** A site to be taken in, as its enrolment tells of it. */
export interface NewMember {
  readonly siteId: string
  readonly organisation: string
  readonly siteName: string
  readonly url: string
  readonly contact: string
  readonly rootKid: string
  readonly statementSha256: string
  readonly statementSerial: number
  readonly statement: GeneralJws
}
