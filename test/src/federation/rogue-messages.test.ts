import { randomUUID } from 'node:crypto'
import type { ProblemCode } from '@crosspanel/protocol/problem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Puppet } from '../rogue.ts'
import { openRogueWorld, type RogueWorld } from '../rogue-world.ts'

let world: RogueWorld
beforeAll(async () => {
  world = await openRogueWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

type Envelope = Record<string, unknown>
/** Who carries which message. */
type MakeMessage = (world: RogueWorld) => Promise<readonly [Puppet, string]>

const offer = (changes: (world: RogueWorld) => Envelope, envelope: Envelope = {}): MakeMessage => {
  return async (world) => {
    const body = world.offerOf(changes(world))
    return [world.rogue, await world.rogue.message({ type: 'job.offer', body, ...envelope })]
  }
}
/** An offer whose one input file is described by these lies. */
const offerOfFile = (lies: Envelope): MakeMessage =>
  offer(({ file, offerOf }) => ({ input: { ...offerOf().input, files: [{ ...file, ...lies }] } }))

/** Messages that cannot be believed or read: an audit row, and nothing of them is kept. */
const UNBELIEVABLE: readonly [string, ProblemCode, MakeMessage][] = [
  [
    'T13 a message in the name of another site, by the own key',
    'peer-key-unknown',
    async ({ rogue, run }) => [
      rogue,
      await rogue.message({ type: 'job.cancel', from: 'site:lund', job: run.job, body: {} }),
    ],
  ],
  [
    'T13 a message in the name of another site, under its key id',
    'peer-signature-invalid',
    async ({ rogue, lund, run }) => {
      const signer = { kid: lund.signer.kid, key: rogue.signer.key }
      const envelope = { type: 'job.cancel', from: 'site:lund', job: run.job, body: {} }
      return [rogue, await rogue.message(envelope, signer)]
    },
  ],
  [
    'T13 a true message of another site that a member passes on',
    'peer-message-invalid',
    async ({ rogue, lund, run }) => [
      rogue,
      await lund.message({ type: 'job.cancel', job: run.job, epoch: 2, body: {} }),
    ],
  ],
  [
    'T9 a message for another site',
    'peer-audience-mismatch',
    async ({ rogue, run }) => [
      rogue,
      await rogue.message({ type: 'job.cancel', to: 'site:lund', job: run.job, body: {} }),
    ],
  ],
  [
    'T6 a message of a suspended site that a member passes on',
    'peer-site-suspended',
    async ({ rogue, suspended, offerOf }) => [
      rogue,
      await suspended.message({ type: 'job.offer', body: offerOf() }),
    ],
  ],
  [
    'T11 a hop token as a message',
    'peer-message-invalid',
    async ({ rogue }) => [rogue, await rogue.tokenFor({ method: 'GET', path: '/peer/v1/health' })],
  ],
  [
    'T35 a message of a type that is not known',
    'peer-message-invalid',
    async ({ rogue }) => [rogue, await rogue.message({ type: 'job.obey', body: {} })],
  ],
  [
    'T11 a message of a type that every object has',
    'peer-message-invalid',
    async ({ rogue }) => [rogue, await rogue.message({ type: 'constructor', body: {} })],
  ],
  [
    'T34 a message from the future',
    'peer-clock-skew',
    offer(() => ({}), { issued: new Date(Date.now() + 600_000).toISOString() }),
  ],
  [
    'T4 a message from before its key was in use',
    'peer-key-unknown',
    offer(() => ({}), { issued: '2001-01-01T00:00:00.000Z' }),
  ],
  [
    'T33 an epoch beyond all counting',
    'peer-message-invalid',
    offer(() => ({}), { epoch: 2 ** 31 }),
  ],
  ['T15 a file with a path for a name', 'peer-message-invalid', offerOfFile({ name: '../../x' })],
  [
    'T15 a file with an absolute path',
    'peer-message-invalid',
    offerOfFile({ name: '/etc/cron.d/x' }),
  ],
  ['T15 a hidden file', 'peer-message-invalid', offerOfFile({ name: '.ssh' })],
  [
    'T15 a file with a NUL in its name',
    'peer-message-invalid',
    offerOfFile({ name: 'a\u0000.vcf' }),
  ],
  ['T18 a file whose name is an option', 'peer-message-invalid', offerOfFile({ name: '--help' })],
  [
    'T15 a file with the name of another one on its way',
    'peer-message-invalid',
    offer(({ file, offerOf }) => ({
      input: {
        ...offerOf().input,
        files: [file, { ...file, name: `${file.name}.part` }],
      },
    })),
  ],
  [
    'T15 two files of one name',
    'peer-message-invalid',
    offer(({ file, offerOf }) => ({ input: { ...offerOf().input, files: [file, file] } })),
  ],
  [
    'T32 a size that its chunks do not make',
    'peer-message-invalid',
    offerOfFile({ size: 10 ** 9 }),
  ],
  ['T32 a negative size', 'peer-message-invalid', offerOfFile({ size: -1 })],
  ['T32 a digest that is none', 'peer-message-invalid', offerOfFile({ sha256: 'x' })],
  ['T32 chunks of another size', 'peer-message-invalid', offerOfFile({ chunkSize: 1 })],
  [
    'T19 more files than a genome has parts',
    'peer-message-invalid',
    offer(({ file, offerOf }) => {
      const files = Array.from({ length: 201 }, (_, index) => ({ ...file, name: `f${index}` }))
      return { input: { ...offerOf().input, files } }
    }),
  ],
  [
    'T18 a population that is an option',
    'peer-message-invalid',
    offer(({ offerOf }) => ({ parameters: { ...offerOf().parameters, population: '--help;id' } })),
  ],
  [
    'T18 a panel that is a path',
    'peer-message-invalid',
    offer(() => ({ panelId: 'site:cape-town/../../keys' })),
  ],
]

const atHost = (
  type: string,
  body: (world: RogueWorld) => unknown,
  envelope: Envelope = { epoch: 2 },
  by: (world: RogueWorld) => Puppet = ({ rogue }) => rogue,
): MakeMessage => {
  return async (world) => {
    const member = by(world)
    const job = world.run.job
    return [member, await member.message({ type, job, body: body(world), ...envelope })]
  }
}
const atHome = (
  type: string,
  body: (world: RogueWorld) => unknown,
  envelope: Envelope = {},
  by: (world: RogueWorld) => Puppet = ({ rogue }) => rogue,
): MakeMessage => {
  return async (world) => {
    const member = by(world)
    const job = world.ownJob
    return [member, await member.message({ type, job, body: body(world), ...envelope })]
  }
}
const byLund = ({ lund }: RogueWorld) => lund
const EVENT = { seq: 1, at: new Date().toISOString() }
const DIGEST = 'a'.repeat(64)
const FINDING = { code: 'x', severity: 'error', seen: 'x', why: 'x', fix: 'x' }
const results = ({ file }: RogueWorld) => ({
  runId: randomUUID(),
  ...EVENT,
  manifest: { files: [file], recipients: ['k'.repeat(43)] },
  blobs: [{ name: file.name, blobId: randomUUID() }],
  summary: null,
})

/** Messages that are truly by a member and are refused for what they ask: kept as evidence, without effect. */
const PRESUMPTUOUS: readonly [string, ProblemCode, MakeMessage][] = [
  ['T21 a cancel of the run of another site', 'job-not-found', atHost('job.cancel', () => ({}))],
  [
    'T21 an acknowledgement of the results of another site',
    'job-not-found',
    atHost('result.ack', () => ({ accepted: true, manifestSha256: DIGEST })),
  ],
  [
    'T21 a refusal of the results of another site',
    'job-not-found',
    atHost('result.ack', () => ({ accepted: false, manifestSha256: DIGEST })),
  ],
  [
    'T3 an acceptance of a job that went to another host',
    'job-not-found',
    atHome('job.accept', () => ({ runId: randomUUID(), seq: 1, uploads: [] })),
  ],
  [
    'T3 a rejection of a job that went to another host',
    'job-not-found',
    atHome('job.reject', () => ({ runId: randomUUID(), seq: 1, finding: FINDING })),
  ],
  [
    'T3 an event of a job that went to another host',
    'job-not-found',
    atHome('job.event', () => ({
      runId: randomUUID(),
      ...EVENT,
      from: 'queued',
      to: 'failed',
      cause: 'x',
    })),
  ],
  [
    'T3 a sign of life of a job that went to another host',
    'job-not-found',
    atHome('job.heartbeat', () => ({ runId: randomUUID(), progress: null })),
  ],
  [
    'T3 results of a job that went to another host',
    'job-not-found',
    atHome('result.ready', results),
  ],
  [
    'T3 the end of a cancel of a job that went to another host',
    'job-not-found',
    atHome('job.cancel-too-late', () => ({ runId: randomUUID() })),
  ],
  [
    'T33 results of an epoch that was never offered',
    'peer-message-invalid',
    atHome('result.ready', results, { epoch: 2 }, byLund),
  ],
  [
    'T32 an acceptance that takes no file',
    'peer-message-invalid',
    atHome('job.accept', () => ({ runId: randomUUID(), seq: 1, uploads: [] }), {}, byLund),
  ],
  [
    'T32 results of which one cannot be fetched',
    'peer-message-invalid',
    atHome('result.ready', (world) => ({ ...results(world), blobs: [] }), {}, byLund),
  ],
  [
    'T33 an offer of an earlier epoch',
    'stale-epoch',
    atHost('job.offer', ({ offerOf }) => offerOf(), { epoch: 1 }, byLund),
  ],
  [
    'T33 another offer of the same epoch',
    'message-conflict',
    atHost('job.offer', ({ offerOf }) => offerOf({ samples: 26 }), { epoch: 2 }, byLund),
  ],
  [
    'T33 an acknowledgement of results that were not announced',
    'peer-message-invalid',
    atHost('result.ack', () => ({ accepted: true, manifestSha256: DIGEST }), { epoch: 2 }, byLund),
  ],
]

/** Offers that the policy of the panel answers with no. */
const UNWELCOME: readonly [string, string, (world: RogueWorld) => Envelope][] = [
  [
    'T14 for a panel that admits another site only',
    'panel-access-denied',
    ({ privatePanel }) => ({ panelId: privatePanel }),
  ],
  [
    'T13 for a panel of another host',
    'panel-unavailable',
    ({ lundPanel }) => ({ panelId: lundPanel }),
  ],
  ['T3 for a panel of other contents', 'panel-changed', () => ({ panelDigest: DIGEST })],
  ['T2 of a single person', 'too-few-samples', () => ({ samples: 1 })],
  ['T19 of more people than the panel takes', 'too-many-samples', () => ({ samples: 10 ** 9 })],
  [
    'T32 encrypted for somebody else',
    'recipient-unknown',
    ({ offerOf }) => ({ input: { ...offerOf().input, recipients: ['k'.repeat(43)] } }),
  ],
]

describe('a message that cannot be believed', () => {
  it.each(UNBELIEVABLE)(
    '%s is refused: %s, one audit row, nothing else',
    async (_name, code, make) => {
      const { eye } = world
      const [carrier, message] = await make(world)
      const before = await eye.snapshot()
      const mark = await eye.auditMark()

      const answers = await carrier.post(message)

      expect(answers).toMatchObject([{ outcome: 'refused', code }])
      expect(await eye.auditAfter(mark)).toMatchObject([
        { actor: carrier.siteId, action: 'peer.message-refused', code },
      ])
      expect(await eye.snapshot()).toEqual(before)
    },
  )
})

describe('a true message of a member that has no right to it', () => {
  it.each(PRESUMPTUOUS)(
    '%s is refused: %s, one audit row, and the message as evidence',
    async (_name, code, make) => {
      const { eye } = world
      const [carrier, message] = await make(world)
      const { inbox: evidence, ...before } = (await eye.snapshot()).tables
      const { files } = await eye.snapshot()
      const mark = await eye.auditMark()

      const answers = await carrier.post(message)

      expect(answers).toMatchObject([{ outcome: 'refused', code }])
      expect(await eye.auditAfter(mark)).toMatchObject([
        { actor: carrier.siteId, action: 'peer.message-refused', code },
      ])
      const after = await eye.snapshot()
      const { inbox, ...tables } = after.tables
      expect(tables).toEqual(before)
      expect(parseInt(inbox ?? '')).toBe(parseInt(evidence ?? '') + 1)
      expect(after.files).toEqual(files)
    },
  )

  it('T8 another message under an id that was used is a conflict: one audit row, nothing else', async () => {
    const { rogue, run, eye } = world
    const mid = randomUUID()
    await rogue.post(await rogue.message({ mid, type: 'job.cancel', job: run.job, body: {} }))
    const before = await eye.snapshot()
    const mark = await eye.auditMark()

    const other = { mid, type: 'job.cancel', job: randomUUID(), body: {} }
    const answers = await rogue.post(await rogue.message(other))

    expect(answers).toMatchObject([{ outcome: 'refused', code: 'message-conflict' }])
    expect(await eye.auditAfter(mark)).toMatchObject([
      { action: 'peer.message-refused', code: 'message-conflict' },
    ])
    expect(await eye.snapshot()).toEqual(before)
  })

  it('T8 a message that comes again is answered as before and leaves nothing', async () => {
    const { rogue, run, eye } = world
    const message = await rogue.message({ type: 'job.cancel', job: run.job, body: {} })
    await rogue.post(message)
    const before = await eye.snapshot()

    const answers = await rogue.post(message)

    expect(answers).toMatchObject([{ outcome: 'refused', code: 'job-not-found' }])
    expect(await eye.snapshot()).toEqual(before)
  })
})

describe('an offer that the panel’s policy does not admit', () => {
  it.each(UNWELCOME)(
    '%s is answered with %s, and nothing may be sent',
    async (_name, code, make) => {
      const { rogue, eye, offerOf } = world
      const job = randomUUID()
      const body = offerOf(make(world))
      const before = await eye.snapshot()

      await rogue.post(await rogue.message({ type: 'job.offer', job, body }))

      const rows = await eye.sql<{ state: string; code: string }[]>`
      select state, findings->0->>'code' as code from runs where home_job = ${job}`
      expect(rows).toMatchObject([{ state: 'rejected', code }])
      const after = await eye.snapshot()
      expect(after.tables['peer_uploads']).toBe(before.tables['peer_uploads'])
      expect(after.tables['run_inputs']).toBe(before.tables['run_inputs'])
      expect(after.files).toEqual(before.files)
    },
  )
})
