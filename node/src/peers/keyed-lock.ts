/** Lets one task for each key run at a time, in the order of their coming. */
export function createKeyedLock() {
  const tails = new Map<string, Promise<unknown>>()
  return function inTurn<T>(key: string, task: () => Promise<T>): Promise<T> {
    const before = tails.get(key) ?? Promise.resolve()
    const running = before.then(task, task)
    const tail = running
      .catch(() => undefined)
      .finally(() => {
        if (tails.get(key) === tail) tails.delete(key)
      })
    tails.set(key, tail)
    return running
  }
}
