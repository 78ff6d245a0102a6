import { LIVE_TOPICS, LiveTopic } from '@crosspanel/protocol/live'
import { DomainError } from '@crosspanel/protocol/problem'
import { problems } from '@crosspanel/protocol/problem-responses'
import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { credentialOf } from '../http/authentication.ts'
import type { AppEnv } from '../http/env.ts'
import { openEventSink } from '../http/event-stream.ts'
import { createRouter } from '../http/router.ts'
import type { SessionCookie } from '../http/session-cookie.ts'
import type { LiveStreams } from './live-streams.ts'

const Topics = z
  .string()
  .max(100)
  .transform((text) => text.split(','))
  .pipe(z.array(LiveTopic).min(1))

const streamEvents = createRoute({
  method: 'get',
  path: '/events',
  operationId: 'streamEvents',
  summary: 'Changes as they happen, as server-sent events: a snapshot, then patches',
  request: {
    headers: z.object({ 'last-event-id': z.string().optional() }),
    query: z.object({
      topics: Topics.optional().openapi({
        type: 'string',
        description: `Of ${LIVE_TOPICS.join(', ')}, those wanted, with commas between; all that the account may see when left out`,
      }),
      lastEventId: z.string().optional(),
    }),
  },
  responses: {
    200: {
      description: 'The stream; it goes on until one side ends it',
      content: { 'text/event-stream': { schema: z.string() } },
    },
    ...problems(
      'invalid-request',
      'unauthenticated',
      'forbidden',
      'csrf-refused',
      'too-many-streams',
      'not-ready',
    ),
  },
})

export function liveRoutes(live: LiveStreams, cookie: SessionCookie) {
  return createRouter().openapi(streamEvents, async (c) => {
    const { topics, lastEventId } = c.req.valid('query')
    const request = {
      account: c.var.account,
      credential: requireCredential(c, cookie),
      topics,
      // A browser that comes back by itself sends the header, and the address it began with.
      lastEventId: c.req.valid('header')['last-event-id'] ?? lastEventId,
    }
    const { answer } = await live.open(request, () => openEventSink(c))
    return answer
  })
}

function requireCredential(c: Context<AppEnv>, cookie: SessionCookie): string {
  const credential = credentialOf(c, cookie)
  if (credential === undefined) throw new DomainError('unauthenticated')
  return credential
}
