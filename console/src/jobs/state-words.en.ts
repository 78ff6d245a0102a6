import type { Contact, JobState, RunPhase, RunState } from '@crosspanel/protocol/states'
import type { Stage } from '@crosspanel/protocol/summary'

const states: Readonly<Record<JobState, string>> = {
  draft: 'Not submitted yet',
  uploading: 'Receiving your files',
  checking: 'Checking your files',
  offered: 'Waiting for the host site to accept',
  transferring: 'Sending encrypted genotypes to the host site',
  queued: 'Waiting for a free core at the host site',
  running: 'Imputing at the host site',
  returning: 'Fetching and verifying the results',
  completed: 'Results are ready',
  rejected: 'Refused',
  failed: 'Failed',
  cancelled: 'Cancelled',
  expired: 'Expired',
}

const phases: Readonly<Record<RunPhase, string>> = {
  'quality-control': 'Quality control',
  phasing: 'Phasing',
  imputing: 'Imputing',
}

const contacts: Readonly<Record<Contact | 'unknown', string>> = {
  ok: 'answers',
  late: 'late',
  lost: 'not heard of',
  unknown: 'not asked yet',
}

/** One sentence for whoever reads the state for the first time. */
const explained: Readonly<Record<JobState, string>> = {
  draft: 'Nothing has left your site.',
  uploading: 'Your files are on their way to your own site.',
  checking: 'Your site looks whether the files can be imputed as they are.',
  offered: 'The host site decides by its policy; most answer within seconds.',
  transferring: 'Your genotypes travel encrypted, without your sample ids.',
  queued: 'The host site starts jobs in a fair order between sites and people.',
  running: 'The engines work at the host site, chunk by chunk.',
  returning: 'The results come home and are checked against the host’s signed digests.',
  completed: 'The results have been verified and can be downloaded.',
  rejected: 'The job was not taken; below is why. It can be submitted again once that is mended.',
  failed: 'Something stopped the job; below is what. It can be tried again.',
  cancelled: 'The job was stopped on request. Genotypes at the host site are destroyed.',
  expired: 'The job was not done in time. It can be tried again.',
}

const runs: Readonly<Record<RunState, string>> = {
  offered: 'Offer received',
  accepted: 'Offer accepted',
  receiving: 'Receiving the encrypted genotypes',
  queued: 'Waiting for a free core',
  running: 'Imputing',
  packaging: 'Encrypting the results',
  ready: 'Results wait for the home site',
  delivered: 'Results delivered',
  purged: 'Genotypes and results destroyed',
  rejected: 'Offer refused',
  failed: 'Failed',
  cancelled: 'Cancelled',
  expired: 'Expired',
}

const stages: Readonly<Record<Stage, string>> = {
  ...phases,
  verifying: 'Verification',
  assembling: 'Assembly',
}

export const en = { states, runs, phases, stages, contacts, explained }
