import { describe, expect, it } from 'vitest'
import { createBatches } from './batches.ts'

function scripted() {
  const said: (readonly string[])[] = []
  const due: (() => void)[] = []
  const batches = createBatches({
    pauseMs: 10_000,
    say: (texts) => said.push(texts),
    later: (act) => due.push(act),
  })
  return { said, batches, pass: () => due.shift()?.() }
}

describe('what changes by itself', () => {
  it('is said at once when nothing was said lately, and then together, each once', () => {
    const { said, batches, pass } = scripted()
    for (const text of ['a', 'b', 'c', 'b']) batches.add(text)
    pass()
    pass()
    batches.add('d')

    expect(said).toEqual([['a'], ['b', 'c'], ['d']])
  })
})
