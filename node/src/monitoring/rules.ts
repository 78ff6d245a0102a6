import type { AlertCode, AlertSeverity } from '@crosspanel/protocol/alert'
import { CLOCK_REFUSED_S } from './checks.ts'
import { clockOffsetOf } from './clock.ts'
import type { Facts } from './facts.ts'
import type { PartLook } from './part.ts'

export interface AlertLimits {
  readonly databaseSlowMs: number
  readonly diskFullInS: number
  readonly queueAgeS: number
  readonly outboxAgeS: number
  readonly mailAgeS: number
  readonly peerDownS: number
  readonly clockOffsetS: number
  readonly documentAgeS: number
  readonly documentLeftS: number
  readonly certificateLeftS: number
  readonly keyLeftS: number
  readonly backupAgeS: number
}

/** One subject that a rule has looked at. */
export interface Look {
  readonly subject: string
  readonly isBad: boolean
  readonly seen: string
}

export interface Rule {
  readonly severity: AlertSeverity
  readonly means: string
  readonly fix: string
  /** Undefined when nobody can tell now. A subject that is not among the looks is fine. */
  readonly look: (facts: Facts, limits: AlertLimits, now: Date) => readonly Look[] | undefined
}

const DAY_S = 86_400
const HOUR_S = 3_600

