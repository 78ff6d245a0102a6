import { Route, Router } from '@solidjs/router'
import type { GalleryView } from '../gallery/view.ts'
import type { Destination, Destinations } from './destination.ts'
import Palette from './palette.tsx'

const known: readonly Destination[] = [
  { kind: 'page', href: '/', label: 'Overview' },
  { kind: 'page', href: '/jobs', label: 'Jobs' },
  {
    kind: 'page',
    href: '/account/access',
    label: 'Password and access',
    more: 'Account',
  },
  {
    kind: 'error',
    href: '/help/errors/job-not-found',
    label: 'job-not-found',
    more: 'No such job',
  },
]

const named: Destination = {
  kind: 'job',
  href: '/jobs/1',
  label: 'a-very-long-name-of-a-cohort-that-was-genotyped-in-2026-and-again-in-2027.chr20',
  more: '019ac0de-0000-7000-8000-000000000001',
}

/** It needs a router, to go anywhere. */
const Shown = (props: { destinations: Destinations }) => (
  <Router>
    <Route
      path="*"
      component={() => (
        <main>
          <h1>Overview</h1>
          <Palette destinations={props.destinations} onClose={() => undefined} />
        </main>
      )}
    />
  </Router>
)

export const views: readonly GalleryView[] = [
  {
    name: 'palette',
    render: () => <Shown destinations={{ known, asked: [], named: () => named }} />,
  },
  {
    name: 'palette, lists not read',
    render: () => (
      <Shown
        destinations={{
          known,
          named: () => named,
          asked: (['job', 'panel', 'site'] as const).map((kind) => ({
            kind,
            read: () => Promise.reject(new TypeError('Failed to fetch')),
          })),
        }}
      />
    ),
  },
]
