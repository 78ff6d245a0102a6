import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import type { GenomeBuild } from '@crosspanel/protocol/ids'

/** `hg19` and its like are taken at this edge alone; everything behind it has one name for a build. */
export function readBuild(text: string): GenomeBuild {
  const names: Readonly<Record<string, GenomeBuild>> = {
    hg19: 'GRCh37',
    grch37: 'GRCh37',
    b37: 'GRCh37',
    hg38: 'GRCh38',
    grch38: 'GRCh38',
    b38: 'GRCh38',
  }
  const build = names[text.toLowerCase()]
  if (build === undefined) throw new CliError('--build is GRCh37 or GRCh38', EXIT.usage)
  return build
}
