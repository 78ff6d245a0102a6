/** A file being written, which is nobody's before it is committed. */
export interface Target {
  write: (bytes: Uint8Array) => Promise<void>
  /** The file, when it is still to be given to the browser's downloads. */
  commit: () => Promise<File | undefined>
  discard: () => Promise<void>
}

/**
 * A folder that a person chose, or the name of one in the browser's private place, from where files go to its
 * downloads.
 */
export type Place = FileSystemDirectoryHandle | string

/** Only in workers, so the library for pages does not know it. */
interface SyncAccessHandle {
  write: (bytes: Uint8Array, options: { at: number }) => number
  truncate: (size: number) => void
  flush: () => void
  close: () => void
}

/** Writes to the disk a piece at a time, never holding the whole in memory. */
export function createTarget(name: string, place: Place): Promise<Target> {
  return typeof place === 'string'
    ? createPrivateTarget(name, place)
    : createChosenTarget(name, place)
}

/** The browser writes into a swap file, which takes the name when it is closed. */
async function createChosenTarget(
  name: string,
  directory: FileSystemDirectoryHandle,
): Promise<Target> {
  const handle = await directory.getFileHandle(name, { create: true })
  const isNew = (await handle.getFile()).size === 0
  const stream = await handle.createWritable()
  return {
    write: (bytes) => stream.write(bytes as Uint8Array<ArrayBuffer>),
    async commit() {
      await stream.close()
      return undefined
    },
    async discard() {
      await stream.abort().catch(() => undefined)
      // The empty file that was made for the name; never one that was there before.
      if (isNew) await directory.removeEntry(name).catch(() => undefined)
    },
  }
}

async function createPrivateTarget(name: string, folderName: string): Promise<Target> {
  const root = await navigator.storage.getDirectory()
  const folder = await root.getDirectoryHandle(folderName, { create: true })
  const handle = await folder.getFileHandle(name, { create: true })
  const file = await (
    handle as unknown as { createSyncAccessHandle: () => Promise<SyncAccessHandle> }
  ).createSyncAccessHandle()
  file.truncate(0)
  let at = 0
  return {
    write(bytes) {
      at += file.write(bytes, { at })
      return Promise.resolve()
    },
    commit() {
      file.flush()
      file.close()
      return handle.getFile()
    },
    async discard() {
      file.close()
      await folder.removeEntry(name).catch(() => undefined)
    },
  }
}
