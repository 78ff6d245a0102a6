/** The answer if it comes in time and is one; what is too late or an error is `otherwise`. */
export async function within<T, O>(
  answer: Promise<T>,
  waitMs: number,
  otherwise: O,
): Promise<T | O> {
  const { promise: timeout, resolve } = Promise.withResolvers<O>()
  const timer = setTimeout(() => resolve(otherwise), waitMs)
  try {
    return await Promise.race([answer.catch(() => otherwise), timeout])
  } finally {
    clearTimeout(timer)
  }
}
