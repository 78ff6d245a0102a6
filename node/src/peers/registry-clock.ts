import type { SendHttp } from './http-client.ts'

/** `Date` (RFC 9110, 6.6.1) has whole seconds, cut off. */
const DATE_MIDDLE_MS = 500

/** Sends, and reads from each answer how far the answering clock is from this machine's. */
export function createRegistryClock(send: SendHttp, now: () => Date) {
  let offsetS: number | undefined

  return {
    /** The registry's clock minus ours by its last answer, seconds; undefined while it does not answer. */
    offsetS: (): number | undefined => offsetS,

    send: (async (request) => {
      const askedMs = performance.now()
      const response = await send(request).catch((error: unknown) => {
        offsetS = undefined
        throw error
      })
      const { date, age } = response.headers
      const theirsMs = Date.parse(date ?? '') + DATE_MIDDLE_MS
      const oursMs = now().getTime() - (performance.now() - askedMs) / 2
      // An answer out of a cache says when it was made.
      if (Number.isFinite(theirsMs) && age === undefined) offsetS = (theirsMs - oursMs) / 1000
      return response
    }) satisfies SendHttp,
  }
}
