import { describe, expect, it } from 'vitest'
import { changesOf, modesAfter } from './run-actions.ts'

const waiting = { isHeld: false, priority: 0, attempts: 0, position: 1 }
const kindsOf = (run: typeof waiting | { position: null }) =>
  changesOf({ ...waiting, ...run }).map((change) =>
    change.kind === 'priority' ? change.priority : change.kind,
  )

describe('what can be done with a run that waits', () => {
  it('is to hold it, and to give it another priority than it has', () => {
    expect(kindsOf(waiting)).toEqual(['hold', 10, -10])
    expect(kindsOf({ ...waiting, priority: 10 })).toEqual(['hold', 0, -10])
    expect(kindsOf({ ...waiting, priority: 3 })).toEqual(['hold', 10, 0, -10])
  })

  it('is to release one that is held', () => {
    expect(kindsOf({ ...waiting, isHeld: true, attempts: 2 })).toEqual(['release', 10, -10])
  })

  it('is to try one again now that waits after a failed attempt', () => {
    const failed = { ...waiting, attempts: 1 }

    expect(kindsOf({ ...failed, position: null })).toEqual(['hold', 10, -10, 'retry'])
    expect(kindsOf(failed)).not.toContain('retry')
  })
})

describe('a queue', () => {
  it('may be told the two modes that it is not in', () => {
    expect(modesAfter('open')).toEqual(['paused', 'draining'])
    expect(modesAfter('draining')).toEqual(['open', 'paused'])
  })
})