/** All that a node raises alerts about. Thresholds are settings. */
export const RULES: Readonly<Record<AlertCode, Rule>> = {
  'database-away': {
    severity: 'critical',
    means: 'Nothing can be submitted, shown or taken on until the database answers.',
    fix: 'See whether Postgres runs and takes connections; the node goes on by itself.',
    look: ({ parts }) => lookAtPart(parts, 'database', ({ state }) => state === 'failed'),
  },
  'database-slow': {
    severity: 'warning',
    means: 'Every page and every job waits for the database.',
    fix: 'Look for a long query, a full disk or a machine that lacks memory.',
    look: ({ parts }, { databaseSlowMs }) =>
      lookAtPart(
        parts,
        'database',
        ({ responseMs }) => (responseMs ?? 0) > databaseSlowMs,
        ({ responseMs }) => `the database took ${Math.round(responseMs ?? 0)} ms`,
      ),
  },
  'hints-away': {
    severity: 'warning',
    means: 'Work goes on, a second or so later each time; limits are counted per process.',
    fix: 'Start Redis; nothing else is to be done.',
    look: ({ parts }) => lookAtPart(parts, 'hints', ({ state }) => state !== 'ok'),
  },
  'worker-missing': {
    severity: 'critical',
    means: 'Runs are taken on and not begun.',
    fix: 'Start a worker process, or set CROSSPANEL_WORKER=true.',
    look: ({ parts }) =>
      isWell(parts, 'database')
        ? lookAtPart(parts, 'worker', ({ state }) => state === 'failed')
        : undefined,
  },
  'engine-missing': {
    severity: 'warning',
    means: 'Panels are offered without what needs the engine, and runs that need it fail.',
    fix: 'Run `crosspanel doctor`: it names the package to install.',
    look: ({ parts }) => lookAtPart(parts, 'engines', ({ state }) => state !== 'ok'),
  },
  'disk-low': {
    severity: 'critical',
    means: 'Uploads are refused; offers of other sites, runs and results wait.',
    fix: 'Free space in the data directory or enlarge its volume; the node resumes by itself.',
    look: ({ parts }) => lookAtPart(parts, 'disk', ({ state }) => state === 'failed'),
  },
  'disk-filling': {
    severity: 'warning',
    means: 'At the pace of the last hour the volume will be full soon.',
    fix: 'Free space or enlarge the volume before that.',
    look: ({ volumes }, { diskFullInS }) =>
      volumes?.map(({ name, fullInS }) => ({
        subject: name,
        isBad: fullInS !== null && fullInS < diskFullInS,
        seen: fullInS === null ? 'not filling' : `full in ${inWords(fullInS)}`,
      })),
  },
  'queue-old': {
    severity: 'warning',
    means: 'Researchers wait for work that does not begin.',
    fix: 'See what the workers do, and whether there are enough cores for the queue.',
    look: ({ queues }, { queueAgeS }) =>
      queues?.map(({ queue, depth, oldestS }) => ({
        subject: queue,
        isBad: (oldestS ?? 0) > queueAgeS,
        seen: `${depth} waiting, the oldest for ${inWords(oldestS ?? 0)}`,
      })),
  },
  'outbox-old': {
    severity: 'warning',
    means: 'The peer does not hear of jobs and results that concern it.',
    fix: 'Run `crosspanel netcheck`; what waits is sent when the peer answers.',
    look: ({ outbox }, { outboxAgeS }) =>
      outbox?.map(({ peer, messages, oldestS }) => ({
        subject: peer,
        isBad: oldestS > outboxAgeS,
        seen: `${messages} messages wait, the oldest for ${inWords(oldestS)}`,
      })),
  },
  'peer-down': {
    severity: 'warning',
    means: 'Jobs for its panels wait, and so do its jobs here.',
    fix: 'Run `crosspanel netcheck`; if the way is good, tell the administrators of that site.',
    look: ({ peers }, { peerDownS }) =>
      peers.map(({ siteId, seen, failingSinceMs }) => ({
        subject: siteId,
        isBad: secondsSince(failingSinceMs) > peerDownS,
        seen: `${seen} for ${inWords(secondsSince(failingSinceMs))}`,
      })),
  },
  'clock-off': {
    severity: 'warning',
    means: `Peers refuse calls from a clock that is ${CLOCK_REFUSED_S} s off.`,
    fix: 'Switch on NTP on this machine (`timedatectl set-ntp true`).',
    look: (facts, { clockOffsetS }) => {
      const offset = clockOffsetOf(facts)
      if (offset === undefined) return undefined
      const isBad = Math.abs(offset.medianS) >= clockOffsetS
      const seen = `${offset.medianS.toFixed(1)} s against ${offset.against}`
      return [{ subject: 'node', isBad, seen }]
    },
  },
  'document-old': {
    severity: 'warning',
    means: 'This site does not hear of new members, new keys and suspensions.',
    fix: 'See whether the registry can be reached (`crosspanel netcheck`).',
    look: ({ document }, { documentAgeS }, now) =>
      document === undefined
        ? undefined
        : [past('node', document.issued, documentAgeS, now, 'the federation document is')],
  },
  'document-expiring': {
    severity: 'critical',
    means: 'When the federation document has expired, no new job may start.',
    fix: 'See whether the registry can be reached and signs new documents.',
    look: ({ document }, { documentLeftS }, now) =>
      document && [left('node', document.expires, documentLeftS, now)],
  },
  'certificate-expiring': {
    severity: 'critical',
    means: 'Peers and browsers will refuse this site.',
    fix: "Renew the certificate of the reverse proxy in front of this site's address.",
    look: ({ certificateExpires }, { certificateLeftS }, now) =>
      certificateExpires && [left('node', certificateExpires, certificateLeftS, now)],
  },
  'key-expiring': {
    severity: 'critical',
    means: 'Peers will refuse what this site signs, or cannot encrypt for it.',
    fix: 'Make new keys and publish a new statement before that.',
    look: ({ keys }, { keyLeftS }, now) =>
      keys.map(({ key, expires }) => left(key, expires, keyLeftS, now)),
  },
  'backup-old': {
    severity: 'warning',
    means: 'What happened since the last back-up would be lost with this machine.',
    fix: 'Run `crosspanel backup create`, and have a timer run it every day.',
    look: ({ backup }, { backupAgeS }, now) => {
      const at = backup?.taken?.at ?? backup?.since
      const what = backup?.taken === undefined ? 'nothing was backed up for' : 'the last back-up is'
      return at && [past('node', at, backupAgeS, now, what)]
    },
  },
  'mail-waiting': {
    severity: 'warning',
    means: 'People hear late of what they asked to be told.',
    fix: 'See whether the mail server answers; what waits is sent when it does.',
    look: ({ mail }, { mailAgeS }) =>
      mail && [
        {
          subject: 'node',
          isBad: mail.oldestWaitingS > mailAgeS,
          seen: `${mail.waiting} mails wait, the oldest for ${inWords(mail.oldestWaitingS)}`,
        },
      ],
  },
  'mail-undeliverable': {
    severity: 'warning',
    means: 'People are not told what they asked to be told.',
    fix: 'See the delivery log for what the mail server or the receiver answered.',
    look: ({ mail }) =>
      mail && [
        {
          subject: 'node',
          isBad: mail.undeliverable > 0,
          seen: `${mail.undeliverable} mails were given up in the last day`,
        },
      ],
  },
  'store-away': {
    severity: 'critical',
    means:
      'Files are neither taken nor given out. Nothing was marked as damaged, and no owner told.',
    fix: 'Mount the volume, start the service, or set the store back: `crosspanel doctor --check blob-store` says which. The node goes on by itself.',
    look: ({ parts }) =>
      isWell(parts, 'database')
        ? lookAtPart(parts, 'store', ({ state }) => state === 'failed')
        : undefined,
  },
  'files-missing': {
    severity: 'critical',
    means:
      'A part of the store is not there, or was never copied. None of its files was marked as damaged, and no owner told.',
    fix: 'Put the files back, then run `crosspanel files gc`. If they are lost for good: `crosspanel files gc --accept-loss`, which tells their owners.',
    look: ({ manyMissing }) =>
      manyMissing && [
        {
          subject: 'node',
          isBad: manyMissing.missing > 0,
          seen: `at least ${manyMissing.missing} of ${manyMissing.of} stored files are missing`,
        },
      ],
  },
  'files-damaged': {
    severity: 'critical',
    means: 'Stored files are no longer what was stored: the disk may be failing.',
    fix: 'Check the disk, then restore the named files from a back-up.',
    look: ({ damagedFiles }) =>
      damagedFiles === undefined
        ? undefined
        : [
            {
              subject: 'node',
              isBad: damagedFiles > 0,
              seen: `${damagedFiles} stored files are damaged`,
            },
          ],
  },
}

