import type { PanelAccess, PanelChromosome, PanelDescription } from '@crosspanel/protocol/panel'
import { PANEL_TASK_STATES, type GeneticMapSource } from '@crosspanel/protocol/panel-admin'
import type { Problem } from '@crosspanel/protocol/problem'
import type { Told } from '@crosspanel/protocol/told'
import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'

const instant = (name: string) => timestamp(name, { withTimezone: true })

export const PANEL_STATES = ['published', 'withdrawn'] as const

/** The site's own panels, the version that is served. The `jsonb` documents are never queried. */
export const panels = pgTable(
  'panels',
  {
    /** The `panelId`. */
    id: text('id').primaryKey(),
    version: text('version').notNull(),
    title: text('title').notNull(),
    build: text('build', { enum: ['GRCh37', 'GRCh38'] }).notNull(),
    samples: integer('samples').notNull(),
    populations: jsonb('populations').$type<PanelDescription['populations']>().notNull(),
    chromosomes: jsonb('chromosomes').$type<readonly PanelChromosome[]>().notNull(),
    geneticMaps: jsonb('genetic_maps')
      .$type<Readonly<Record<string, GeneticMapSource>>>()
      .notNull(),
    access: jsonb('access').$type<PanelAccess>().notNull(),
    minSamples: integer('min_samples').notNull(),
    maxSamples: integer('max_samples').notNull(),
    maxAlleleSwitches: integer('max_allele_switches').notNull(),
    licence: text('licence'),
    terms: text('terms'),
    digest: text('digest').notNull(),
    sketch: jsonb('sketch').$type<NonNullable<PanelDescription['sketch']>>(),
    /** Relative to the data directory. */
    dir: text('dir').notNull(),
    state: text('state', { enum: PANEL_STATES }).notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    check('panels_state', sql`${t.state} in ('published', 'withdrawn')`),
    check('panels_build', sql`${t.build} in ('GRCh37', 'GRCh38')`),
  ],
)

/** Every file of a panel's directory that is in its digest. */
export const panelFiles = pgTable(
  'panel_files',
  {
    panelId: text('panel_id')
      .notNull()
      .references(() => panels.id, { onDelete: 'cascade' }),
    /** Relative to the panel's directory. */
    name: text('name').notNull(),
    sizeBytes: bigint('size_bytes', { mode: 'number' }).notNull(),
    sha256: text('sha256').notNull(),
  },
  (t) => [primaryKey({ columns: [t.panelId, t.name] })],
)

/** The work of adding a panel. One that is running and not heard of for a minute has died with its process. */
export const panelTasks = pgTable(
  'panel_tasks',
  {
    id: uuid('id').primaryKey(),
    panelId: text('panel_id').notNull(),
    state: text('state', { enum: PANEL_TASK_STATES }).notNull(),
    step: text('step').notNull(),
    told: jsonb('told').$type<Told>(),
    done: integer('done').notNull(),
    total: integer('total').notNull(),
    problem: jsonb('problem').$type<Problem>(),
    createdAt: instant('created_at').notNull(),
    heardAt: instant('heard_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (t) => [
    check('panel_tasks_state', sql`${t.state} in ('running', 'done', 'failed')`),
    uniqueIndex('panel_tasks_running_idx')
      .on(t.panelId)
      .where(sql`${t.state} = 'running'`),
  ],
)
