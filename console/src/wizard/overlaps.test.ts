import { panelSketchOf } from '@crosspanel/protocol/panel-sketch'
import { HASH_END } from '@crosspanel/protocol/site-sketch'
import { describe, expect, it } from 'vitest'
import { ApiFailure } from '../api/failure.ts'
import { stateOf } from './overlaps.ts'

const sitesOf = (...hashes: number[]) => ({
  threshold: HASH_END,
  hashes: Float64Array.from(hashes),
})
const PANEL = panelSketchOf({ panelId: 'site:lund/p', version: '1' }, sitesOf(1, 2, 3))
const nothing = () => undefined
const read = { data: () => PANEL, failure: nothing }

describe('the overlap of files with a panel', () => {
  it('is of the variants that were read', () => {
    expect(stateOf(read, sitesOf(2, 3, 4, 5))).toEqual({ compared: 4, found: 2, isExact: true })
  })

  it('is of no variant when none was read', () => {
    expect(stateOf(read, undefined)).toMatchObject({ compared: 0 })
  })

  it('is not known while the sketch is on its way, and when it cannot be had or read', () => {
    const failure = () => new ApiFailure('unreachable')
    const broken = () => ({ ...PANEL, threshold: 2 })

    expect(stateOf({ data: nothing, failure: nothing }, sitesOf(1))).toBe('reading')
    expect(stateOf({ data: nothing, failure }, sitesOf(1))).toBe('unread')
    expect(stateOf({ data: broken, failure: nothing }, sitesOf(1))).toBe('unread')
  })

  it('stays what it was when the sketch cannot be read again', () => {
    const failure = () => new ApiFailure('unreachable')

    expect(stateOf({ ...read, failure }, sitesOf(1))).toMatchObject({ compared: 1, found: 1 })
  })
})
