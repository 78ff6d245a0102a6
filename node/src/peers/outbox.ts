import type { SiteId } from '@crosspanel/protocol/ids'
import type { MessageEnvelope, MessageType } from '@crosspanel/protocol/message'
import { DomainError } from '@crosspanel/protocol/problem'
import { signMessage } from '@crosspanel/protocol/signed-message'
import type { Hints } from '../hints.ts'
import type { Outbox, OutgoingMessage, SiteKeys } from './ports.ts'
import type { Lane } from './outbox-store.ts'
import { outbox } from './schema.ts'
import { signerOf } from './statement.ts'

/** As `MessageBatch` takes them. */
const MESSAGE_MAX_CHARS = 512 * 1024
const CONTROL: readonly MessageType[] = ['job.cancel', 'result.ack']

export interface OutboxDeps {
  readonly keys: SiteKeys
  readonly hints: Pick<Hints, 'wake'>
  /** Sends one message at once, outside the outbox. */
  readonly deliverNow: (to: SiteId, jws: string) => Promise<void>
  readonly newId: () => string
  readonly now: () => Date
}

export function createOutbox({ keys, hints, deliverNow, newId, now }: OutboxDeps): Outbox {
  async function sign<T extends MessageType>(mid: string, message: OutgoingMessage<T>) {
    const { to, type, job, epoch, body, replyTo } = message
    const envelope: MessageEnvelope = {
      mid,
      type,
      from: keys.siteId,
      to,
      job,
      epoch,
      issued: now().toISOString(),
      body,
      ...(replyTo === undefined ? {} : { replyTo }),
    }
    const jws = await signMessage(envelope, signerOf(keys))
    if (jws.length <= MESSAGE_MAX_CHARS) return jws
    throw new DomainError('body-too-large', `a ${type} message is too long to be sent`)
  }

  return {
    async send(tx, message) {
      const { to, type, job, epoch } = message
      const mid = newId()
      const jws = await sign(mid, message)
      const lane: Lane = CONTROL.includes(type) ? 'control' : 'bulk'
      await tx.insert(outbox).values({ mid, toSite: to, type, job, epoch, jws, lane })
      // The row is not committed yet: who is woken looks twice, and looks every second anyway.
      hints.wake('outbox')
      return mid
    },

    async hint(message) {
      await deliverNow(message.to, await sign(newId(), message))
    },
  }
}
