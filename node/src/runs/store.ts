import { type Because, because } from '@crosspanel/protocol/causes'
import type { SiteId } from '@crosspanel/protocol/ids'
import {
  canRunMove,
  hasRunEnded,
  type Mover,
  RUN_STATES,
  type RunState,
} from '@crosspanel/protocol/states'
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core'
import type { Db, Tx } from '../db.ts'
import { type AuditEntry, recordAudit } from '../monitoring/audit.ts'
import { announceRun } from './announce.ts'
import { runEvents, runInputs, type RunRow, runs } from './schema.ts'

export type RunStore = ReturnType<typeof createRunStore>
type RunChanges = Omit<PgUpdateSetSource<typeof runs>, 'id' | 'state' | 'seq' | 'endedAt'>

export interface RunMove extends Because {
  /** As it was read: the move happens only from this state. */
  readonly run: Pick<RunRow, 'id' | 'state'>
  readonly to: RunState
  readonly by: Mover
  readonly actor: AuditEntry['actor']
  readonly set?: RunChanges
  /** The claim that the caller works under has to be the latest. */
  readonly fence?: number
}

const LIVE = RUN_STATES.filter((state) => !hasRunEnded(state))
const PURGEABLE = RUN_STATES.filter((state) => hasRunEnded(state) && state !== 'purged')

export function createRunStore({ db, now }: { readonly db: Db; readonly now: () => Date }) {
  async function recordMove(
    tx: Tx,
    run: Pick<RunRow, 'id' | 'seq' | 'homeSite' | 'epoch'>,
    { actor, ...change }: Pick<RunMove, 'to' | 'actor' | keyof Because> & { from: RunState | null },
  ): Promise<void> {
    const { from, to, cause, told = null } = change
    const { id: runId, seq } = run
    await Promise.all([
      tx.insert(runEvents).values({ runId, seq, at: now(), from, to, cause, told }),
      recordAudit(tx, {
        actor,
        action: `run.${to}`,
        object: `run:${run.id}`,
        details: { from, home: run.homeSite, epoch: run.epoch },
      }),
    ])
  }

  return {
    transaction: <T>(work: (tx: Tx) => Promise<T>): Promise<T> => db.transaction(work),

    async insert(tx: Tx, row: RunRow): Promise<void> {
      // Due by the clock that claims go by, which may be behind this process's.
      await tx.insert(runs).values({ ...row, notBefore: sql`now()` })
      const actor = row.homeSite as AuditEntry['actor']
      await Promise.all([
        recordMove(tx, row, { from: null, to: row.state, actor, ...because('received') }),
        announceRun(tx, row),
      ])
    },

    /**
     * Moves the run and records that under the next number, or does nothing: when the move is not
     * one of the table, another caller was first, or the claim is no longer the latest.
     */
    async move(
      tx: Tx,
      { run, to, by, set, fence, ...record }: RunMove,
    ): Promise<RunRow | undefined> {
      if (!canRunMove(run.state, to, by)) return undefined
      const [moved] = await tx
        .update(runs)
        .set({
          ...set,
          state: to,
          seq: sql`${runs.seq} + 1`,
          updatedAt: now(),
          ...(hasRunEnded(to) && !hasRunEnded(run.state) ? { endedAt: now() } : {}),
        })
        .where(
          and(
            eq(runs.id, run.id),
            eq(runs.state, run.state),
            fence === undefined ? undefined : eq(runs.fence, fence),
          ),
        )
        .returning()
      if (moved === undefined) return undefined
      // Sent together: the answer of none is needed for the next.
      await Promise.all([
        recordMove(tx, moved, { from: run.state, to, ...record }),
        announceRun(tx, moved),
      ])
      return moved
    },

    /** Every run of a home site's job, locked until the transaction ends, by epoch. */
    lockRunsOf(tx: Tx, homeSite: SiteId, homeJob: string): Promise<RunRow[]> {
      return tx
        .select()
        .from(runs)
        .where(and(eq(runs.homeSite, homeSite), eq(runs.homeJob, homeJob)))
        .orderBy(asc(runs.epoch))
        .for('update')
    },

    async lock(tx: Tx, id: string): Promise<RunRow | undefined> {
      const [row] = await tx.select().from(runs).where(eq(runs.id, id)).for('update')
      return row
    },

    /** Asks the worker that has the run to stop. */
    async requestCancel(tx: Tx, id: string): Promise<void> {
      await tx.update(runs).set({ isCancelRequested: true }).where(eq(runs.id, id))
    },

    async addInputs(
      tx: Tx,
      runId: string,
      inputs: readonly { name: string; uploadId: string }[],
    ): Promise<void> {
      await tx.insert(runInputs).values(inputs.map((input) => ({ runId, ...input })))
    },

    /** Marks an input file as whole and verified. Answers how many of the run's are still missing. */
    async receiveInput(tx: Tx, runId: string, uploadId: string): Promise<number> {
      await tx
        .update(runInputs)
        .set({ isReceived: true })
        .where(and(eq(runInputs.runId, runId), eq(runInputs.uploadId, uploadId)))
      return tx.$count(runInputs, and(eq(runInputs.runId, runId), eq(runInputs.isReceived, false)))
    },

    /** Runs that no engine works for any more and whose files are still on the disk. */
    listPurgeable(): Promise<RunRow[]> {
      return db
        .select()
        .from(runs)
        .where(
          and(
            inArray(runs.state, PURGEABLE),
            sql`(${runs.leaseUntil} is null or ${runs.leaseUntil} < now())`,
          ),
        )
        .orderBy(asc(runs.updatedAt))
        .limit(100)
    },

    /** Those of the runs that are known, with their states. */
    async listStates(ids: readonly string[]): Promise<ReadonlyMap<string, RunState>> {
      if (ids.length === 0) return new Map()
      const rows = await db
        .select({ id: runs.id, state: runs.state })
        .from(runs)
        .where(sql`${runs.id} = any(${sql.param([...ids])}::uuid[])`)
      return new Map(rows.map(({ id, state }) => [id, state]))
    },

    /** Runs past the deadline of their offer, and results that nobody fetched until `readyBefore`. */
    listOverdue(readyBefore: Date): Promise<RunRow[]> {
      const working = LIVE.filter((state) => state !== 'ready')
      return db
        .select()
        .from(runs)
        .where(
          sql`(${inArray(runs.state, working)} and ${runs.deadline} < ${now().toISOString()})
            or (${runs.state} = 'ready' and ${runs.updatedAt} < ${readyBefore.toISOString()})`,
        )
        .limit(100)
    },

    listLive(): Promise<RunRow[]> {
      return db.select().from(runs).where(inArray(runs.state, LIVE)).orderBy(asc(runs.createdAt))
    },

    /** Live runs of a home site. Until the transaction ends nobody else can count them, so of two offers at once one sees the other. */
    async countLiveOf(tx: Tx, homeSite: SiteId): Promise<number> {
      await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`live runs of ${homeSite}`}))`)
      return tx.$count(runs, and(eq(runs.homeSite, homeSite), inArray(runs.state, LIVE)))
    },

    async countByState(): Promise<ReadonlyMap<RunState, number>> {
      const rows = await db
        .select({ state: runs.state, count: sql<number>`count(*)::int` })
        .from(runs)
        .where(inArray(runs.state, LIVE))
        .groupBy(runs.state)
      return new Map(rows.map(({ state, count }) => [state, count]))
    },
  }
}
