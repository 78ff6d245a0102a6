import type { PanelId } from '@crosspanel/protocol/ids'
import type { PanelAccess } from '@crosspanel/protocol/panel'
import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Db, Tx } from '../db.ts'
import { type AuditEntry, recordAudit } from '../monitoring/audit.ts'
import { publish } from '../notifications/publish.ts'
import type { BuiltPanel } from './add-panel.ts'
import type { PanelFile } from './panel-tools.ts'
import { panelFiles, panels } from './schema.ts'

export type PanelRow = typeof panels.$inferSelect
export type PanelStore = ReturnType<typeof createPanelStore>

export function createPanelStore(db: Db) {
  return {
    async find(panelId: PanelId, reader: Db | Tx = db): Promise<PanelRow | undefined> {
      const [row] = await reader.select().from(panels).where(eq(panels.id, panelId))
      return row
    },

    list(): Promise<PanelRow[]> {
      return db.select().from(panels).orderBy(asc(panels.id))
    },

    listPublished(): Promise<PanelRow[]> {
      return db.select().from(panels).where(eq(panels.state, 'published')).orderBy(asc(panels.id))
    },

    async listFiles(panelIds: readonly PanelId[]): Promise<(PanelFile & { panelId: PanelId })[]> {
      if (panelIds.length === 0) return []
      const rows = await db
        .select()
        .from(panelFiles)
        .where(inArray(panelFiles.panelId, [...panelIds]))
        .orderBy(asc(panelFiles.name))
      return rows.map(({ panelId, name, sizeBytes, sha256 }) => ({
        ...{ panelId, name, sha256 },
        size: sizeBytes,
      }))
    },

    /** Makes the panel the one that is served, in place of an earlier version. */
    publish(
      built: BuiltPanel,
      access: PanelAccess,
      actor: AuditEntry['actor'],
      createdAt: Date,
    ): Promise<void> {
      return db.transaction(async (tx) => {
        const values = rowOf(built, access, createdAt)
        await tx
          .insert(panels)
          .values(values)
          .onConflictDoUpdate({ target: panels.id, set: values })
        await replaceFiles(tx, values.id, built.files)
        await recordAudit(tx, {
          actor,
          action: 'panel.added',
          object: `panel:${values.id}`,
          details: { version: values.version, digest: values.digest, samples: values.samples },
        })
        await announcePanel(tx, values)
      })
    },

    /** Returns whether this call withdrew it. Its files stay as long as a run uses them. */
    withdraw(panelId: PanelId, actor: AuditEntry['actor']): Promise<boolean> {
      return db.transaction(async (tx) => {
        const withdrawn = await tx
          .update(panels)
          .set({ state: 'withdrawn' })
          .where(and(eq(panels.id, panelId), eq(panels.state, 'published')))
          .returning({ digest: panels.digest, version: panels.version })
        const [row] = withdrawn
        if (row === undefined) return false
        await recordAudit(tx, {
          actor,
          action: 'panel.withdrawn',
          object: `panel:${panelId}`,
          details: { digest: row.digest },
        })
        await announcePanel(tx, { id: panelId, version: row.version, state: 'withdrawn' })
        return true
      })
    },
  }
}

/** Shows open pages which panels this site serves. */
async function announcePanel(
  tx: Tx,
  { id, version, state }: Pick<PanelRow, 'id' | 'version' | 'state'>,
): Promise<void> {
  await publish(tx, { topic: 'everyone', type: 'panel', subject: id, data: { version, state } })
}

function rowOf(built: BuiltPanel, access: PanelAccess, createdAt: Date): PanelRow {
  const { panelId, version, title, build, samples, populations, chromosomes } = built.description
  const { minSamples, maxSamples, licence, terms, digest, sketch } = built.description
  return {
    id: panelId,
    ...{ version, title, build, samples, populations, chromosomes },
    ...{ access, minSamples, maxSamples, digest, createdAt },
    geneticMaps: built.geneticMaps,
    maxAlleleSwitches: built.maxAlleleSwitches,
    licence: licence ?? null,
    terms: terms ?? null,
    sketch: sketch ?? null,
    dir: built.dir,
    state: 'published',
  }
}

async function replaceFiles(tx: Tx, panelId: PanelId, files: readonly PanelFile[]): Promise<void> {
  await tx.delete(panelFiles).where(eq(panelFiles.panelId, panelId))
  await tx
    .insert(panelFiles)
    .values(
      files.map(({ name, size, sha256 }) => ({ ...{ panelId, name, sha256 }, sizeBytes: size })),
    )
}
