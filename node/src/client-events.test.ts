import { describe, expect, it } from 'vitest'
import { createEventParser, openLiveEvents, type StreamEvent } from './client-events.ts'

function parsed(...pieces: string[]): StreamEvent[] {
  const events: StreamEvent[] = []
  const parse = createEventParser((event) => events.push(event))
  for (const piece of pieces) parse(piece)
  return events
}

describe('the parser of an event stream', () => {
  const text = ': hello\nretry: 50\n\nid: 1~2\nevent: patch\ndata: {"a":1}\n\nid: 9\n\n'
  const expected = [{ retryMs: 50 }, { id: '1~2', event: 'patch', data: '{"a":1}' }, { id: '9' }]

  it.each([
    ['one piece', [text]],
    ['pieces of one character', text.split('')],
    ['lines that end otherwise', [text.replaceAll('\n', '\r\n')]],
    ['single characters of such lines', text.replaceAll('\n', '\r\n').split('')],
  ])('reads %s', (_, pieces) => {
    expect(parsed(...pieces)).toEqual(expected)
  })

  it('joins the lines of data and leaves out an unfinished event', () => {
    expect(parsed('data: a\ndata:b\n\ndata: lost\n')).toEqual([{ data: 'a\nb' }])
  })
})

function streamOf(text: string): Response {
  return new Response(text, { headers: { 'content-type': 'text/event-stream' } })
}

describe('the client of live events', () => {
  it('goes on from the last id, heartbeats included', async () => {
    const sent: (string | null)[] = []
    const answers = [
      streamOf('retry: 1\n\nid: 1\nevent: patch\ndata: {"type":"job","subject":"x","data":{}}\n\n'),
      streamOf(': heartbeat\nid: 2\n\n'),
      new Response('', { status: 503 }),
      new Response('', { status: 401 }),
    ]
    const subjects: string[] = []
    const live = openLiveEvents({
      url: '',
      pauseMs: 1,
      longestPauseMs: 2,
      onPatch: ({ subject }) => subjects.push(subject),
      fetch: (_url, init) => {
        sent.push(new Headers(init.headers).get('last-event-id'))
        return Promise.resolve(answers[sent.length - 1] ?? new Response('', { status: 401 }))
      },
    })

    await live.done

    expect(sent).toEqual([null, '1', '2', '2'])
    expect(subjects).toEqual(['x'])
    expect(live.lastEventId()).toBe('2')
  })

  it('takes a silent stream for dead and comes back', async () => {
    let calls = 0
    const live = openLiveEvents({
      url: '',
      silenceMs: 20,
      pauseMs: 1,
      fetch: (_url, { signal }) => {
        calls += 1
        if (calls > 1) return Promise.resolve(new Response('', { status: 401 }))
        return new Promise((_, reject) =>
          signal?.addEventListener('abort', () => reject(new Error('aborted'))),
        )
      },
    })

    await live.done

    expect(calls).toBe(2)
  })

  it('says what it does, and ends when it is closed', async () => {
    const states: string[] = []
    const live = openLiveEvents({
      url: '',
      onState: (state) => {
        states.push(state)
        if (state === 'waiting') live.close()
      },
      fetch: () => Promise.reject(new Error('no network')),
    })

    await live.done

    expect(states).toEqual(['connecting', 'waiting', 'closed'])
  })
})
