import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import { note } from './output.ts'

/** Writes an answer to a new file that only its owner can read, or to standard output; nothing is written over. */
export async function save(answer: Response, path: string | undefined): Promise<void> {
  const source = Readable.from((answer.body ?? []) as AsyncIterable<Uint8Array>)
  if (path === undefined) return pipeline(source, process.stdout, { end: false })
  const target = createWriteStream(path, { flags: 'wx', mode: 0o600 })
  await pipeline(source, target).catch(async (error: unknown) => {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') throw new CliError(`${path} is there already`, EXIT.usage)
    // Half a file under the whole one's name would be taken for it.
    await rm(path, { force: true })
    throw error
  })
  note(`Written to ${path}`)
}
