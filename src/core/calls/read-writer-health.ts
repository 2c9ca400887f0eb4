import { and, eq, sql } from "drizzle-orm";
import { callProcessOf, diskIsFull } from "./call-process.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { rateBuckets } from "#/platform/db/tables/admission.ts";

/** Whether a model may be asked at the moment, and how much of it. */
export interface WriterHealth {
  /**
   * "ok"; "limited": the provider asked to wait until `until`; "failing": its server failed several times
   * in a row, so that it is left alone until `until` and then tried by one call; "disk_full": this machine
   * could keep no answer, so nothing is asked.
   */
  state: "ok" | "limited" | "failing" | "disk_full";
  /** For a person; null when ok. */
  reason: string | null;
  until: Date | null;
  /** Since when it has been failing. */
  since: Date | null;
  /** Per minute, as the provider told; null: not known (yet), or it tells none. */
  limits: { requests: number | null; inputTokens: number | null; outputTokens: number | null };
  /** Calls under way, over all workers, and how many are trusted side by side (null: no bound but the settings). */
  inFlight: number;
  trusted: number | null;
}

const fine: WriterHealth = {
  state: "ok",
  reason: null,
  until: null,
  since: null,
  limits: { requests: null, inputTokens: null, outputTokens: null },
  inFlight: 0,
  trusted: null,
};

/** How a model of a connection does, by what its calls met. One that was never asked is ok. */
export async function readWriterHealth(
  tx: Transaction,
  ctx: Context,
  name: { provider: string; model: string },
): Promise<WriterHealth> {
  const health = await readBucketHealth(tx, name);
  if ((await callProcessOf(ctx).room?.isThere()) !== false) return health;
  return { ...health, state: "disk_full", reason: diskIsFull, until: null };
}

async function readBucketHealth(
  tx: Transaction,
  { provider, model }: { provider: string; model: string },
): Promise<WriterHealth> {
  const [row] = await tx
    .select({
      bucket: rateBuckets,
      isBlocked: sql<boolean>`coalesce(${rateBuckets.blockedUntil} > clock_timestamp(), false)`,
    })
    .from(rateBuckets)
    .where(and(eq(rateBuckets.provider, provider), eq(rateBuckets.model, model)));
  if (!row) return fine;
  const { bucket, isBlocked } = row;
  const isFailing = bucket.breaker !== "closed";
  const standing = {
    limits: {
      requests: bucket.requestsLimit,
      inputTokens: bucket.inputLimit,
      outputTokens: bucket.outputLimit,
    },
    inFlight: bucket.inFlight,
    trusted: bucket.trusted === null ? null : Math.floor(bucket.trusted),
  };
  if (isFailing) {
    return {
      state: "failing",
      reason: bucket.breakerReason,
      until: bucket.breaker === "open" ? bucket.breakerUntil : null,
      since: bucket.failingSince,
      ...standing,
    };
  }
  if (isBlocked) {
    return {
      state: "limited",
      reason: bucket.blockedReason,
      until: bucket.blockedUntil,
      since: null,
      ...standing,
    };
  }
  return { ...fine, ...standing };
}
