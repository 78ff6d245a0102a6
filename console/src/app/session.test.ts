import { describe, expect, it } from 'vitest'
import { createSession, type Person } from './session.ts'

const ada: Person = { id: '1', name: 'Ada', email: 'ada@example.org', role: 'researcher' }

function scripted(...answers: (Person | undefined | Error)[]) {
  const session = createSession({
    who: () => {
      const answer = answers.shift()
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
    },
    logOut: () => Promise.resolve(),
  })
  return session
}

describe('a session', () => {
  it('is of whom the server names', async () => {
    const session = scripted(ada)
    await session.ask()

    expect(session.state()).toEqual({ kind: 'in', person: ada })
  })

  it('of nobody is out, and one that was lost has ended: the page stays', async () => {
    const session = scripted(undefined, ada, undefined)
    await session.ask()
    expect(session.state().kind).toBe('out')
    await session.ask()
    await session.ask()

    expect(session.state()).toEqual({ kind: 'ended', person: ada })
  })

  it('is not lost by a server that cannot be reached', async () => {
    const session = scripted(new TypeError('lost'), ada, new TypeError('lost'))
    await session.ask()
    expect(session.state().kind).toBe('unreachable')
    await session.ask()
    await session.ask()

    expect(session.state()).toEqual({ kind: 'in', person: ada })
  })

  it('is asked for once when several refusals cast doubt on it, and not at all when it is over', async () => {
    let asked = 0
    const answers = [ada, undefined]
    const session = createSession({
      who: () => {
        asked += 1
        return Promise.resolve(answers.shift())
      },
      logOut: () => Promise.resolve(),
    })
    await session.ask()
    session.doubt()
    session.doubt()
    await session.ask()
    session.doubt()

    expect(asked).toBe(2)
    expect(session.state().kind).toBe('ended')
  })

  it('is out after logging out', async () => {
    const session = scripted(ada)
    await session.ask()
    await session.logOut()

    expect(session.state()).toEqual({ kind: 'out' })
  })
})
