import { sql } from "drizzle-orm";
import { type Budget, type BudgetScope, readBudgets } from "./read-budgets.ts";
import { thisMonth } from "../workspaces/lock-budget.ts";
import { type Context, inTransaction } from "../context.ts";
import { formatMoney } from "#/lib/format.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { budgets } from "#/platform/db/tables/admission.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";

/** Whose money a call is. */
export interface Payer {
  projectId: string;
  batchId: string | null;
}

/** How many calls are reserved together; those in a vendor's batch take no place side by side. */
export interface CallsTogether {
  count: number;
  isInVendorBatch: boolean;
}

export type BudgetsReserved =
  | { isReserved: true }
  /** The batch isn't running any more: paused, being cancelled, or ended. */
  | { isReserved: false; why: "stopped" }
  /** As many calls of the batch are under way as it may have. */
  | { isReserved: false; why: "batch_concurrency" }
  /** It would go beyond a cap, but not by what is spent: calls under way hold the rest for now. */
  | { isReserved: false; why: "money_under_way"; message: string }
  /** A cap was lowered while this was on its way: again. */
  | { isReserved: false; why: "cap_changed" }
  /** The first call of a scope: `openBudgets`, then again. */
  | { isReserved: false; why: "not_open" }
  /** It would go beyond a cap; the sentence says which, what is spent and what it needs. */
  | { isReserved: false; why: "cap"; scope: BudgetScope; message: string };

type Row = {
  batch_state: string | null;
  has_place: boolean;
  there: number;
  batch_done: boolean;
  project_done: boolean;
  reserved: number;
};

/**
 * Holds back the most that a call can cost, under the caps of its batch, its project and the month, in this
 * order: `settled + reserved <= cap` holds in each, whoever else reserves. Also the last word on whether
 * the batch still runs: its row is share-locked until the commit, so a pause comes before or after it.
 * When it isn't reserved, the caller rolls back: part of it may be.
 */
export async function reserveBudgets(
  tx: Transaction,
  workspaceId: string,
  payer: Payer,
  micros: number,
  together: CallsTogether = { count: 1, isInVendorBatch: false },
): Promise<BudgetsReserved> {
  const { rows } = await tx.execute<Row>(reserveSql(workspaceId, payer, micros, together));
  const [row] = rows;
  if (!row) throw new Error("the budgets were not looked at");
  if (payer.batchId !== null && row.batch_state !== "running") {
    return { isReserved: false, why: "stopped" };
  }
  if (row.reserved === 1) {
    // The statement saw the caps as they stood before it waited; from now on a change of one waits for it.
    const isOver = micros > 0 && (await isOverCap(tx, workspaceId, payer));
    return isOver ? { isReserved: false, why: "cap_changed" } : { isReserved: true };
  }
  if (row.there < (payer.batchId === null ? 2 : 3)) return { isReserved: false, why: "not_open" };
  if (!row.has_place) return { isReserved: false, why: "batch_concurrency" };
  const all = await readBudgets(tx, payer);
  // Calls mostly cost less than was held back for them: once they are over there may be room.
  const isSpent = all.some(
    ({ settledMicros, capMicros }) => settledMicros + micros > (capMicros ?? Infinity),
  );
  if (isSpent) return { isReserved: false, why: "cap", ...reachedCap(all, micros) };
  const scope = row.batch_done ? (row.project_done ? "month" : "project") : "batch";
  const full = all.find((each) => each.scope === scope);
  if (!full) throw new Error("a cap was reached that nobody set");
  const message = `${stoppedBefore(full, micros)} continue when those are over, or raise the cap.`;
  return { isReserved: false, why: "money_under_way", message };
}

/**
 * Whether more is spent and held than a cap allows, as the caps stand now. Certain until the commit for whoever
 * has reserved in all scopes, or locked them (`lockBudgets`).
 */
