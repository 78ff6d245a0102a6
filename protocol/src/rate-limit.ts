/**
 * The fields of draft-ietf-httpapi-ratelimit-headers (structured fields, RFC 9651): a policy with its
 * quota and window, and what is left of it.
 */
export interface RateLimitState {
  /** Name of the policy: letters, digits and hyphens. */
  readonly policy: string
  readonly quota: number
  readonly windowS: number
  readonly remaining: number
  readonly resetS: number
}

export function rateLimitPolicy({ policy, quota, windowS }: RateLimitState): string {
  return `"${policy}";q=${quota};w=${windowS}`
}

export function rateLimit({ policy, remaining, resetS }: RateLimitState): string {
  return `"${policy}";r=${remaining};t=${resetS}`
}
