/** Writes docs/errors.md from the table of problems; with `--check`, fails when the file says something else. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { PROBLEM_TYPE_BASE, type ProblemCode, PROBLEMS } from '@crosspanel/protocol/problem'
import { PROBLEM_FIXES } from '@crosspanel/protocol/problem-fixes'
import { format, resolveConfig } from 'prettier'

const path = fileURLToPath(new URL('../docs/errors.md', import.meta.url))

const INTRODUCTION = `# Problems

Every refusal is a problem as RFC 9457 describes it, with the content type \`application/problem+json\`:
\`type\` (\`${PROBLEM_TYPE_BASE}\` and the code), \`title\`, \`status\`, \`detail\`, \`instance\`, and beyond the standard \`code\`, \`requestId\` (quote it to the administrator) and \`errors\`, a list of \`pointer\`, \`detail\` and \`fix\`.

Programs decide by \`code\`, never by words: codes are added, never renamed. 429 and 503 come with \`Retry-After\`. A node also answers this table at \`/api/v1/problems\`. The table is made from \`protocol/src/problem.ts\` by \`npm run errors\`.
`

const rows = (Object.keys(PROBLEMS) as ProblemCode[])
  .map((code) => ({ code, ...PROBLEMS[code], fix: PROBLEM_FIXES[code] }))
  .sort((a, b) => a.status - b.status)
  .map(({ code, status, title, fix }) => `| \`${code}\` | ${status} | ${title} | ${fix} |`)
const table = [
  '| code | status | what it means | how to mend it |',
  '| --- | --- | --- | --- |',
  ...rows,
]
const text = await format([INTRODUCTION, ...table].join('\n'), {
  ...(await resolveConfig(path)),
  parser: 'markdown',
})

if (!process.argv.includes('--check')) writeFileSync(path, text)
else if (readFileSync(path, 'utf8') !== text) {
  console.error('docs/errors.md is not what the table of problems says: run `npm run errors`')
  process.exitCode = 1
} else console.log('docs/errors.md says what the table of problems says')
