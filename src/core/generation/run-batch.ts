import { eq } from "drizzle-orm";
import { isOpenBatch } from "./batch-state.ts";
import { type ProjectMaterial, readProjectMaterial } from "./build-prompt.ts";
import { type BatchWork, runBatchItem } from "./run-batch-item.ts";
import type { Providers } from "../writers/registry.ts";
import { type Context, inTransaction } from "../context.ts";
import { roleSchema } from "../workspaces/schema.ts";
import { batches } from "#/platform/db/tables/generation.ts";

/** Milliseconds after which a batch reads taxonomy and voice anew. */
const FRESH_MS = 15_000;

/**
 * Writes a batch with the writer's concurrency until nothing is left to take, on behalf of the person who
 * started it. Several workers may run the same batch: each takes other conversations.
 * @param ctx names the workspace; its actor is replaced.
 * @param stopTaking asks to take no further conversation; @param signal to give back those under way.
 */
export async function runBatch({
  ctx,
  providers,
  batchId,
  stopTaking,
  signal,
}: {
  ctx: Omit<Context, "actor" | "requestId">;
  providers: Providers;
  batchId: string;
  stopTaking?: AbortSignal;
  signal: AbortSignal;
}): Promise<void> {
  const system: Context = {
    ...ctx,
    actor: { id: "system", name: "Bright Run", role: "editor" },
    requestId: `batch-${batchId}`,
  };
  const batch = await inTransaction(system, async (tx) => {
    const [row] = await tx.select().from(batches).where(eq(batches.id, batchId));
    return row;
  });
  if (!batch || !isOpenBatch(batch.state)) return;
  const person: Context = {
    ...system,
    actor: {
      id: batch.createdBy,
      name: batch.createdByName,
      role: roleSchema.parse(batch.createdByRole),
    },
  };
  const work: BatchWork = {
    batchId,
    projectId: batch.projectId,
    provider: batch.writer,
    model: batch.model,
    source: freshSource(person, batch.projectId),
  };
  const goesOn = () => !signal.aborted && stopTaking?.aborted !== true;
  const lanes = Array.from({ length: concurrencyOf(providers, work) }, async () => {
    while (goesOn()) {
      const outcome = await runBatchItem({ ctx: person, providers, work, signal });
      if (outcome === "idle" || outcome === "released") return;
    }
  });
  const ended = await Promise.allSettled(lanes);
  const broken = ended.find((lane) => lane.status === "rejected");
  if (broken) throw broken.reason;
}

/** A writer that isn't set up any more has one lane, in which each row fails with a sentence. */
function concurrencyOf(providers: Providers, { provider, model }: BatchWork): number {
  const models = providers.local.get(provider)?.models ?? [];
  return models.find((candidate) => candidate.model === model)?.concurrency ?? 1;
}

/** One reading serves the rows of a quarter of a minute: 72 kB of taxonomy needn't be read for each. */
function freshSource(ctx: Context, projectId: string): () => Promise<ProjectMaterial> {
  let reading: Promise<ProjectMaterial> | undefined;
  let readAt = 0;
  return () => {
    const now = performance.now();
    if (!reading || now - readAt > FRESH_MS) {
      readAt = now;
      reading = readProjectMaterial(ctx, projectId);
      reading.catch(() => {
        reading = undefined;
      });
    }
    return reading;
  };
}
