import type { Finding } from './job.ts'
import { inEnglish, type KeyOf, type ParamsOf, type TemplateOf, templateOf } from './template.ts'
import type { Told } from './told.ts'

/** Why a job or a run has moved, or does not move on. Where a finding is the reason, its own words are the cause. */
export const CAUSES = {
  submitted: 'submitted',
  refused: 'the input check refused the files',
  offered: 'checked, encrypted and offered to {site}',
  accepted: 'the offer was accepted',
  announced: 'the results are ready',
  stored: 'the results were verified and stored',
  retried: 'retried by the researcher',
  cancelled: {
    researcher: 'cancelled by the researcher',
    account: 'the account is being deleted',
    home: 'cancelled by the home site',
    stopped: 'cancelled by the home site; the engines have stopped',
    newer: 'a newer run of the job was offered',
    unwanted: 'the home site does not want the results',
  },
  expired: {
    deadline: 'the deadline has passed',
    unfetched: 'the results were not fetched in time',
  },
  waits: {
    runs: '{site} has as many runs of this site as it takes at once; the offer waits and goes again by itself',
    room: '{site} has too little room on its disk; the offer waits and goes again by itself',
    other: '{site} takes no offer now ({code}); the offer waits and goes again by itself',
    results:
      'the results wait at the host: this site has too little disk space for them now, and fetches them by itself once it has',
  },

  /** What a run in the queue of a host site waits for. */
  'waits-for': {
    release: 'an administrator to release it',
    resume: 'an administrator to resume the queue',
    'resume-because': 'an administrator to resume the queue: {reason}',
    attempt: 'its next attempt, in {leftS|duration}',
    core: 'a free core',
    turn: 'a free core, after {others} {others|other|others}',
  },

  received: 'offer received',
  admitted: 'the policy of the panel admits the offer',
  receiving: 'waiting for the input',
  arrived: 'the input is here and verified',
  begun: 'a core is free',
  imputed: 'imputed; encrypting the results',
  encrypted: 'the results are encrypted and wait for the home site',
  delivered: 'the home site has verified the results',
  destroyed: 'genotypes and results were destroyed',
  unfit: 'the input cannot be imputed as it is',
  again: {
    database: 'the database was away',
    disk: 'the disk is too full',
    shutdown: 'the worker shut down',
    worker: 'the worker was lost',
    node: 'the node failed at this run',
  },
} as const

export type CauseKey = KeyOf<typeof CAUSES>
type CauseParams<Key extends CauseKey> = ParamsOf<TemplateOf<typeof CAUSES, Key>>['params']

/** In English words, and what they are made of, where that is known. */
export interface Because {
  readonly cause: string
  readonly told?: Told | undefined
}

export function because<Key extends CauseKey>(
  key: Key,
  ...[params]: CauseParams<Key> extends undefined
    ? [params?: undefined]
    : [params: CauseParams<Key>]
): Because {
  const values = params ?? {}
  return { cause: inEnglish(templateOf(CAUSES, key), key, values), told: { key, params: values } }
}

export const becauseOf = ({ seen, told }: Finding): Because => ({ cause: seen, told })
