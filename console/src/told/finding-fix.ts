const PROGRAMS = 'bcftools|bgzip|gunzip|gzip|zcat|tabix|unzip|file|tar|sed|awk|plink2?|crosspanel'
const LAST = new RegExp(`^(.*?[:.])\\s+\`?((?:${PROGRAMS}) [^\`]+)(?:\`\\.?)?$`, 's')
const QUOTED = new RegExp(`\`((?:${PROGRAMS})\\s[^\`]+)\``)

/** What is said about a command behind it is no part of it. */
const ASIDE = /^(.+?)\s+\(([^()]*)\)$/

/** A remedy as a sentence and, where it names one, the command to copy. */
export function splitFix(fix: string): {
  readonly text: string
  readonly command?: string | undefined
} {
  const [, text, whole] = LAST.exec(fix) ?? []
  if (text === undefined || whole === undefined) {
    return { text: fix, command: QUOTED.exec(fix)?.[1] }
  }
  const [, command = whole, aside] = ASIDE.exec(whole) ?? []
  if (aside === undefined) return { text, command }
  // What ends the sentence stays at its end.
  return { text: `${text.slice(0, -1)} (${aside})${text.slice(-1)}`, command }
}
