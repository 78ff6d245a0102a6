/** Classes 08 (connection), 40 (rolled back), 53 (resources) and 57P (shut down), and postgres.js's own codes. */
const AWAY = /^(08...|40...|53...|57P..|CONNECT.*|CONNECTION_.*|ECONN.*|EPIPE|ETIMEDOUT)$/

/** Whether an error says that the database cannot answer now, rather than that the request is wrong. */
export function isDatabaseAway(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (AWAY.test((at as { code?: unknown }).code?.toString() ?? '')) return true
  }
  return false
}
