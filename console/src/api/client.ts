import { createNodeClient } from '@crosspanel/node/client'
import { createConditional } from './conditional.ts'
import { type ApiFailure, failureOf } from './failure.ts'
import { transport } from './transport.ts'

const conditional = createConditional(transport)

/** The API of the node that served this page: `read(api.jobs.$get({ query: {} }))`. */
export const api = createNodeClient(globalThis.location?.origin ?? '', { fetch: conditional.ask })
  .api.v1

export const forgetAnswers = conditional.forget

/** The body of a typed answer's success. */
type OkBody<R> = R extends { readonly ok: true; json: () => Promise<infer T> } ? T : never
/** What `read` and `done` need of an answer of `hc`. */
interface AnswerOf {
  readonly ok: boolean
  readonly status: number
  readonly headers: Headers
  readonly body: ReadableStream | null
  json: () => Promise<unknown>
}

let onLoggedOut: () => void = () => undefined

/** Tells who keeps the session that the node knows it no more. */
export function whenLoggedOut(listener: () => void): void {
  onLoggedOut = listener
}

async function refusalOf(answer: AnswerOf): Promise<ApiFailure> {
  const failure = await failureOf(answer as unknown as Response)
  if (failure.code === 'unauthenticated') onLoggedOut()
  return failure
}

/** The body of a good answer. Throws `ApiFailure` for a refusal, and what `fetch` throws without an answer. */
export async function read<R extends AnswerOf>(asked: Promise<R>): Promise<OkBody<R>> {
  const answer = await asked
  if (!answer.ok) throw await refusalOf(answer)
  return (await answer.json()) as OkBody<R>
}

/** As `read`, for answers without a body. */
export async function done(asked: Promise<AnswerOf>): Promise<void> {
  const answer = await asked
  if (!answer.ok) throw await refusalOf(answer)
  await answer.body?.cancel()
}
