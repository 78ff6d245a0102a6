import type { FindingTexts } from './finding-texts.ts'

const HOST_DECIDES = 'The host site decides which jobs it runs, before any genotype is sent.'
const ENGINE = {
  severity: 'error',
  why: 'The engine of the host site could not finish; no result was made.',
  fix: 'Ask the administrator of the host site, whose log has the reason; then retry the job.',
} as const

/** What a host site can have against a job: at its offer, at quality control, while it runs. */
export const RUN_FINDINGS = {
  'panel-unavailable': {
    severity: 'error',
    seen: 'the panel is not served here',
    why: HOST_DECIDES,
    fix: 'Choose another panel.',
  },
  'panel-access-denied': {
    severity: 'error',
    seen: {
      offer: 'the owner of the panel does not admit {site}',
      run: 'the owner of the panel withdrew access after the offer was accepted',
    },
    why: 'The owner of a panel says who may use it; that is looked at before any genotype is sent, and again when a run starts.',
    fix: 'Ask the administrator of the host site for access, or choose another panel.',
  },
  'panel-changed': {
    severity: 'error',
    seen: {
      offer: 'the panel has changed since the offer was prepared',
      run: 'the panel was changed or withdrawn after the offer was accepted',
    },
    why: 'The results would not be those of the panel that was asked for.',
    fix: 'Retry the job in a few minutes.',
  },
  'host-draining': {
    severity: 'error',
    seen: {
      plain: 'the host site takes no new jobs now',
      because: 'the host site takes no new jobs now: {reason}',
    },
    why: HOST_DECIDES,
    fix: 'Retry later, or choose a panel of another site.',
  },
  'too-few-samples': {
    severity: 'error',
    seen: '{samples} {samples|sample|samples}; the panel takes {min} to {max}',
    why: "The panel's owner says how many samples a job may have.",
    fix: 'Submit more samples together.',
  },
  'too-many-samples': {
    severity: 'error',
    seen: '{samples} {samples|sample|samples}; the panel takes {min} to {max}',
    why: "The panel's owner says how many samples a job may have.",
    fix: 'Submit the samples in several jobs.',
  },
  'phasing-unavailable': {
    severity: 'error',
    seen: '{engine} is not available for this panel',
    why: HOST_DECIDES,
    fix: 'Choose one of: {choices}.',
  },
  'phasing-engine-unavailable': {
    severity: 'error',
    seen: 'phasing with {engine}',
    why: 'The panel is not prepared for it.',
    fix: 'Leave the choice to the host, or choose another panel.',
  },
  'population-unknown': {
    severity: 'error',
    seen: 'the population {population}',
    why: 'Allele frequencies can only be compared with a population of the panel.',
    fix: 'Choose one of: {choices}, or none.',
  },
  'recipient-unknown': {
    severity: 'error',
    seen: 'the input is encrypted for a key that the host site does not hold',
    why: HOST_DECIDES,
    fix: 'Retry the job: it is encrypted again for the current key.',
  },
  'insufficient-storage': {
    severity: 'error',
    seen: 'the disk of the host site is too small for this job, even when nothing else is on it',
    why: HOST_DECIDES,
    fix: 'Send fewer samples or chromosomes at once, or choose a panel of another site.',
  },

  'malformed-record': {
    severity: 'error',
    seen: {
      'few-columns': 'a record that has fewer than ten columns',
      genotype: 'a record that has a genotype other than 0, 1 and missing',
      separator: 'a record that has a genotype that is not phased with | or unphased with /',
      'many-genotypes': 'a record that has more genotypes than samples',
      'few-genotypes': 'a record that has fewer genotypes than samples',
      'odd-genotype': 'a record that has a genotype of odd length',
      position: 'a record that has no position',
      gt: 'a record that has no GT field',
      'sample-gt': 'a record that has a sample without its GT field',
    },
    why: 'Its genotypes cannot be read.',
    fix: 'Write the file anew, for example with `bcftools view -Oz`',
  },
  'chromosomes-unknown': {
    severity: 'error',
    seen: 'more chromosomes than a genome has, or one whose name is no name',
    why: 'Nothing but a damaged or hostile file names such chromosomes.',
    fix: 'Submit the autosomes, 1 to 22, alone.',
  },
  'line-too-long': {
    severity: 'error',
    seen: 'a line that is far longer than genotypes make it',
    why: 'Nothing but a damaged or hostile file has such a line.',
    fix: 'Write the file anew, for example with `bcftools view -Oz`',
  },
  'unreadable-input': {
    severity: 'error',
    seen: 'a file that ends too early or does not inflate',
    why: 'Some of its genotypes are not there.',
    fix: 'Submit the file again, after `bcftools view` has read it without a complaint.',
  },
  'haploid-genotypes': {
    severity: 'error',
    seen: 'samples with one allele on an autosome',
    why: 'The phasing engines would take them for something else without saying so.',
    fix: 'Write every autosomal genotype with two alleles.',
  },
  'chromosome-not-in-panel': {
    severity: 'warning',
    seen: 'chromosome {chromosome}',
    why: 'The panel does not have it, so it was left out.',
    fix: 'Choose a panel that has it.',
  },
  'no-variants': {
    severity: 'error',
    seen: "no variant on the panel's chromosomes",
    why: 'There is nothing to impute from.',
    fix: 'Submit files that have records, of chromosomes that the panel has.',
  },
  'outside-panel-range': {
    severity: 'error',
    seen: '{outside} {outside|variant|variants}, none in the regions that the panel covers',
    why: 'There is nothing to impute from: this looks like another genome build than {build}, or another region than those of the panel.',
    fix: 'Check that the positions are those of {build}, or choose a panel that covers the region.',
  },
  'panel-overlap-low': {
    severity: 'error',
    seen: '{inPanel} of {typed} typed variants are in the panel ({percent}%)',
    why: "At least {minPercent}% must be: this looks like another genome build than {build}, or another region than the panel's.",
    fix: 'Check that the positions are those of {build}, and lift them over if they are not.',
  },
  'no-chunk-left': {
    severity: 'error',
    seen: '{chunks} {chunks|chunk|chunks}, none fit for imputation: {fewVariants} with too few variants, {lowOverlap} with too little overlap with the panel, {lowCallRate} with a sample of too low a call rate',
    why: 'A chunk needs at least 3 variants of the panel and a call rate of 50% in every sample.',
    fix: 'Leave out samples with many missing genotypes, or add variants.',
  },
  'strand-flips': {
    severity: 'error',
    seen: '{flips} variants on the other strand than the panel',
    why: 'More than {max} mean that the strand of the whole file is in doubt.',
    fix: 'Align the file to the forward strand, for example with `bcftools +fixref`',
  },
  'allele-switches': {
    severity: 'error',
    seen: '{switches} {switches|variant|variants} whose REF and ALT are exchanged',
    why: "The panel's owner takes at most {max}.",
    fix: 'Set REF to the reference genome, for example with `bcftools norm -c s`',
  },
  'input-not-phased': {
    severity: 'error',
    seen: 'genotypes that are not phased',
    why: 'The job asks for no phasing, and imputation needs phased genotypes.',
    fix: 'Choose a phasing engine, or submit phased genotypes (0|1).',
  },
  'phased-again': {
    severity: 'note',
    seen: 'phased genotypes, some of them missing',
    why: 'Imputation needs complete haplotypes, so they were phased again and the gaps filled.',
    fix: 'Fill the gaps before submitting to keep your own phase.',
  },

  'engine-out-of-memory': {
    ...ENGINE,
    seen: {
      whole: '{engine} ran out of memory',
      chunk: '{engine} ran out of memory at chunk {chunk}',
    },
  },
  'engine-killed': {
    ...ENGINE,
    seen: { whole: '{engine} was killed', chunk: '{engine} was killed at chunk {chunk}' },
  },
  'engine-timed-out': {
    ...ENGINE,
    seen: { whole: '{engine} took too long', chunk: '{engine} took too long at chunk {chunk}' },
  },
  'engine-bad-input': {
    ...ENGINE,
    seen: {
      whole: '{engine} could not read its input',
      chunk: '{engine} could not read its input at chunk {chunk}',
    },
  },
  'engine-missing-engine': {
    ...ENGINE,
    seen: {
      whole: '{engine} is not installed',
      chunk: '{engine} is not installed at chunk {chunk}',
    },
  },
  'engine-engine-bug': {
    ...ENGINE,
    seen: { whole: '{engine} failed', chunk: '{engine} failed at chunk {chunk}' },
  },
  'engine-corrupt-output': {
    ...ENGINE,
    seen: {
      whole: '{engine} wrote a damaged result',
      chunk: '{engine} wrote a damaged result at chunk {chunk}',
    },
  },
  'result-key-unusable': {
    severity: 'error',
    seen: 'the results cannot be encrypted for the key that the offer names',
    why: 'Results never leave the host site in the clear.',
    fix: 'Give another Crypt4GH public key, or none, and retry the job.',
  },
  'results-too-large': {
    severity: 'error',
    seen: 'the results are larger than one job can send back',
    why: 'Sites agree on every part of the results in a message of limited size.',
    fix: 'Send fewer samples or fewer chromosomes in each job, or choose a higher least R2.',
  },
  'host-internal': {
    severity: 'error',
    seen: 'the host site failed several times at this run',
    why: 'This is a fault of the host site and not of your files.',
    fix: 'Ask the administrator of the host site, who finds the reason in the log.',
  },
  'worker-lost': {
    severity: 'error',
    seen: 'the worker was lost {attempts} times while it worked for this run',
    why: 'A run that takes its worker down each time is not tried for ever.',
    fix: 'Ask the administrator of the host site; fewer samples or chromosomes in one job may help.',
  },
  'input-damaged': {
    severity: 'error',
    seen: 'an input file decrypts to other bytes than its manifest names',
    why: 'The home site encrypted something else than it described.',
    fix: 'Retry the job; if it fails again, ask the administrator of your site.',
  },
} as const satisfies FindingTexts
