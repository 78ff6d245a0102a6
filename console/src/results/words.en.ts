import { count, formatNumber, formatPercent } from '../i18n/format.ts'

const variants = (n: number) => count('en', n, { one: '# variant', other: '# variants' })
const samples = (n: number) => count('en', n, { one: '# sample', other: '# samples' })

export const en = {
  title: 'Results',
  titleOf: (job: string) => `Results of ${job}`,
  jobs: 'Jobs',
  accuracy: 'Accuracy',
  control: 'Quality control',
  noneTitle: 'No results yet',
  none: 'Results appear when the host has packed them and this site has checked them.',
  toJob: 'See how far the job is',
  unreadable:
    'The host wrote the summary of this run in a way that this release does not know. The files are not affected; upgrade this node to see the charts.',
  noSummary: 'The host has told nothing of this run yet.',
  files: {
    title: 'Files',
    lead: 'Each file is checked to its last byte against the SHA-256 of this list before you get it, and a connection that breaks goes on where it broke.',
    sealed:
      'These files are encrypted for your key alone: neither site can read them. Open your key to save them readable; the key does not leave this page.',
    open: 'The site opens these files for you.',
    save: 'Save all files',
    saveOpened: 'Open and save all files',
    retry: 'Try again',
    encrypted: 'As it is, encrypted',
    busy: 'Stay on this page until all is saved.',
    allSaved: (n: number) =>
      count('en', n, {
        one: 'The file is saved and verified.',
        other: 'All # files are saved and verified.',
      }),
    commandLine: 'On the command line, for very large results:',
    noFiles: 'No files: this run ended without any.',
    samplesFailed: 'The ids of your samples could not be read. Try again.',
    folderFailed: 'The browser may not write into that folder. Choose another.',
    inFolder: (folder: string) => `In the folder ${folder}.`,
    columns: { name: 'File', size: 'Size', digest: 'SHA-256', state: 'State' },
    states: {
      waiting: 'Not saved here',
      saving: 'Saving',
      saved: 'Saved, verified',
      failed: 'Not saved',
    },
    faults: {
      'connection-lost': 'The connection was lost again and again. Nothing half was kept.',
      refused: 'The site refused the file: it may have expired. Reload this page.',
      damaged:
        'What arrived is not the file of this list, so it was thrown away. If it happens again, tell your site: its copy may be damaged.',
      'other-key': 'The file is encrypted for another key than the one you opened.',
      'other-samples':
        'Its samples are not those of this job, so it was thrown away. Tell your site.',
      'needs-its-data':
        'It is the index of a file that was not saved in this window. Trying again saves both.',
      'not-saved': 'The browser could not write the file: is there space on the disk?',
    },
    key: {
      title: 'Your key',
      file: 'Recovery file, or any Crypt4GH secret key',
      choose: 'Choose the file',
      passphrase: 'Its passphrase',
      open: 'Open the key',
      opened: (fingerprint: string) => `Your key is open: ${fingerprint}`,
      close: 'Close the key',
      noFile: 'Choose the file that you saved when the key was made.',
      faults: {
        'passphrase-wrong': 'This is not the passphrase of this key.',
        'passphrase-missing': 'This file needs its passphrase.',
        'key-file-unsupported': 'A key of this kind cannot be opened here; the command line may.',
        other: 'This is not a Crypt4GH secret key file.',
      },
    },
  },
  missing: {
    'older-release':
      'The host runs an earlier release, which does not count this. Your files are not affected.',
    'quality-control-only': 'This run stopped after quality control, as you asked.',
    'no-population':
      'No population of the panel was compared with. Choose one when you submit a job to see this.',
    'nothing-counted': 'The run has no variants to draw here.',
  },
  figure: {
    table: 'View as table',
    chart: 'View as chart',
    csv: 'CSV',
    svg: 'SVG',
    csvOf: (title: string) => `${title}: download as CSV`,
    svgOf: (title: string) => `${title}: download as SVG`,
    cursor: (title: string) => `${title}: arrow keys go from value to value`,
    hint: 'Point at the chart, or focus it and use the arrow keys.',
    hintTouch: 'Touch the chart to read its values.',
    none: '–',
  },
  maf: {
    title: 'R2 by minor allele frequency',
    caption:
      'R2 is the estimate of the engine, of imputed variants; the band holds the middle 80% of them. ER2 is measured at typed variants by leaving each out, and is the more honest of the two. Bars: imputed variants in each bin.',
    axisX: 'Minor allele frequency',
    axisY: 'R2',
    axisCount: 'Variants',
    r2: 'Mean R2 (imputed)',
    er2: 'Mean ER2 (typed)',
    spread: '10 to 90% of variants',
    common: (mean: string, n: number) => `Mean R2 ${mean} at MAF over 5% (${variants(n)})`,
    low: (mean: string, n: number) => `${mean} at 0.5 to 5% (${variants(n)})`,
    rare: (mean: string, n: number) => `${mean} up to 0.5% (${variants(n)})`,
    er2Over: (mean: string) => `mean ER2 ${mean} over all typed variants`,
    bin: (label: string) => `MAF ${label}`,
    at: (label: string, r2: string, er2: string, n: number) =>
      `MAF ${label}: mean R2 ${r2}, mean ER2 ${er2}, ${variants(n)} imputed`,
    columns: {
      over: 'MAF over',
      upTo: 'MAF up to',
      imputed: 'Imputed variants',
      mean: 'Mean R2',
      p10: 'R2, 10%',
      p50: 'R2, median',
      p90: 'R2, 90%',
      typed: 'Typed with ER2',
      er2: 'Mean ER2',
    },
  },
  histogram: {
    title: 'How many variants a filter on R2 keeps',
    caption:
      'Imputed variants by R2, by how frequent they are. 0.3 is the usual filter for association tests, 0.8 for what needs single variants right. Typed variants are kept whatever their R2.',
    axisX: 'R2',
    axisY: 'Imputed variants',
    threshold: 'Keep variants with an R2 of at least',
    keptWords: (threshold: string, kept: number, all: number) =>
      `R2 ≥ ${threshold} keeps ${formatNumber(kept)} of ${formatNumber(all)} imputed variants (${formatPercent(all === 0 ? 0 : kept / all)}).`,
    classes: {
      rare: 'MAF up to 0.5%',
      low: 'MAF 0.5 to 5%',
      common: 'MAF over 5%',
    },
    command: 'Filter the files with',
    filtered: (minR2: string) => `The run itself left out variants with an R2 below ${minR2}.`,
    at: (from: string, to: string, n: number) => `R2 ${from} to ${to}: ${variants(n)}`,
    columns: { from: 'R2 from', to: 'to', all: 'All' },
  },
  along: {
    title: 'R2 along the chromosomes',
    caption: (mb: string) =>
      `Mean R2 of imputed variants in windows of ${mb}. Grey: the centromere, where no array has variants. Dips are places with few typed variants or unusual structure.`,
    axisX: (chromosome: string) => `Position on chromosome ${chromosome} (Mb)`,
    axisGenome: 'Chromosome',
    axisY: 'Mean R2',
    chromosome: 'Chromosome',
    allChromosomes: 'All',
    worst: (place: string, mean: string) => `Lowest: ${place} with a mean R2 of ${mean}`,
    best: (mean: string, windows: number) =>
      `Median of ${count('en', windows, { one: '# window', other: '# windows' })}: ${mean}`,
    place: (chromosome: string, from: string, to: string) => `chr${chromosome}:${from}–${to} Mb`,
    at: (place: string, mean: string, n: number) => `${place}: mean R2 ${mean}, ${variants(n)}`,
    regions: { hla: 'HLA region', centromere: 'centromere' },
    worstTitle: 'Lowest windows',
    columns: {
      chromosome: 'Chromosome',
      start: 'From (bp)',
      end: 'To (bp)',
      variants: 'Imputed variants',
      mean: 'Mean R2',
      region: 'Known region',
    },
  },
  frequencies: {
    title: 'Allele frequencies of your samples against the panel',
    caption: (population: string) =>
      `Typed variants by alternate allele frequency in population ${population} of the panel and in your samples. Points far from the diagonal are errors of strand or alleles, or another ancestry. Beyond the dashed lines chi-square is over 300: those variants are listed in maf.txt.`,
    axisX: (population: string) => `Frequency in ${population}`,
    axisY: 'Frequency in your samples',
    sentence: (r2: string, n: number, outliers: number) =>
      `Squared correlation ${r2} over ${variants(n)}; ${count('en', outliers, { one: '# outlier', other: '# outliers' })} with chi-square over 300.`,
    diagonal: 'Same frequency',
    bound: 'Chi-square 300',
    shade: (from: number, to: number | null) =>
      to === null
        ? `${formatNumber(from)} or more`
        : `${formatNumber(from)} to ${formatNumber(to)}`,
    shades: 'Variants in a square',
    at: (panel: string, study: string, n: number) =>
      `Panel ${panel}, your samples ${study}: ${variants(n)}`,
    columns: { panel: 'In the panel', study: 'In your samples', variants: 'Variants' },
  },
  chunks: {
    title: 'Chunks',
    caption:
      'Each chunk of 20 Mb is phased and imputed by itself. A chunk is left out where the panel and your variants overlap by less than half, where it has fewer than 3 variants, or where a sample has a call rate below 50%.',
    sentence: (kept: number, all: number) =>
      `${formatNumber(kept)} of ${count('en', all, { one: '# chunk', other: '# chunks' })} imputed.`,
    sentenceChecked: (kept: number, all: number) =>
      `${formatNumber(kept)} of ${count('en', all, { one: '# chunk', other: '# chunks' })} fit for imputation.`,
    saysOf: (place: string, reason: string) => `${place}: ${reason}`,
    kept: 'Kept',
    left: 'Left out',
    axisX: 'Position (Mb)',
    reasons: {
      'panel-overlap-low': (share: string) => `overlap with the panel ${share}`,
      'too-few-variants': (n: number) => `only ${variants(n)}`,
      'sample-call-rate-low': (n: number) => `${samples(n)} with a call rate below 50%`,
    },
    at: (place: string, state: string, n: number, overlap: string) =>
      `${place}: ${state}, ${variants(n)}, overlap ${overlap}`,
    seconds: (text: string) => `${text} of work`,
    columns: {
      chunk: 'Chunk',
      state: 'State',
      variants: 'Typed variants',
      overlap: 'Overlap with the panel',
      samples: 'Samples below 50%',
      output: 'Variants in the result',
      seconds: 'Seconds of work',
    },
  },
  liveChunks: {
    caption:
      'As the host site told it last. Each chunk of 20 Mb is phased and imputed by itself; a chunk that is left out cannot be imputed with this panel.',
    sentence: (all: number, states: string) =>
      `${count('en', all, { one: '# chunk', other: '# chunks' })}: ${states}.`,
    counted: {
      waiting: (n: number) => `${formatNumber(n)} waiting`,
      phasing: (n: number) => `${formatNumber(n)} being phased`,
      imputing: (n: number) => `${formatNumber(n)} being imputed`,
      done: (n: number) => `${formatNumber(n)} done`,
      failed: (n: number) => `${formatNumber(n)} failed`,
      excluded: (n: number) => `${formatNumber(n)} left out`,
    },
    states: {
      waiting: 'Waiting',
      phasing: 'Phasing',
      imputing: 'Imputing',
      done: 'Done',
      failed: 'Failed',
      excluded: 'Left out',
    },
    reasons: {
      'panel-overlap-low': 'overlap with the panel below 50%',
      'too-few-variants': 'fewer than 3 variants',
      'sample-call-rate-low': 'samples with a call rate below 50%',
    },
  },
  waterfall: {
    title: 'What quality control took out',
    caption:
      'Filters in the order in which quality control looks at each variant; a variant is counted once. Names are those of the Michigan Imputation Server. The variants are listed in snps-excluded.txt, but for those outside of the range of the panel, and in snps-typed-only.txt.',
    sentence: (records: number, excluded: number, remaining: number) =>
      `Of ${variants(records)}, ${formatNumber(excluded)} were left out (${formatPercent(records === 0 ? 0 : excluded / records)}); ${formatNumber(remaining)} are in the panel and stayed.`,
    switched: (n: number) =>
      `${variants(n)} ${n === 1 ? 'has' : 'have'} an alternate allele in more than half of the haplotypes, and stayed.`,
    axisX: 'Variants',
    at: (step: string, n: number, share: string) => `${step}: ${formatNumber(n)} (${share})`,
    steps: {
      records: 'In your files',
      outsidePanelRange: 'Outside of the range of the panel',
      multiallelic: 'More than two alleles',
      invalidAlleles: 'Invalid alleles',
      duplicates: 'Duplicates',
      filterFlag: 'Filter flag set',
      indels: 'Insertions and deletions',
      monomorphic: 'Monomorphic',
      alleleSwitch: 'Allele switch',
      strandFlip: 'Strand flip',
      strandFlipAndAlleleSwitch: 'Strand flip and allele switch',
      alleleMismatch: 'Allele mismatch',
      lowCallRate: 'Call rate below 90%',
      typedOnly: 'Not in the panel, kept',
      remaining: 'In the panel, kept',
    },
    columns: { step: 'Filter', count: 'Variants', share: 'Share' },
  },
  callRates: {
    title: 'Call rates of your samples',
    caption:
      'Samples by the share of kept variants at which they have a genotype. Who they are is known to your own site alone; bcftools tells it from your files.',
    axisX: 'Call rate',
    axisY: 'Samples',
    sentence: (n: number, good: number, low: number) =>
      `${samples(n)}: ${formatNumber(good)} with a call rate of 98% or more, ${formatNumber(low)} below 90%.`,
    chunkLimit: 'A sample below 50% in a chunk makes that chunk unfit.',
    at: (from: string, to: string, n: number) => `Call rate ${from} to ${to}: ${samples(n)}`,
    columns: { from: 'Call rate from', to: 'to', samples: 'Samples' },
  },
  classes: {
    title: 'Variants by frequency class',
    caption:
      'What the result holds: imputed variants, by how good the engine thinks they are, and typed ones.',
    axisX: 'Variants',
    sentence: (imputed: number, typed: number, typedOnly: number) =>
      `${formatNumber(imputed)} imputed, ${formatNumber(typed)} typed and in the panel, ${formatNumber(typedOnly)} typed only.`,
    label: (label: string) => `MAF ${label}`,
    at: (label: string, imputed: number, good: number, typed: number) =>
      `MAF ${label}: ${formatNumber(imputed)} imputed, of which ${formatNumber(good)} with R2 ≥ 0.8; ${formatNumber(typed)} typed`,
    parts: { high: 'R2 ≥ 0.8', middle: 'R2 0.3 to 0.8', low: 'R2 < 0.3', typed: 'Typed' },
    columns: {
      over: 'MAF over',
      upTo: 'MAF up to',
      imputed: 'Imputed',
      atLeast03: 'R2 ≥ 0.3',
      atLeast08: 'R2 ≥ 0.8',
      typed: 'Typed',
      typedOnly: 'Typed only',
    },
  },
  methods: {
    title: 'Methods',
    lead: 'For your paper, from what this run really used. Check it against what you did before and after.',
    paragraph: 'Paragraph',
    references: 'References',
    ownText: 'Add the reference that the panel asks for; its page has it.',
    input: (n: number, variantsIn: number, build: string) =>
      `Genotypes of ${samples(n)} at ${variants(variantsIn)} (${build}) were imputed with Crosspanel, a federated imputation service.`,
    checked: (n: number, variantsIn: number, build: string) =>
      `Genotypes of ${samples(n)} at ${variants(variantsIn)} (${build}) were checked for imputation with Crosspanel, a federated imputation service.`,
    control: (excluded: number, remaining: number) =>
      `Quality control followed the Michigan Imputation Server: ${variants(excluded)} that were outside of the range of the panel, flagged, multiallelic, invalid, duplicate or monomorphic, that had other alleles than the panel, switched alleles or another strand, or a call rate below 90%, were left out, and ${formatNumber(remaining)} were kept.`,
    chunks: (left: number, all: number) =>
      `${formatNumber(left)} of ${count('en', all, { one: '# chunk', other: '# chunks' })} had too few variants, too little overlap with the panel or samples with a call rate below 50%, and ${left === 1 ? 'was' : 'were'} not imputed.`,
    frequency: (population: string, outliers: number) =>
      `Allele frequencies were compared with population ${population} of the panel (${count('en', outliers, { one: '# outlier', other: '# outliers' })} with chi-square over 300).`,
    phased: (engine: string) =>
      `Haplotypes were phased with ${engine} against the panel, in chunks of 20 Mb with 5 Mb on each side.`,
    notPhased: 'The phase of the input was used as it was.',
    imputed: (engine: string, panel: string, people: number, digest: string) =>
      `${engine} imputed in chunks of 20 Mb with windows of 500 kb on each side from panel ${panel} (${count('en', people, { one: '# person', other: '# people' })}; SHA-256 ${digest}).`,
    minR2: (minR2: string) => `Variants with an estimated R2 below ${minR2} were left out.`,
    result: (n: number, mean: string) =>
      `The result holds ${variants(n)}; the mean estimated R2 of imputed variants was ${mean}.`,
    er2: (mean: string) => `The mean leave-one-out R2 (ER2) at typed variants was ${mean}.`,
    chromosomes: (list: string) => `Chromosomes: ${list}.`,
    date: (day: string) => `The run ended on ${day}.`,
  },
}
