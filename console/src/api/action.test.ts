import { problemOf } from '@crosspanel/protocol/problem'
import { describe, expect, it } from 'vitest'
import { createAction } from './action.ts'
import { ApiFailure } from './failure.ts'

/** An action whose attempts end as told, and the keys that it was given. */
function scripted(...ends: (Error | undefined)[]) {
  const keys: string[] = []
  const action = createAction<{ name: string }>((_argument, key) => {
    keys.push(key)
    const end = ends.shift()
    return end === undefined ? Promise.resolve() : Promise.reject(end)
  })
  return { action, keys }
}

describe('an action', () => {
  it('keeps its idempotency key until it is done', async () => {
    const { action, keys } = scripted(new TypeError('lost'))
    await action.run({ name: 'a' })
    await action.run({ name: 'a' })
    await action.run({ name: 'a' })

    expect(keys[1]).toBe(keys[0])
    expect(keys[2]).not.toBe(keys[1])
  })

  it('takes another key for another request', async () => {
    const { action, keys } = scripted(new TypeError('lost'))
    await action.run({ name: 'a' })
    await action.run({ name: 'b' })

    expect(keys[1]).not.toBe(keys[0])
  })

  it('says what is wrong with which field', async () => {
    const errors = [{ pointer: '#/name', detail: 'is too long' }]
    const problem = problemOf('invalid-request', { errors })
    const { action } = scripted(new ApiFailure('refused', { problem }))

    expect(await action.run({ name: 'a' })).toBe(false)
    expect(action.faultOf('#/name')).toBe('is too long')
    expect(action.faultOf('#/other')).toBeUndefined()
  })

  it('runs one at a time', async () => {
    const { action, keys } = scripted()

    const both = await Promise.all([action.run({ name: 'a' }), action.run({ name: 'a' })])

    expect(both).toEqual([true, false])
    expect(keys).toHaveLength(1)
  })
})
