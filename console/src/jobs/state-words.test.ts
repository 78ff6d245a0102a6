import { JOB_STATE_WORDS, RUN_PHASE_WORDS, RUN_STATE_WORDS } from '@crosspanel/protocol/states'
import { describe, expect, it } from 'vitest'
import { en } from './state-words.en.ts'

describe('the English words for states', () => {
  it('are those of the protocol, which the command line and the API use', () => {
    expect(en.states).toEqual(JOB_STATE_WORDS)
    expect(en.runs).toEqual(RUN_STATE_WORDS)
    expect(en.phases).toEqual(RUN_PHASE_WORDS)
  })
})
