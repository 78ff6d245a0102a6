import { z } from 'zod'
import type { RateQuotas } from './rate-limiter.ts'

const rate = (otherwise: number) => z.coerce.number().int().min(0).default(otherwise)

/** Requests that the edge takes, a minute. */
export const RateEnvironment = {
  CROSSPANEL_RATE_ADDRESS_PER_MIN: rate(6000).describe(
    'Requests of one network address (IPv6: one /64) a minute; 0: no limit',
  ),
  CROSSPANEL_RATE_READ_PER_MIN: rate(1200).describe(
    'Reading requests of one account a minute; 0: no limit',
  ),
  CROSSPANEL_RATE_WRITE_PER_MIN: rate(300).describe(
    'Changing requests of one account a minute; 0: no limit',
  ),
  CROSSPANEL_RATE_EXPENSIVE_PER_MIN: rate(60).describe(
    'Requests of one account that start work, such as a new job, a minute; 0: no limit',
  ),
  CROSSPANEL_RATE_TRANSFER_PER_MIN: rate(3000).describe(
    'Upload chunks and downloads of one account a minute; 0: no limit',
  ),
  CROSSPANEL_RATE_PEER_PER_MIN: rate(12_000).describe('Calls of one peer a minute; 0: no limit'),
} as const

export function rateQuotasOf(e: {
  readonly [K in keyof typeof RateEnvironment]: number
}): RateQuotas {
  return {
    address: e.CROSSPANEL_RATE_ADDRESS_PER_MIN,
    read: e.CROSSPANEL_RATE_READ_PER_MIN,
    write: e.CROSSPANEL_RATE_WRITE_PER_MIN,
    expensive: e.CROSSPANEL_RATE_EXPENSIVE_PER_MIN,
    transfer: e.CROSSPANEL_RATE_TRANSFER_PER_MIN,
    peer: e.CROSSPANEL_RATE_PEER_PER_MIN,
  }
}
