import { PROBLEMS } from '@crosspanel/protocol/problem'
import { describe, expect, it } from 'vitest'
import { findEntry, listEntries, searchCatalogue } from './catalogue.ts'

describe('the error catalogue', () => {
  it('has an entry, with a way to mend it, for every problem that there is', () => {
    expect(
      listEntries()
        .map(({ code }) => code)
        .toSorted(),
    ).toEqual(Object.keys(PROBLEMS).toSorted())
    expect(listEntries().filter(({ fix, title }) => fix === '' || title === '')).toEqual([])
  })

  it('is searched by words anywhere, without regard to case', () => {
    const found = searchCatalogue('Reference PANEL').map(({ code }) => code)

    expect(found).toContain('panel-not-found')
    expect(found).not.toContain('job-not-found')
  })

  it('is whole without a search', () => {
    expect(searchCatalogue('  ')).toHaveLength(listEntries().length)
  })

  it('knows no code that there is not', () => {
    expect(findEntry('toString')).toBeUndefined()
    expect(findEntry('job-not-found')).toMatchObject({ status: 404 })
  })
})
