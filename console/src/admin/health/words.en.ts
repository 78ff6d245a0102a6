import { count } from '../../i18n/format.ts'

export const en = {
  title: 'Health of this site',
  needsYou: 'Needs you',
  allGood: 'Nothing is wrong that this node knows of.',
  backupUnknown: 'Nothing else is wrong; of the last back-up this page does not know yet.',
  parts: 'Parts of this node',
  part: 'Part',
  state: 'State',
  seen: 'Seen',
  looked: 'Looked at',
  took: 'Answer',
  names: {
    database: 'Database',
    migrations: 'Schema',
    worker: 'Worker',
    disk: 'Disk',
    hints: 'Redis',
    engines: 'Engines',
    clock: 'Clock',
    store: 'Files',
    mail: 'Mail',
  } as Record<string, string>,
  fixes: {
    database:
      'Look whether Postgres runs: systemctl status postgresql. The node goes on by itself.',
    migrations: 'Restart the node: it brings the schema to its version.',
    worker: 'Start a node with CROSSPANEL_WORKER=true; without a worker runs wait.',
    disk: 'Free space, or make the volume larger; uploads and offers are refused meanwhile.',
    hints: 'Start Redis. Everything works without it, with up to a second more of delay.',
    engines: 'Install what is missing: crosspanel doctor names the packages.',
    store: 'Mount the volume or set the store back: crosspanel doctor --check blob-store.',
    clock:
      'Switch on time synchronisation: timedatectl set-ntp true. Peers refuse calls 60 s apart.',
  } as Record<string, string>,
  doctor: 'The machine itself is looked at by a command on it',
  machine: 'What is left',
  free: (free: string, size: string) => `${free} of ${size} free`,
  fullIn: (time: string) => `full in ${time} at the pace of the last hour`,
  volume: (name: string) => `Volume ${name}`,
  memory: 'Memory',
  load: 'Load',
  loadOf: (load: string, cores: number) =>
    `${load} on ${count('en', cores, { one: '# core', other: '# cores' })}`,
  databaseSize: 'Database',
  eventLoop: 'Event loop, 99% of the time below',
  unknown: 'cannot be told now',
  queues: 'Waiting',
  queueNames: { runs: 'Runs for a core', jobs: 'Jobs of this site' } as Record<string, string>,
  depth: (n: number, oldest: string) =>
    `${count('en', n, { one: '#', other: '#' })}, the oldest ${oldest}`,
  empty: 'nothing waits',
  outbox: (peer: string) => `Messages for ${peer}`,
  backup: 'Last back-up',
  noBackup: 'none is known',
  verified: 'Last one found whole',
  neverVerified: 'none has been verified',
  backupFix: 'Make one, and have it made every night:',
  peers: (bad: number, all: number) =>
    bad === 0
      ? count('en', all, { one: '1 peer answers', other: 'All # peers answer' })
      : `${bad} of ${count('en', all, { one: '1 peer', other: '# peers' })} not answering`,
  noPeers: 'This site knows no other site.',
  toPeers: 'Peers',
  toAlerts: 'All alerts',
}
