const COMMAND = /`((?:bcftools|bgzip|tabix|plink2?|crosspanel|vcftools)\s[^`]+)`/

/** The command that a fix names, to be copied whole. */
export function commandOf(fix: string): string | undefined {
  return COMMAND.exec(fix)?.[1]
}