export async function isOverCap(
  tx: Transaction,
  workspaceId: string,
  payer: Payer,
): Promise<boolean> {
  const { projectId, batchId } = payer;
  const { rows } = await tx.execute<{ is_over: boolean }>(sql`
    select exists (select from bright.budgets where ${countedIn(workspaceId, payer)}
      and settled_micros + reserved_micros > case scope
        when 'batch' then (select cap_micros from bright.batches where id = ${batchId}::uuid)
        when 'project' then (select cap_micros from bright.projects where id = ${projectId}::uuid)
        else (select monthly_cap_micros from bright.workspaces where id = ${workspaceId}::uuid)
      end) as is_over`);
  return rows[0]?.is_over === true;
}

/** Keeps the caps of these scopes, and what counts under them, as they are until the commit. */
export async function lockBudgets(
  tx: Transaction,
  workspaceId: string,
  payer: Payer,
): Promise<void> {
  await tx.execute(sql`select from bright.budgets where ${countedIn(workspaceId, payer)}
    order by array_position(array['batch', 'project', 'month'], scope) for share`);
}

function countedIn(workspaceId: string, { projectId, batchId }: Payer) {
  return sql`workspace_id = ${workspaceId}::uuid and ((scope = 'batch' and key = ${batchId ?? ""}::text)
    or (scope = 'project' and key = ${projectId}::text) or (scope = 'month' and key = ${thisMonth}))`;
}

/** Makes the rows that `reserveBudgets` counts in, where they aren't there yet. */
export async function openBudgets(ctx: Context, { projectId, batchId }: Payer): Promise<void> {
  const { workspaceId } = ctx;
  await inTransaction(ctx, (tx) =>
    tx
      .insert(budgets)
      .values([
        ...(batchId === null ? [] : [{ workspaceId, scope: "batch", key: batchId }]),
        { workspaceId, scope: "project", key: projectId },
        { workspaceId, scope: "month", key: thisMonth },
      ])
      .onConflictDoNothing(),
  );
}

/** Each UPDATE waits for the one before it, so that all lock the rows in one order. */
function reserveSql(
  workspaceId: string,
  { projectId, batchId }: Payer,
  micros: number,
  { count, isInVendorBatch }: CallsTogether,
) {
  const scoped = (scope: BudgetScope) =>
    sql`workspace_id = ${workspaceId}::uuid and scope = ${sql.raw(`'${scope}'`)}`;
  const reserve = (scope: BudgetScope) => sql`
    update bright.budgets
    set reserved_micros = reserved_micros + ${micros}::bigint, in_flight = in_flight + ${count}::int
    where ${scoped(scope)}`;
  // What costs nothing goes on when everything is spent.
  const isUnder = (cap: ReturnType<typeof sql>) => sql`(${micros}::bigint = 0
    or settled_micros + reserved_micros + ${micros}::bigint <= coalesce((${cap}), 9223372036854775807))`;
  const hasPlace = sql`(${isInVendorBatch}::boolean
    or in_flight < coalesce((select concurrency from batch), 2147483647))`;
  const batchKey = sql`key = ${batchId ?? ""}::text`;
  return sql`
    with batch as materialized (
      select state, cap_micros, concurrency from bright.batches where id = ${batchId}::uuid for share
    ), of_batch as (
      ${reserve("batch")} and ${batchKey} and (select state from batch) = 'running'
        and ${hasPlace} and ${isUnder(sql`select cap_micros from batch`)}
      returning 1
    ), batch_done as materialized (
      select count(*) = ${batchId === null ? 0 : 1}::int as is_done from of_batch
    ), of_project as (
      ${reserve("project")} and key = ${projectId}::text and (select is_done from batch_done)
        and ${isUnder(sql`select cap_micros from bright.projects where id = ${projectId}::uuid`)}
      returning 1
    ), project_done as materialized (
      select count(*) = 1 as is_done from of_project
    ), of_month as (
      ${reserve("month")} and key = ${thisMonth} and (select is_done from project_done)
        and ${isUnder(sql`select monthly_cap_micros from bright.workspaces where id = ${workspaceId}::uuid`)}
      returning 1
    )
    select (select state from batch) as batch_state,
      coalesce((select ${hasPlace} from bright.budgets where ${scoped("batch")} and ${batchKey}), true) as has_place,
      (select count(*)::int from bright.budgets where ${countedIn(workspaceId, { projectId, batchId })}) as there,
      (select is_done from batch_done) as batch_done, (select is_done from project_done) as project_done,
      (select count(*)::int from of_month) as reserved`;
}

