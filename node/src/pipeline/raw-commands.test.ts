import { describe, expect, it } from 'vitest'
import { rawCommands } from './raw-commands.ts'

describe('the raw command lines of a run', () => {
  it('can be pasted into a shell once the placeholders are filled in', () => {
    const at = { stage: 'imputing' as const, chromosome: '20', start: 1 }
    const argv = ['minimac4', '--region', '20:1-20000000', '--map', '<map>', "it's"]

    const commands = rawCommands({ commands: [{ ...at, argv }] })

    expect(commands).toEqual([`minimac4 --region 20:1-20000000 --map '<map>' 'it'\\''s'`])
  })
})
