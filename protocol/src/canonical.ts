/**
 * JSON with sorted keys and no spaces (RFC 8785 for the values that we sign: no number here is
 * anything but a safe integer or a short decimal), so that a digest has one value.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
