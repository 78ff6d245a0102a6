const PREFIX = 'results-'

export type PrivatePlace = Awaited<ReturnType<typeof openPrivatePlace>>

/**
 * A folder of this page in the browser's private place. What lies in it are opened results: it goes with the page,
 * and where a page ended without a word, the next one removes it. A lock tells the living from the dead.
 */
export async function openPrivatePlace() {
  const name = PREFIX + crypto.randomUUID()
  const { promise: closed, resolve: close } = Promise.withResolvers<undefined>()
  await new Promise<void>((locked) => {
    void navigator.locks.request(name, () => {
      locked()
      return closed
    })
  })
  await removeUnlocked()
  return {
    name,
    async close(): Promise<void> {
      close(undefined)
      await remove(await navigator.storage.getDirectory(), name)
    },
  }
}

async function removeUnlocked(): Promise<void> {
  const root = await navigator.storage.getDirectory()
  const { held = [] } = await navigator.locks.query()
  const living = new Set(held.map(({ name }) => name))
  const names = (root as unknown as { keys: () => AsyncIterable<string> }).keys()
  for await (const name of names) {
    if (name.startsWith(PREFIX) && !living.has(name)) await remove(root, name)
  }
}

/** A folder that is not there, or that another page is removing, is as good as removed. */
async function remove(root: FileSystemDirectoryHandle, name: string): Promise<void> {
  await root.removeEntry(name, { recursive: true }).catch(() => undefined)
}
