import type { AlertCode, AlertSeverity } from '@crosspanel/protocol/alert'
import { type Sight, sight } from '@crosspanel/protocol/sights'
import type { Told } from '@crosspanel/protocol/told'
import { clockSight } from './checks.ts'
import { clockOffsetOf } from './clock.ts'
import type { Facts, PeerFacts } from './facts.ts'
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

type SeenAs = readonly [seen: string, told: Told | undefined]

/** One subject that a rule has looked at. */
export interface Look {
  readonly subject: string
  readonly isBad: boolean
  readonly seen: string
  readonly told?: Told | undefined
}

export interface Rule {
  readonly severity: AlertSeverity
  /** Undefined when nobody can tell now. A subject that is not among the looks is fine. */
  readonly look: (facts: Facts, limits: AlertLimits, now: Date) => readonly Look[] | undefined
}

/** All that a node raises alerts about. Thresholds are settings. */
export const RULES: Readonly<Record<AlertCode, Rule>> = {
  'database-away': {
    severity: 'critical',
    look: ({ parts }) => lookAtPart(parts, 'database', ({ state }) => state === 'failed'),
  },
  'database-slow': {
    severity: 'warning',
    look: ({ parts }, { databaseSlowMs }) =>
      lookAtPart(
        parts,
        'database',
        ({ responseMs }) => (responseMs ?? 0) > databaseSlowMs,
        ({ responseMs }) => sight('database.slow', { ms: Math.round(responseMs ?? 0) }),
      ),
  },
  'hints-away': {
    severity: 'warning',
    look: ({ parts }) => lookAtPart(parts, 'hints', ({ state }) => state !== 'ok'),
  },
  'worker-missing': {
    severity: 'critical',
    look: ({ parts }) =>
      isWell(parts, 'database')
        ? lookAtPart(parts, 'worker', ({ state }) => state === 'failed')
        : undefined,
  },
  'engine-missing': {
    severity: 'warning',
    look: ({ parts }) => lookAtPart(parts, 'engines', ({ state }) => state !== 'ok'),
  },
  'disk-low': {
    severity: 'critical',
    look: ({ parts }) => lookAtPart(parts, 'disk', ({ state }) => state === 'failed'),
  },
  'disk-filling': {
    severity: 'warning',
    look: ({ volumes }, { diskFullInS }) =>
      volumes?.map(({ name, fullInS: leftS }) =>
        leftS === null
          ? lookOf(name, false, sight('volume.steady'))
          : lookOf(name, leftS < diskFullInS, sight('volume.filling', { leftS })),
      ),
  },
  'queue-old': {
    severity: 'warning',
    look: ({ queues }, { queueAgeS }) =>
      queues?.map(({ queue, depth: waiting, oldestS: knownS }) => {
        const oldestS = knownS ?? 0
        return lookOf(queue, oldestS > queueAgeS, sight('queue', { waiting, oldestS }))
      }),
  },
  'outbox-old': {
    severity: 'warning',
    look: ({ outbox }, { outboxAgeS }) =>
      outbox?.map(({ peer, messages, oldestS }) =>
        lookOf(peer, oldestS > outboxAgeS, sight('outbox', { messages, oldestS })),
      ),
  },
  'peer-down': {
    severity: 'warning',
    look: ({ peers }, { peerDownS }) =>
      peers.map((peer) => {
        const downS = secondsSince(peer.failingSinceMs)
        return lookOf(peer.siteId, downS > peerDownS, downSight(peer, downS))
      }),
  },
  'clock-off': {
    severity: 'warning',
    look: (facts, { clockOffsetS }) => {
      const offset = clockOffsetOf(facts)
      if (offset === undefined) return undefined
      return [lookOf('node', Math.abs(offset.medianS) >= clockOffsetS, clockSight(offset))]
    },
  },
  'document-old': {
    severity: 'warning',
    look: ({ document }, { documentAgeS }, now) =>
      document === undefined ? undefined : [past(document.issued, documentAgeS, now, 'document')],
  },
  'document-expiring': {
    severity: 'critical',
    look: ({ document }, { documentLeftS }, now) =>
      document && [left('node', document.expires, documentLeftS, now)],
  },
  'certificate-expiring': {
    severity: 'critical',
    look: ({ certificateExpires }, { certificateLeftS }, now) =>
      certificateExpires && [left('node', certificateExpires, certificateLeftS, now)],
  },
  'key-expiring': {
    severity: 'critical',
    look: ({ keys }, { keyLeftS }, now) =>
      keys.map(({ key, expires }) => left(key, expires, keyLeftS, now)),
  },
  'backup-old': {
    severity: 'warning',
    look: ({ backup }, { backupAgeS }, now) => {
      const at = backup?.taken?.at ?? backup?.since
      const key = backup?.taken === undefined ? 'backup.never' : 'backup.old'
      return at && [past(at, backupAgeS, now, key)]
    },
  },
  'mail-waiting': {
    severity: 'warning',
    look: ({ mail }, { mailAgeS }) =>
      mail && [
        lookOf(
          'node',
          mail.oldestWaitingS > mailAgeS,
          sight('mail.waiting', { mails: mail.waiting, oldestS: mail.oldestWaitingS }),
        ),
      ],
  },
  'mail-undeliverable': {
    severity: 'warning',
    look: ({ mail }) =>
      mail && [
        lookOf(
          'node',
          mail.undeliverable > 0,
          sight('mail.undeliverable', { mails: mail.undeliverable }),
        ),
      ],
  },
  'store-away': {
    severity: 'critical',
    look: ({ parts }) =>
      isWell(parts, 'database')
        ? lookAtPart(parts, 'store', ({ state }) => state === 'failed')
        : undefined,
  },
  'files-missing': {
    severity: 'critical',
    look: ({ manyMissing }) =>
      manyMissing && [lookOf('node', manyMissing.missing > 0, sight('files.missing', manyMissing))],
  },
  'files-damaged': {
    severity: 'critical',
    look: ({ damagedFiles: files }) =>
      files === undefined
        ? undefined
        : [lookOf('node', files > 0, sight('files.damaged', { files }))],
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
  sightOf: (part: PartLook) => SeenAs = ({ seen, told }) => [seen, told],
): readonly Look[] | undefined {
  const part = findPart(parts, name)
  return part && [lookOf('node', isBad(part), sightOf(part))]
}

function lookOf(subject: string, isBad: boolean, [seen, told]: SeenAs): Look {
  return { subject, isBad, seen, told }
}

/** What was seen of it last, and for how long it has not answered as it should. */
function downSight({ told }: PeerFacts, downS: number): Sight {
  const code = told?.params['code']
  if (told?.key === 'peer.other-site') return sight('peer-down.other-site', { downS })
  return told?.key === 'peer.refuses' && code !== undefined
    ? sight('peer-down.refuses', { code, downS })
    : sight('peer-down.silent', { downS })
}

function past(
  at: Date,
  limitS: number,
  now: Date,
  key: 'document' | 'backup.never' | 'backup.old',
): Look {
  const ageS = (now.getTime() - at.getTime()) / 1000
  return lookOf('node', ageS > limitS, sight(key, { ageS }))
}

function left(subject: string, expires: Date, limitS: number, now: Date): Look {
  const leftS = (expires.getTime() - now.getTime()) / 1000
  const seen = leftS > 0 ? sight('expiry.left', { leftS }) : sight('expiry.past', { pastS: -leftS })
  return lookOf(subject, leftS < limitS, seen)
}

function secondsSince(atMs: number | undefined): number {
  return atMs === undefined ? 0 : (performance.now() - atMs) / 1000
}
