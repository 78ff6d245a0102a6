/**
 * Runs a server until the first SIGINT or SIGTERM, then releases it in order. A second signal ends
 * the process at once, for the person who does not want to wait.
 */
export async function untilStopped(
  open: (signal: AbortSignal) => Promise<AsyncDisposable>,
): Promise<void> {
  const controller = new AbortController()
  const stopped = new Promise<void>((resolve) => {
    controller.signal.addEventListener('abort', () => resolve(), { once: true })
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(130)
      controller.abort()
    })
  }
  const server = await open(controller.signal)
  try {
    await stopped
  } finally {
    await server[Symbol.asyncDispose]()
  }
}
