import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBgzfWriter, eachLine, hasBgzfEnd, lineBlocks, LineTooLong } from './bgzf.ts'

const MIB = 1024 ** 2

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'crosspanel-bgzf-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

async function written(text: string): Promise<string> {
  const path = join(dir, `${text.length}.gz`)
  const writer = await createBgzfWriter(path)
  writer.write(Buffer.from(text))
  await writer.drain()
  await writer.close()
  return path
}

async function linesOf(path: string): Promise<string[]> {
  const lines: string[] = []
  for await (const block of lineBlocks(path)) {
    eachLine(block, (start, end) => lines.push(block.toString('latin1', start, end)))
  }
  return lines
}

/** Text that hardly compresses, so that blocks are nearly full. */
function noise(characters: number): string {
  let state = 1
  return Array.from({ length: characters }, () => {
    state = (state * 48_271) % 0x7fffffff
    return String.fromCharCode(32 + (state % 95))
  }).join('')
}

describe('BGZF', () => {
  it.each([0, 1, 0xfeff, 0xff00, 0xff01, 400_000])(
    'is read by bgzip as it was written, at %i bytes',
    async (bytes) => {
      const text = noise(bytes)

      const path = await written(text)

      execFileSync('bgzip', ['--test', path])
      expect(execFileSync('bgzip', ['-dc', path]).toString()).toBe(text)
      expect(await hasBgzfEnd(path)).toBe(true)
    },
  )

  it('is not ended when it is cut', async () => {
    const path = await written('a\nb\n')
    await truncate(path, (await readFile(path)).length - 1)

    expect(await hasBgzfEnd(path)).toBe(false)
  })

  it('gives its lines whole, wherever blocks end', async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `${index} ${noise(index % 50)}`)

    expect(await linesOf(await written(`${lines.join('\n')}\n`))).toEqual(lines)
  })

  it('gives a last line without a line feed', async () => {
    expect(await linesOf(await written('a\nb'))).toEqual(['a', 'b'])
  })

  it('T16 stops at a line that does not end, long before it fills the memory', async () => {
    const path = join(dir, 'bomb.gz')
    // 1 GiB of one line in 1 MiB.
    const member = gzipSync(Buffer.alloc(32 * MIB, 'A'))
    await writeFile(path, Buffer.concat(Array.from({ length: 32 }, () => member)))
    const before = process.memoryUsage.rss()

    const reading = lineBlocks(path, 16 * MIB).next()

    await expect(reading).rejects.toThrow(LineTooLong)
    expect(process.memoryUsage.rss() - before).toBeLessThan(128 * MIB)
  })

  it('throws on damage instead of ending', async () => {
    const path = await written(noise(300_000))
    await truncate(path, 100_000)
    const absent = join(dir, 'absent.gz')
    await writeFile(join(dir, 'text.gz'), 'not gzip')

    await expect(linesOf(path)).rejects.toThrow()
    await expect(linesOf(absent)).rejects.toThrow('ENOENT')
    await expect(linesOf(join(dir, 'text.gz'))).rejects.toThrow()
  })
})