const owners: Record<BudgetScope, string> = {
  batch: "this run's stop amount",
  project: "the project's cap",
  month: "the workspace's cap for this month",
};

/** The tightest cap that a call would break. */
function reachedCap(
  all: readonly Budget[],
  micros: number,
): { scope: BudgetScope; message: string } {
  const left = ({ settledMicros, capMicros }: Budget) =>
    (capMicros ?? Number.MAX_SAFE_INTEGER) - settledMicros;
  const [tightest] = all.toSorted((one, other) => left(one) - left(other));
  if (!tightest) throw new Error("a cap was reached that nobody set");
  const message = `${stoppedBefore(tightest, micros)} raise the cap and continue.`;
  return { scope: tightest.scope, message };
}

/** Up to the words that say what to do. */
function stoppedBefore(
  { scope, settledMicros, reservedMicros, capMicros }: Budget,
  micros: number,
): string {
  const held =
    reservedMicros > 0 ? ` and ${formatMoney(reservedMicros)} held for calls under way` : "";
  return `Stopped before ${owners[scope]} of ${formatMoney(capMicros ?? 0)}: ${formatMoney(settledMicros)} is spent${held}, and the next call may need up to ${formatMoney(micros)}. Nothing more was sent and what is written stays;`;
}

/** A call's money stays in the month in which it was reserved: whether this is that month, as SQL. */
export const isInItsMonth = sql`to_char(${callAttempts.sentAt} at time zone 'UTC', 'YYYY-MM') = ${thisMonth}`;

/**
 * A call is over: what was held back for it goes, what it cost stays. In the scopes in which it was
 * reserved, also when the month has changed meanwhile.
 * @param isHeld false for a later correction of a call that was counted at its reservation already.
 */
export async function settleBudgets(
  tx: Transaction,
  workspaceId: string,
  {
    payer: { projectId, batchId },
    reservedAt,
    reservedMicros,
    costMicros,
    isHeld,
  }: {
    payer: Payer;
    reservedAt: Date;
    reservedMicros: number;
    costMicros: number;
    isHeld: boolean;
  },
): Promise<void> {
  const change = isHeld
    ? sql`set settled_micros = settled_micros + ${costMicros}::bigint,
        reserved_micros = greatest(0, reserved_micros - ${reservedMicros}::bigint),
        in_flight = greatest(0, in_flight - 1)`
    : sql`set settled_micros = settled_micros + ${costMicros - reservedMicros}::bigint`;
  const settle = (scope: BudgetScope, key: string) => sql`
    update bright.budgets ${change}
    where workspace_id = ${workspaceId}::uuid and scope = ${sql.raw(`'${scope}'`)} and key = ${key}::text`;
  const month = reservedAt.toISOString().slice(0, 7);
  await tx.execute(sql`
    with of_batch as (${settle("batch", batchId ?? "")} returning 1
    ), batch_done as materialized (select count(*) >= 0 as is_done from of_batch
    ), of_project as (${settle("project", projectId)} and (select is_done from batch_done) returning 1
    ), project_done as materialized (select count(*) >= 0 as is_done from of_project
    ), of_month as (${settle("month", month)} and (select is_done from project_done) returning 1
    )
    select (select count(*) from of_month)`);
}
