import type { SettingView } from '@crosspanel/protocol/settings'
import { describe, expect, it } from 'vitest'
import { findSettings } from './find.ts'

const setting = (
  name: string,
  description: string,
  origin: SettingView['origin'],
): SettingView => ({
  ...{ name, description, origin },
  ...{ value: '1', isSecret: false, isSet: true },
})
const SETTINGS = [
  setting('CROSSPANEL_PORT', 'Port to listen on', 'file'),
  setting('CROSSPANEL_SCRUB_DAYS', 'Days after which a file is read again', 'default'),
]
const names = (words: string, isChanged = false) =>
  findSettings(SETTINGS, words, isChanged).map(({ name }) => name)

describe('a search among settings', () => {
  it('finds every word in name or description, in any order', () => {
    expect(names('listen port')).toEqual(['CROSSPANEL_PORT'])
    expect(names('scrub file')).toEqual(['CROSSPANEL_SCRUB_DAYS'])
    expect(names('scrub port')).toEqual([])
    expect(names(' ')).toHaveLength(2)
  })

  it('leaves out what nobody has changed', () => {
    expect(names('', true)).toEqual(['CROSSPANEL_PORT'])
  })
})
