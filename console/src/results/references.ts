import type { RunSummary } from '@crosspanel/protocol/summary'

/** What the authors of each engine ask to be cited. */
const REFERENCES: Readonly<Record<string, string>> = {
  minimac4:
    'Das S, Forer L, Schönherr S, et al. Next-generation genotype imputation service and methods. Nature Genetics 2016;48:1284–1287. doi:10.1038/ng.3656',
  eagle:
    'Loh P-R, Danecek P, Palamara PF, et al. Reference-based phasing using the Haplotype Reference Consortium panel. Nature Genetics 2016;48:1443–1448. doi:10.1038/ng.3679',
  shapeit4:
    'Delaneau O, Zagury J-F, Robinson MR, Marchini JL, Dermitzakis ET. Accurate, scalable and integrative haplotype estimation. Nature Communications 2019;10:5436. doi:10.1038/s41467-019-13225-y',
  bcftools:
    'Danecek P, Bonfield JK, Liddle J, et al. Twelve years of SAMtools and BCFtools. GigaScience 2021;10:giab008. doi:10.1093/gigascience/giab008',
}

/** References for the engines that a run used, in their order, each once. */
export function referencesOf({ engines }: Pick<RunSummary, 'engines'>): string[] {
  const found = engines.flatMap(({ name }) =>
    Object.hasOwn(REFERENCES, name) ? [REFERENCES[name] ?? ''] : [],
  )
  return [...new Set(found)]
}

/** Name and version of an engine, when the run used it. */
export function engineOf({ engines }: Pick<RunSummary, 'engines'>, name: string): string | null {
  const found = engines.find((engine) => engine.name === name)
  return found === undefined ? null : `${name} ${found.version}`
}
