import { findWrongFiles } from '@crosspanel/node/panels/verify-files'
import { inData } from '../node-home.ts'
import type { Check } from './check.ts'
import { found } from './machine-checks.ts'

/** As long as it takes to read the largest panels from a slow disk. */
const READING_MS = 6 * 3_600_000

export const PANEL_CHECKS: readonly Check[] = [
  {
    id: 'panels',
    about: 'every file of the published panels has the digest that was published',
    isDeep: true,
    deadlineMs: READING_MS,
    async look({ home, sql }) {
      const db = await sql()
      const panels = await db<{ id: string; dir: string }[]>`
        select id, dir from panels where state = 'published' order by id`
      const damaged: string[] = []
      for (const { id, dir } of panels) {
        const files = await db<{ name: string; sha256: string }[]>`
          select name, sha256 from panel_files where panel_id = ${id} order by name`
        const wrong = await findWrongFiles(inData(home, dir), files)
        if (wrong.length > 0) damaged.push(`${id}: ${wrong.join(', ')}`)
      }
      if (damaged.length === 0) return found('ok', `${panels.length} panels are as published`)
      const fix = 'withdraw the panel and add it again, or put its files back from a backup'
      return found('fail', `gone or changed: ${damaged.join('; ')}`, fix)
    },
  },
]
