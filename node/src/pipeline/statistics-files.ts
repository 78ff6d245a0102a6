import { open, rename, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'

/** The tables of imputationserver2, by name, with its columns. */
const TABLES = {
  'snps-excluded.txt': 'ID\tCHROM\tPOS\tREF\tALT\tINFO',
  'snps-typed-only.txt': 'ID\tCHROM\tPOS\tREF\tALT',
  'chunks-excluded.txt': 'CHUNK\tSNPS\tREFERENCE_OVERLAP\tSAMPLES_LOW_CALL_RATE',
  'maf.txt':
    'ID\tCHROM\tPOS\tREF\tALT\tAAF\tREFERENCE_REF\tREFERENCE_ALT\tREFERENCE_AAF\tCHISQ\tOVERLAP_WITH_REFERENCE\tTYPE',
} as const
export type StatisticsTable = keyof typeof TABLES
export const STATISTICS_TABLES = Object.keys(TABLES) as StatisticsTable[]

const FLUSH_CHARACTERS = 1 << 18

/** Writes the tables into `dir`; like there, a table without a row has no file. */
export async function createStatisticsFiles(dir: string) {
  const tables = await Promise.all(STATISTICS_TABLES.map((name) => openTable(dir, name)))
  const byName = Object.fromEntries(
    STATISTICS_TABLES.map((name, index) => [name, tables[index]]),
  ) as Record<StatisticsTable, (typeof tables)[number]>

  return {
    add: (name: StatisticsTable, row: string) => byName[name].add(row),
    async drain(): Promise<void> {
      for (const table of tables) await table.drain()
    },
    async close(): Promise<void> {
      for (const table of tables) await table.close()
    },
    /** Lets go of the files, which are of no use then. */
    async discard(): Promise<void> {
      for (const table of tables) await table.discard()
    },
  }
}
export type StatisticsFiles = Awaited<ReturnType<typeof createStatisticsFiles>>

async function openTable(dir: string, name: StatisticsTable) {
  const path = join(dir, name)
  const partial = `${path}.part`
  const file: FileHandle = await open(partial, 'w')
  let text = `${TABLES[name]}\n`
  let rows = 0

  async function flush(): Promise<void> {
    const pending = text
    text = ''
    await file.write(pending)
  }

  return {
    add(row: string): void {
      rows++
      text += `${row}\n`
    },
    async drain(): Promise<void> {
      if (text.length >= FLUSH_CHARACTERS) await flush()
    },
    async close(): Promise<void> {
      await flush()
      await file.sync()
      await file.close()
      if (rows === 0) await rm(partial)
      else await rename(partial, path)
    },
    discard: () => file.close(),
  }
}
