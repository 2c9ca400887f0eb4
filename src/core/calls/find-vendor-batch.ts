import { and, eq, inArray, sql } from "drizzle-orm";
import { listBatchedAttempts } from "./batched-attempts.ts";
import { patience, vendorBatchRules } from "./vendor-batch-rules.ts";
import { type Context, inTransaction } from "../context.ts";
import { type BatchCalls, type ListedBatch, ProviderError } from "#/platform/llm/port.ts";
import { vendorBatches } from "#/platform/db/tables/generation.ts";

/** A vendor's batch that stands on the record without the vendor's name for it. */
export interface NamelessBatch {
  id: string;
  /** Since it was recorded, in the vendor's seconds. */
  ageSeconds: () => number;
}

/**
 * What the vendor's list says about it. "undecided": it may be one that is still being written, or the list
 * may not show it yet. "none": the vendor never made it, or doesn't know it any more.
 */
export type VendorBatchFound =
  | { what: "found"; name: string }
  | { what: "undecided"; readyBy: Date | null }
  | { what: "none" };

/**
 * Looks in the vendor's list for a batch whose maker died, or whose line broke, before the vendor's name for
 * it was stored. Candidates are those of the same size that were made soon after our record and that no
 * other record names. Only results prove whose a batch is: they carry the ids of our calls. So one that is
 * still being written is neither taken nor cancelled, as it may be another program's of the same account.
 * @throws ProviderError when the list or a candidate's results can't be read: nothing is decided then.
 */
export async function findVendorBatch(
  ctx: Context,
  batches: BatchCalls,
  nameless: NamelessBatch,
): Promise<VendorBatchFound> {
  const own = await listBatchedAttempts(ctx, nameless.id);
  const ids = new Set(own.map(({ attemptId }) => attemptId));
  const candidates = await listCandidates(ctx, batches, nameless, ids.size);
  if (candidates === null) {
    return isYoung(nameless) ? { what: "undecided", readyBy: null } : { what: "none" };
  }
  for (const { id, hasEnded, isArchived } of candidates) {
    if (hasEnded && !isArchived && (await carries(batches, id, ids))) {
      return { what: "found", name: id };
    }
  }
  const open = candidates.filter(({ hasEnded }) => !hasEnded);
  if (open.length > 0) {
    const ends = open.flatMap(({ expiresAt }) => (expiresAt ? [expiresAt.getTime()] : []));
    return { what: "undecided", readyBy: ends.length > 0 ? new Date(Math.max(...ends)) : null };
  }
  return isYoung(nameless) ? { what: "undecided", readyBy: null } : { what: "none" };
}

/**
 * Writes down the vendor's name of one that had none, whoever holds it at the moment.
 * @returns false when it is given up, or has another name, by now.
 */
export async function nameVendorBatch(
  ctx: Context,
  vendorBatchId: string,
  { name, expiresAt }: { name: string; expiresAt: Date | null },
): Promise<boolean> {
  const { id, state, providerBatchId } = vendorBatches;
  await inTransaction(ctx, (tx) =>
    tx
      .update(vendorBatches)
      .set({ providerBatchId: name, state: "under_way", ...(expiresAt && { expiresAt }) })
      .where(and(eq(id, vendorBatchId), eq(state, "creating"))),
  );
  // Looked up, because a try whose answer was lost on the way to us may have stored it.
  const [row] = await inTransaction(ctx, (tx) =>
    tx.select({ name: providerBatchId, state }).from(vendorBatches).where(eq(id, vendorBatchId)),
  );
  return row?.name === name && row.state === "under_way";
}

function isYoung({ ageSeconds }: NamelessBatch): boolean {
  return ageSeconds() <= vendorBatchRules.unlistedForSeconds;
}

/** Null where the vendor, or what stands in its place, has no list at all. */
async function listCandidates(
  ctx: Context,
  batches: BatchCalls,
  { ageSeconds }: NamelessBatch,
  requests: number,
): Promise<ListedBatch[] | null> {
  const { clockSlackSeconds, madeWithinSeconds } = vendorBatchRules;
  const alike: ListedBatch[] = [];
  try {
    for await (const listed of batches.list({ signal: patience() })) {
      const age = ageSeconds();
      // The newest come first.
      if (listed.ageSeconds > age + clockSlackSeconds) break;
      const isSoon = listed.ageSeconds >= age - madeWithinSeconds - clockSlackSeconds;
      if (isSoon && listed.requests === requests) alike.push(listed);
    }
  } catch (error) {
    const status = error instanceof ProviderError ? error.fault.status : undefined;
    if (status === 404 || status === 405) return null;
    throw error;
  }
  const named = await namesOnRecord(
    ctx,
    alike.map(({ id }) => id),
  );
  return alike.filter(({ id }) => !named.has(id));
}

async function namesOnRecord(ctx: Context, names: readonly string[]): Promise<Set<string | null>> {
  if (names.length === 0) return new Set();
  const { providerBatchId: name } = vendorBatches;
  const rows = await inTransaction(ctx, (tx) =>
    tx
      .select({ name })
      .from(vendorBatches)
      .where(inArray(name, [...names])),
  );
  return new Set(rows.map((row) => row.name));
}

/** A batch's results are of one maker: the first that can be read tells whose they are. */
async function carries(
  batches: BatchCalls,
  name: string,
  ids: ReadonlySet<string>,
): Promise<boolean> {
  for await (const { id } of batches.results(name, { signal: patience() })) {
    if (id !== null) return ids.has(id);
  }
  return false;
}

/** Lets go of one: it is asked about, or looked for, at a time. */
export async function askAgainAt(
  ctx: Context,
  { id, token }: { id: string; token: string },
  pollAt: ReturnType<typeof sql>,
): Promise<void> {
  await inTransaction(ctx, (tx) =>
    tx
      .update(vendorBatches)
      .set({ pollAt, leaseToken: null, leaseUntil: null })
      .where(and(eq(vendorBatches.id, id), eq(vendorBatches.leaseToken, token))),
  );
}
