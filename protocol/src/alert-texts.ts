import type { AlertCode } from './alert.ts'

/** Peers refuse calls whose clock is further away. */
export const CLOCK_REFUSED_S = 60

/** What each alert means, and how it is mended. */
export const ALERT_TEXTS = {
  'database-away': {
    means: 'Nothing can be submitted, shown or taken on until the database answers.',
    fix: 'See whether Postgres runs and takes connections; the node goes on by itself.',
  },
  'database-slow': {
    means: 'Every page and every job waits for the database.',
    fix: 'Look for a long query, a full disk or a machine that lacks memory.',
  },
  'hints-away': {
    means: 'Work goes on, a second or so later each time; limits are counted per process.',
    fix: 'Start Redis; nothing else is to be done.',
  },
  'worker-missing': {
    means: 'Runs are taken on and not begun.',
    fix: 'Start a worker process, or set CROSSPANEL_WORKER=true.',
  },
  'engine-missing': {
    means: 'Panels are offered without what needs the engine, and runs that need it fail.',
    fix: 'Run `crosspanel doctor`: it names the package to install.',
  },
  'disk-low': {
    means: 'Uploads are refused; offers of other sites, runs and results wait.',
    fix: 'Free space in the data directory or enlarge its volume; the node resumes by itself.',
  },
  'disk-filling': {
    means: 'At the pace of the last hour the volume will be full soon.',
    fix: 'Free space or enlarge the volume before that.',
  },
  'queue-old': {
    means: 'Researchers wait for work that does not begin.',
    fix: 'See what the workers do, and whether there are enough cores for the queue.',
  },
  'outbox-old': {
    means: 'The peer does not hear of jobs and results that concern it.',
    fix: 'Run `crosspanel netcheck`; what waits is sent when the peer answers.',
  },
  'peer-down': {
    means: 'Jobs for its panels wait, and so do its jobs here.',
    fix: 'Run `crosspanel netcheck`; if the way is good, tell the administrators of that site.',
  },
  'clock-off': {
    means: `Peers refuse calls from a clock that is ${CLOCK_REFUSED_S} s off.`,
    fix: 'Switch on NTP on this machine (`timedatectl set-ntp true`).',
  },
  'document-old': {
    means: 'This site does not hear of new members, new keys and suspensions.',
    fix: 'See whether the registry can be reached (`crosspanel netcheck`).',
  },
  'document-expiring': {
    means: 'When the federation document has expired, no new job may start.',
    fix: 'See whether the registry can be reached and signs new documents.',
  },
  'certificate-expiring': {
    means: 'Peers and browsers will refuse this site.',
    fix: "Renew the certificate of the reverse proxy in front of this site's address.",
  },
  'key-expiring': {
    means: 'Peers will refuse what this site signs, or cannot encrypt for it.',
    fix: 'Make new keys and publish a new statement before that.',
  },
  'backup-old': {
    means: 'What happened since the last back-up would be lost with this machine.',
    fix: 'Run `crosspanel backup create`, and have a timer run it every day.',
  },
  'mail-waiting': {
    means: 'People hear late of what they asked to be told.',
    fix: 'See whether the mail server answers; what waits is sent when it does.',
  },
  'mail-undeliverable': {
    means: 'People are not told what they asked to be told.',
    fix: 'See the delivery log for what the mail server or the receiver answered.',
  },
  'store-away': {
    means:
      'Files are neither taken nor given out. Nothing was marked as damaged, and no owner told.',
    fix: 'Mount the volume, start the service, or set the store back: `crosspanel doctor --check blob-store` says which. The node goes on by itself.',
  },
  'files-missing': {
    means:
      'A part of the store is not there, or was never copied. None of its files was marked as damaged, and no owner told.',
    fix: 'Put the files back, then run `crosspanel files gc`. If they are lost for good: `crosspanel files gc --accept-loss`, which tells their owners.',
  },
  'files-damaged': {
    means: 'Stored files are no longer what was stored: the disk may be failing.',
    fix: 'Check the disk, then restore the named files from a back-up.',
  },
} as const satisfies Readonly<Record<AlertCode, { readonly means: string; readonly fix: string }>>
