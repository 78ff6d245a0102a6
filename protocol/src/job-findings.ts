import type { FindingTexts } from './finding-texts.ts'

/** Why a home site can end a job, beside what is wrong with its files. */
export const JOB_FINDINGS = {
  'deadline-passed': {
    severity: 'error',
    seen: 'the job could not be offered before its deadline',
    why: 'The host site or the federation was closed to new jobs all that time.',
    fix: 'Retry the job, or choose a panel of another site.',
  },
  'offer-refused': {
    severity: 'error',
    seen: '{site} does not take the offer ({code})',
    why: 'The two sites do not understand or do not trust each other now.',
    fix: 'Ask the administrators of both sites; then retry the job.',
  },
  'input-too-large': {
    severity: 'error',
    seen: 'the files come to {gigabytes} GB, more than one job can send',
    why: 'Sites agree on every part of the input before any of it is sent, in a message of limited size.',
    fix: 'Send fewer samples or fewer chromosomes in each job.',
  },
  'peer-refused': {
    severity: 'error',
    seen: {
      'transfer-not-found': '{site} refused the transfer: it knows of none for this job',
      'checksum-mismatch': '{site} refused the transfer: other bytes arrived than were sent',
      'stale-epoch': '{site} refused the transfer: it has a newer run of this job',
      'peer-site-unknown': '{site} refused the transfer: it does not know this site as a member',
      'peer-site-suspended': '{site} refused the transfer: to it this site is suspended or revoked',
    },
    why: 'Asking again does not change this answer.',
    fix: 'Retry the job; if it fails again, ask the administrators of both sites.',
  },
  'result-damaged': {
    severity: 'error',
    seen: 'a result file is not what its manifest names, or not of the samples that were sent',
    why: 'A result that cannot be trusted is never given out.',
    fix: 'Retry the job; if it fails again, ask the administrator of the host site.',
  },
  internal: {
    severity: 'error',
    seen: 'the node failed several times at this step',
    why: 'This is a fault of the node and not of your files.',
    fix: 'Ask the administrator of your site, who finds the reason in the log, then retry the job.',
  },
} as const satisfies FindingTexts
