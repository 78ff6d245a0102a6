import { describe, expect, it } from 'vitest'
import type { Destination, Kind } from './destination.ts'
import { rank } from './rank.ts'

const to = (label: string, more?: string, kind: Kind = 'page'): Destination => ({
  kind,
  href: `/${label}`,
  label,
  ...(more === undefined ? {} : { more }),
})
const labels = (typed: string, all: readonly Destination[]) =>
  rank(typed, all).map(({ label }) => label)

describe('what was typed for', () => {
  it('is, before anything was, the pages in their order', () => {
    const all = [to('Overview'), to('job-not-found', 'No such job', 'error'), to('Jobs')]

    expect(labels('  ', all)).toEqual(['Overview', 'Jobs'])
  })

  it('has each word somewhere, in any order', () => {
    const all = [to('H3Africa 6', 'site:cape-town/h3africa-v6', 'panel'), to('Panels')]

    expect(labels('cape h3', all)).toEqual(['H3Africa 6'])
    expect(labels('cape lund', all)).toEqual([])
  })

  it.each([
    ['the whole label before its beginning', 'job', ['Job', 'Jobs']],
    ['its beginning before a later word', 'new', ['New job', 'What is new']],
    ['a later word before the inside of one', 'age', ['The age', 'Storage']],
    ['the inside of the label before what stands beside it', 'port', ['Report', 'Beside']],
  ])('puts %s', (_, typed, expected) => {
    const all = [
      to('Beside', 'a port'),
      to('Report'),
      to('Storage'),
      to('The age'),
      to('What is new'),
      to('New job'),
      to('Jobs'),
      to('Job'),
    ]

    const found = labels(typed, all)

    expect(found.filter((label) => expected.includes(label))).toEqual(expected)
  })

  it('begins words at the parts of codes and ids', () => {
    const all = [
      to('a-foundling', undefined, 'error'),
      to('job-not-found', undefined, 'error'),
      to('foundation', 'site:lund/found', 'panel'),
    ]

    expect(labels('found', all)).toEqual(['foundation', 'a-foundling', 'job-not-found'])
    expect(labels('not-found', all)).toEqual(['job-not-found'])
  })

  it('puts pages before jobs where all else is the same', () => {
    expect(labels('panel', [to('Panel b', '', 'job'), to('Panel c')])).toEqual([
      'Panel c',
      'Panel b',
    ])
  })

  it('puts errors and settings last, unless they are named whole', () => {
    const all = [to('panel-exists', '', 'error'), to('PANEL_DIR', '', 'setting'), to('A panel')]

    expect(labels('panel', all)).toEqual(['A panel', 'PANEL_DIR', 'panel-exists'])
    expect(labels('panel-exists', [to('On panel-exists'), ...all])[0]).toBe('panel-exists')
  })

  it('is found without accents and capitals', () => {
    expect(labels('RESULTATS', [to('Résultats')])).toEqual(['Résultats'])
    expect(labels('é', [to('Resultats')])).toEqual(['Resultats'])
  })

  it('is at most fifty', () => {
    const all = Array.from({ length: 80 }, (_, at) => to(`Job ${at}`))

    expect([labels('job', all).length, labels('', all).length]).toEqual([50, 50])
  })
})