export function lookByRule(
  code: AlertCode,
  facts: Facts,
  limits: AlertLimits,
  now: Date,
): readonly Look[] | undefined {
  return RULES[code].look(facts, limits, now)
}

function findPart(parts: readonly PartLook[], name: string): PartLook | undefined {
  return parts.find((part) => part.name === name)
}

/** What is learnt through the database says nothing while the database is away. */
function isWell(parts: readonly PartLook[], name: string): boolean {
  return findPart(parts, name)?.state === 'ok'
}

function lookAtPart(
  parts: readonly PartLook[],
  name: string,
  isBad: (part: PartLook) => boolean,
  words: (part: PartLook) => string = ({ seen }) => seen,
): readonly Look[] | undefined {
  const part = findPart(parts, name)
  return part && [{ subject: 'node', isBad: isBad(part), seen: words(part) }]
}

function past(subject: string, at: Date, limitS: number, now: Date, what: string): Look {
  const age = (now.getTime() - at.getTime()) / 1000
  return { subject, isBad: age > limitS, seen: `${what} ${inWords(age)} old` }
}

function left(subject: string, expires: Date, limitS: number, now: Date): Look {
  const leftS = (expires.getTime() - now.getTime()) / 1000
  const seen = leftS > 0 ? `expires in ${inWords(leftS)}` : `expired ${inWords(-leftS)} ago`
  return { subject, isBad: leftS < limitS, seen }
}

function secondsSince(atMs: number | undefined): number {
  return atMs === undefined ? 0 : (performance.now() - atMs) / 1000
}

function inWords(seconds: number): string {
  if (seconds < 2 * HOUR_S) {
    return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`
  }
  return seconds < 2 * DAY_S
    ? `${Math.round(seconds / HOUR_S)} h`
    : `${Math.round(seconds / DAY_S)} days`
}
