import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const servers = { globalSetup: './test/src/global-setup.ts' }

export default defineConfig({
  test: {
    // Most tests wait for Postgres, for engines or for each other: one worker for each core but one leaves a small machine idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    expect: { requireAssertions: true },
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{protocol,node,registry,deploy,console}/src/**/*.test.ts',
            'test/src/*.test.ts',
            'test/src/bench/**/*.test.ts',
          ],
          exclude: ['**/*.{db,engines}.test.ts'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
          expect: { requireAssertions: true },
        },
      },
      {
        test: {
          name: 'db',
          include: ['{node,registry,deploy}/src/**/*.db.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          expect: { requireAssertions: true },
          ...servers,
        },
      },
      {
        test: {
          name: 'engines',
          include: ['{node,deploy}/src/**/*.engines.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          expect: { requireAssertions: true },
        },
      },
      {
        test: {
          name: 'federation',
          include: ['test/src/federation/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 180_000,
          expect: { requireAssertions: true },
          ...servers,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/src/e2e/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 300_000,
          expect: { requireAssertions: true },
          ...servers,
        },
      },
    ],
  },
})
