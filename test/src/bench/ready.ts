/** The one message of a forked module to the harness. */
export interface Ready {
  readonly url: string
}

/** Tells the harness that forked this process that it can be used, and at which address. */
export function reportReady(url: string): void {
  if (process.send === undefined) throw new Error('this module is started by the benchmarks')
  process.send({ url } satisfies Ready)
}

/** Resolves when the harness wants this process to end. From then on the channel to it keeps no process alive. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('disconnect', resolve)
    process.once('SIGTERM', () => process.disconnect())
  })
}
