import type { QueryFindingKind } from '@crosspanel/protocol/query-watch'

/** What to do about a statement that was found, in words. */
export function adviceFor(kind: QueryFindingKind, fingerprint: string): string {
  switch (kind) {
    case 'slow':
      return slowAdvice(fingerprint)
    case 'repeated':
      return 'The same statement with the same values: ask once in a request and hand the answer on.'
    case 'n-plus-one':
      return isRead(fingerprint)
        ? 'One statement for each row of another answer: join the two, or ask once with `in (…)` or `= any(…)`.'
        : 'One statement for each row: write all rows with one (`values (…), (…)`, `update … from`).'
  }
}

const isRead = (fingerprint: string) => /^(?:select|with|table)\b/i.test(fingerprint)

function slowAdvice(fingerprint: string): string {
  const explain =
    'See `explain (analyze, buffers)` of it with typical values: look for a scan of a whole table, a sort that an index could spare, and waiting for a lock or a free connection.'
  if (/\boffset\b/i.test(fingerprint)) {
    return `\`offset\` reads the rows that it leaves out: page by a key instead. ${explain}`
  }
  if (isRead(fingerprint) && !/\bwhere\b/i.test(fingerprint)) {
    return `It has no \`where\`, so it reads the whole table: narrow it, or keep the figure up to date in a table. ${explain}`
  }
  return explain
}
