import type { MailOutcome, SendMail } from './mail-sender.ts'

/** A server that was spoken to within this time is not asked. */
const ASK_AFTER_MS = 60_000

/**
 * Knows whether the mail server can be reached: by each mail, and where none is sent by asking now and
 * then. `ask` answers what stands in the way; undefined when nothing does.
 */
export function createMailWatch(send: SendMail, ask: () => Promise<string | undefined>) {
  let isReached: boolean | undefined
  let spokenMs = -Infinity

  function note(reached: boolean): void {
    isReached = reached
    spokenMs = performance.now()
  }

  return {
    async send(mail: Parameters<SendMail>[0]): Promise<MailOutcome> {
      const outcome = await send(mail)
      note(outcome.kind !== 'unreachable')
      return outcome
    },

    /** Asks the server, unless it was spoken to lately. */
    async look(): Promise<void> {
      if (isReached === true && performance.now() - spokenMs < ASK_AFTER_MS) return
      note((await ask()) === undefined)
    },

    /** Undefined until it was spoken to. */
    isReached: (): boolean | undefined => isReached,
  }
}
